/**
 * The words of diagram-js and bpmn-js that the designer uses, typed as narrowly as we use them, and how to read a
 * moddle element without casting. Nothing outside `designer/` knows these.
 */

/** A model element: what stands in the XML. */
export interface Moddle {
  $type: string
  $parent?: Moddle
  $attrs?: Record<string, unknown>
  $instanceOf?: (type: string) => boolean
  id?: string
  get(name: string): unknown
  set(name: string, value: unknown): void
}

export interface Point {
  x: number
  y: number
}

/** A thing on the canvas: shape, connection, label or root. */
export interface Shape {
  id: string
  type: string
  businessObject: Moddle
  di: Moddle
  parent?: Shape
  host?: Shape
  label?: Shape
  labelTarget?: Shape
  incoming: Shape[]
  outgoing: Shape[]
  attachers?: Shape[]
  children?: Shape[]
  source?: Shape
  target?: Shape
  waypoints?: Point[]
  hidden?: boolean
  collapsed?: boolean
  isImplicit?: boolean
  x: number
  y: number
  width: number
  height: number
}

export interface Viewbox extends Point {
  width: number
  height: number
  scale: number
  inner: Point & { width: number; height: number }
  outer: { width: number; height: number }
}

export interface Canvas {
  addMarker(element: string | Shape, marker: string): void
  removeMarker(element: string | Shape, marker: string): void
  focus(): void
  getContainer(): HTMLElement
  getRootElement(): Shape
  getRootElements(): Shape[]
  findRoot(element: string | Shape): Shape | undefined
  setRootElement(root: Shape): void
  getGraphics(element: string | Shape): SVGElement
  resized(): void
  scrollToElement(
    element: string | Shape,
    padding?: number | { top: number; right: number; bottom: number; left: number },
  ): void
  viewbox(box?: Point & { width: number; height: number }): Viewbox
  zoom(scale?: number | 'fit-viewport', center?: Point | 'auto'): number
}

export interface EventBus {
  on(event: string | string[], listener: (event: DiagramEvent) => unknown): void
  on(event: string | string[], priority: number, listener: (event: DiagramEvent) => unknown): void
  once(event: string, listener: (event: DiagramEvent) => unknown): void
  off(event: string | string[], listener: (event: DiagramEvent) => unknown): void
  fire(event: string, payload?: object): unknown
}

export interface DiagramEvent {
  type: string
  element?: Shape
  elements?: Shape[]
  newSelection?: Shape[]
  gfx?: SVGElement
  originalEvent?: Event
  context?: Record<string, unknown>
  isTouch?: boolean
  [more: string]: unknown
}

export interface ElementRegistry {
  get(id: string): Shape | undefined
  getAll(): Shape[]
  filter(test: (element: Shape) => boolean): Shape[]
  forEach(visit: (element: Shape) => void): void
}

export interface Modeling {
  updateProperties(element: Shape, properties: Record<string, unknown>): void
  updateModdleProperties(element: Shape, moddle: Moddle, properties: Record<string, unknown>): void
  updateLabel(element: Shape, text: string): void
  appendShape(source: Shape, shape: Shape | object, position: Point, target?: Shape): Shape
  createShape(shape: Shape | object, position: Point, target: Shape): Shape
  connect(source: Shape, target: Shape): Shape
  removeElements(elements: Shape[]): void
  moveElements(elements: Shape[], delta: Point, target?: Shape): void
  moveShape(shape: Shape, delta: Point): void
  setColor(elements: Shape[], colors: { fill?: string; stroke?: string }): void
}

export interface Factory {
  create(type: string, properties?: Record<string, unknown>): Moddle
}

export interface Overlays {
  add(
    element: string,
    type: string,
    overlay: { position: object; html: HTMLElement | string; scale?: unknown },
  ): string
  remove(filter: { type?: string; element?: string } | string): void
}

/** What the injector of a modeler answers, by name. */
export interface Services {
  canvas: Canvas
  eventBus: EventBus
  elementRegistry: ElementRegistry
  modeling: Modeling
  bpmnFactory: Factory
  moddle: Factory & { fromXML(xml: string): Promise<{ rootElement: Moddle }>; registry: unknown }
  elementFactory: {
    createShape(attributes: object): Shape
    createParticipantShape(attributes?: object): Shape
  }
  create: { start(event: Event, shape: Shape | Shape[], context?: object): void }
  autoPlace: { append(source: Shape, shape: Shape, hints?: object): Shape }
  bpmnReplace: { replaceElement(element: Shape, target: object): Shape }
  bpmnRules: {
    canInsert(shape: Shape, flow: Shape): boolean
    canConnect(source: Shape, target: Shape): unknown
  }
  selection: { get(): Shape[]; select(element: Shape | Shape[] | null): void }
  commandStack: {
    undo(): void
    redo(): void
    canUndo(): boolean
    canRedo(): boolean
    clear(): void
    execute(command: string, context: object): void
    registerHandler(command: string, handler: new () => object): void
    _stackIdx: number
  }
  overlays: Overlays
  searchPad: { open(): void; close(): void }
  editorActions: { trigger(action: string, options?: object): unknown }
  minimap: { open(): void; close(): void; toggle(open?: boolean): void; isOpen(): boolean }
  grid: { toggle(visible?: boolean): void; isVisible(): boolean }
  directEditing: { isActive(): boolean; complete(): void; cancel(): void }
  zoomScroll: { stepZoom(delta: number): void }
  injector: { get(name: string, strict?: boolean): unknown }
}

/** Whether a model element is of a BPMN type, inheritance included. */
export function is(element: Moddle | Shape | undefined, type: string): boolean {
  const moddle = element && ('businessObject' in element ? element.businessObject : element)
  return Boolean(moddle?.$instanceOf?.(type))
}

/** Whether a model element is of one of several BPMN types. */
export const isAny = (element: Moddle | Shape | undefined, types: string[]): boolean =>
  types.some(type => is(element, type))

/** A string property; `''` when it is not set. */
export function text(moddle: Moddle | undefined, name: string): string {
  const value = moddle?.get(name)
  return value === undefined || value === null ? '' : String(value)
}

/** A contained or referenced element. */
export function child(moddle: Moddle | undefined, name: string): Moddle | undefined {
  const value = moddle?.get(name)
  return typeof value === 'object' && value !== null ? (value as Moddle) : undefined
}

/** A property that holds many elements; empty when it is not set. */
export function list(moddle: Moddle | undefined, name: string): Moddle[] {
  const value = moddle?.get(name)
  return Array.isArray(value) ? (value as Moddle[]) : []
}

/** The first extension element of a type, e.g. `baton:Stage`. */
export function extension(moddle: Moddle | undefined, type: string): Moddle | undefined {
  return list(child(moddle, 'extensionElements'), 'values').find(value => is(value, type))
}

/** The event definition of a type on an event, e.g. `bpmn:TimerEventDefinition`. */
export const eventDefinition = (moddle: Moddle | undefined, type: string): Moddle | undefined =>
  is(moddle, 'bpmn:Event') ? list(moddle, 'eventDefinitions').find(value => is(value, type)) : undefined

/** The enclosing `<definitions>`. */
export function definitionsOf(moddle: Moddle): Moddle {
  let root = moddle
  while (root.$parent && root.$type !== 'bpmn:Definitions') root = root.$parent
  return root
}

/** The process a flow element stands in. */
export function processOf(moddle: Moddle): Moddle | undefined {
  let at: Moddle | undefined = moddle
  while (at && !is(at, 'bpmn:Process')) at = is(at, 'bpmn:Participant') ? child(at, 'processRef') : at.$parent
  return at
}
