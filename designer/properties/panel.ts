import type { DesignerConfig } from '../modeler/create-modeler.ts'
import {
  child,
  definitionsOf,
  extension,
  type Factory,
  list,
  type Moddle,
  type Modeling,
  type Shape,
  text,
} from '../modeler/dialect.ts'
import type { FeelVariable } from './variables.ts'

type Properties = Record<string, unknown>

/**
 * What a group of fields works with: the element, what is known of the world, and the few ways to change the
 * drawing. Every change is one step of undo.
 */
export class Panel {
  readonly element: Shape
  readonly bo: Moddle
  readonly config: DesignerConfig
  readonly variables: FeelVariable[]
  private modeling: Modeling
  private factory: Factory
  private refresh: () => void
  /** Asks the page around the panel for something bigger than a field. */
  readonly ask: (event: string, payload: object) => void
  /** Several changes as one step of undo. */
  readonly together: (run: () => void) => void

  constructor(parts: {
    element: Shape
    config: DesignerConfig
    variables: FeelVariable[]
    modeling: Modeling
    factory: Factory
    refresh: () => void
    ask?: (event: string, payload: object) => void
    together?: (run: () => void) => void
  }) {
    this.element = parts.element
    this.bo = parts.element.businessObject
    this.config = parts.config
    this.variables = parts.variables
    this.modeling = parts.modeling
    this.factory = parts.factory
    this.refresh = parts.refresh
    this.ask = parts.ask ?? (() => {})
    this.together = parts.together ?? (run => run())
  }

  get t() {
    return this.config.t
  }

  /** Changes properties of the element itself. */
  update(properties: Properties) {
    this.modeling.updateProperties(this.element, properties)
  }

  /** Changes properties of another drawn element, e.g. the name of an outgoing flow. */
  updateOther(element: Shape, properties: Properties) {
    this.modeling.updateProperties(element, properties)
    this.refresh()
  }

  /** Changes something inside the element. */
  change(moddle: Moddle, properties: Properties) {
    this.modeling.updateModdleProperties(this.element, moddle, properties)
  }

  create(type: string, properties: Properties, parent: Moddle): Moddle {
    const made = this.factory.create(type, properties)
    made.$parent = parent
    return made
  }

  /** A property of an extension element; `''` when there is none. */
  extensionText(type: string, name: string, owner = this.bo): string {
    return text(extension(owner, type), name)
  }

  /**
   * Sets properties of an extension element, which is made when it is missing and taken away when nothing is left in
   * it (unless `keep`).
   */
  setExtension(type: string, properties: Properties, owner = this.bo, keep = false) {
    const existing = extension(owner, type)
    if (!existing) return this.addExtension(type, properties, owner)
    this.change(existing, properties)
    if (!keep && isEmpty(existing, properties)) this.removeExtension(type, owner)
  }

  addExtension(type: string, properties: Properties, owner = this.bo) {
    const holder = child(owner, 'extensionElements')
    if (holder) {
      const made = this.create(type, properties, holder)
      return this.change(holder, { values: [...list(holder, 'values'), made] })
    }
    const fresh = this.create('bpmn:ExtensionElements', {}, owner)
    fresh.set('values', [this.create(type, properties, fresh)])
    this.change(owner, { extensionElements: fresh })
  }

  removeExtension(type: string, owner = this.bo) {
    const holder = child(owner, 'extensionElements')
    const gone = extension(owner, type)
    if (!holder || !gone) return
    const rest = list(holder, 'values').filter(value => value !== gone)
    if (rest.length > 0) this.change(holder, { values: rest })
    else this.change(owner, { extensionElements: undefined })
  }

  /** The list inside an extension element, e.g. the fields of a form. */
  items(type: string, property: string): Moddle[] {
    return list(extension(this.bo, type), property)
  }

  setItems(type: string, property: string, items: Moddle[]) {
    const holder = extension(this.bo, type)
    if (!holder) return
    if (items.length > 0 || !isEmpty(holder, { [property]: [] })) this.change(holder, { [property]: items })
    else this.removeExtension(type)
  }

  addItem(type: string, property: string, itemType: string, properties: Properties) {
    const holder = extension(this.bo, type)
    if (holder) {
      const item = this.create(itemType, properties, holder)
      return this.change(holder, { [property]: [...list(holder, property), item] })
    }
    const item = this.factory.create(itemType, properties)
    this.addExtension(type, { [property]: [item] })
    item.$parent = extension(this.bo, type)
  }

  /** The definitions-wide things of a type: messages, errors, signals, escalations. */
  roots(type: string): Moddle[] {
    return list(definitionsOf(this.bo), 'rootElements').filter(root => root.$type === type)
  }

  /** Adds a message, error, signal or escalation to the definitions. */
  addRoot(type: string, properties: Properties): Moddle {
    const definitions = definitionsOf(this.bo)
    const made = this.create(type, properties, definitions)
    this.change(definitions, { rootElements: [...list(definitions, 'rootElements'), made] })
    return made
  }
}

function isEmpty(moddle: Moddle, changed: Properties): boolean {
  const descriptor = (moddle as unknown as { $descriptor: { properties: { ns: { localName: string } }[] } })
    .$descriptor
  return descriptor.properties.every(({ ns }) => {
    const value = ns.localName in changed ? changed[ns.localName] : moddle.get(ns.localName)
    return value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
  })
}
