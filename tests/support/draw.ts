/**
 * Draw a process in a few words:
 *
 *     draw('S -> A -> X -[amount > 100]-> Boss -> E', 'X -[default]-> E', { Boss: user(), A: script('n + 1', 'n') })
 *
 * Lines are flows; names tell the type (`S…` start, `E…` end, `X…` exclusive, `AND…` parallel, `OR…` inclusive, `CPX…`
 * complex, `EBG…` event-based), anything else is a task unless the record says what it is. A label in brackets is a
 * condition, `default`, or with a leading colon a name.
 */
import type {
  Activity,
  Assignment,
  Expression,
  FlowNode,
  Loop,
  NodeBase,
  ProcessModel,
  ScopeModel,
  Trigger,
} from '#engine/model/types.ts'

/** What a name in the lines stands for. */
export type Drawn = { type: FlowNode['type'] } & Record<string, unknown>
type Element = Drawn & { lines?: Part[] }
type Part = string | Record<string, Element>

/** A process with the id `P`, or the one a part `{ process: … }` gives it. */
export function draw(...parts: Part[]): ProcessModel {
  return drawProcess('P', ...parts)
}

export function drawProcess(key: string, ...parts: Part[]): ProcessModel {
  const model: ProcessModel = {
    key,
    name: key,
    executable: true,
    dialect: 'bpmn',
    scopes: {},
    nodes: {},
    flows: {},
    lanes: [],
    correlations: [],
  }
  drawScope(model, key, undefined, parts)
  attach(model)
  return model
}

function drawScope(model: ProcessModel, id: string, parent: string | undefined, parts: Part[]): void {
  const scope: ScopeModel = {
    id,
    nodes: [],
    flows: [],
    data: [],
    ...(parent && { parent }),
  }
  model.scopes[id] = scope
  const declared: Record<string, Element> = Object.assign(
    {},
    ...parts.filter(part => typeof part !== 'string'),
  )
  for (const [name, element] of Object.entries(declared)) addNode(model, scope, name, element)
  for (const line of parts) if (typeof line === 'string') drawLine(model, scope, line)
}

function addNode(model: ProcessModel, scope: ScopeModel, id: string, element: Element): FlowNode {
  const { lines, ...drawn } = element
  const activity = isActivity(drawn.type)
    ? { boundary: [], forCompensation: false, startQuantity: 1, completionQuantity: 1, properties: [] }
    : {}
  const base: NodeBase = {
    id,
    name: id,
    scope: scope.id,
    incoming: [],
    outgoing: [],
    mapping: { inputs: [], outputs: [] },
  }
  const event = /Event$/.test(drawn.type) ? { triggers: [], parallelMultiple: false } : {}
  const start = drawn.type === 'startEvent' ? { interrupting: true, form: [] } : {}
  const node = { ...base, ...activity, ...event, ...start, ...drawn } as unknown as FlowNode
  model.nodes[id] = node
  scope.nodes.push(id)
  if (lines) drawScope(model, id, scope.id, lines)
  return node
}

function isActivity(type: FlowNode['type']): boolean {
  return /Task$|^task$|ubProcess$|^transaction$|^callActivity$/.test(type)
}

const byName: [RegExp, Drawn][] = [
  [/^S\d*$|^Start/, { type: 'startEvent' }],
  [/^E\d*$|^End/, { type: 'endEvent' }],
  [/^X\d*$/, { type: 'exclusiveGateway' }],
  [/^AND\d*$/, { type: 'parallelGateway' }],
  [/^OR\d*$/, { type: 'inclusiveGateway' }],
  [/^CPX\d*$/, { type: 'complexGateway' }],
  [/^EBG\d*$/, { type: 'eventBasedGateway', instantiate: false, parallel: false }],
]

function nodeNamed(model: ProcessModel, scope: ScopeModel, name: string): FlowNode {
  const known = model.nodes[name]
  if (known) return known
  return addNode(model, scope, name, byName.find(([pattern]) => pattern.test(name))?.[1] ?? { type: 'task' })
}

function drawLine(model: ProcessModel, scope: ScopeModel, line: string): void {
  const words = line.split(/\s*(-\[.*?\]->|->)\s*/).map(word => word.trim())
  let source = nodeNamed(model, scope, words[0]!)
  for (let i = 1; i + 1 < words.length; i += 2) {
    const target = nodeNamed(model, scope, words[i + 1]!)
    const label = /^-\[(.*)\]->$/.exec(words[i]!)?.[1]
    connect(model, scope, source, target, label)
    source = target
  }
}

function connect(
  model: ProcessModel,
  scope: ScopeModel,
  source: FlowNode,
  target: FlowNode,
  label?: string,
): void {
  let id = `${source.id}-${target.id}`
  for (let n = 2; model.flows[id]; n++) id = `${source.id}-${target.id}-${n}`
  model.flows[id] = {
    id,
    scope: scope.id,
    source: source.id,
    target: target.id,
    ...(label?.startsWith(':') && { name: label.slice(1).trim() }),
    ...(label && label !== 'default' && !label.startsWith(':') && { condition: feel(label) }),
  }
  if (label === 'default') (source as { default?: string }).default = id
  scope.flows.push(id)
  source.outgoing.push(id)
  target.incoming.push(id)
}

function attach(model: ProcessModel): void {
  for (const node of Object.values(model.nodes))
    if (node.type === 'boundaryEvent') (model.nodes[node.host] as Activity).boundary.push(node.id)
}

export const feel = (text: string): Expression => ({ type: 'feel', text })
export const literal = (value: string): Expression => ({ type: 'literal', value })
/** `=…` is FEEL, as in a drawing. */
export const value = (text: string): Expression =>
  text.startsWith('=') ? feel(text.slice(1)) : literal(text)

type More = Record<string, unknown>

export const user = (more: More = {}): Drawn => ({ type: 'userTask', assignment: {}, form: [], ...more })
export const manual = (more: More = {}): Drawn => ({ type: 'manualTask', ...more })
export const task = (more: More = {}): Drawn => ({ type: 'task', ...more })
/** A job for a connector of this type. */
export const service = (type: string, more: More = {}): Drawn => ({
  type: 'serviceTask',
  connector: { type, parameters: [], retries: 3, backoff: 'PT10S' },
  ...more,
})
/** A script by FEEL whose value goes to the variable `result`. */
export const script = (text: string, result?: string, more: More = {}): Drawn => ({
  type: 'scriptTask',
  script: feel(text),
  ...(result && { result }),
  ...more,
})
export const rule = (text: string, result?: string, more: More = {}): Drawn => ({
  type: 'businessRuleTask',
  decision: feel(text),
  ...(result && { result }),
  ...more,
})
export const send = (name: string, key?: string, payload?: string): Drawn => ({
  type: 'sendTask',
  message: message(name, key, payload),
})
export const receive = (name: string, key?: string, more: More = {}): Drawn => ({
  type: 'receiveTask',
  message: message(name, key),
  instantiate: false,
  ...more,
})
/** A sub-process: its own lines and elements. */
export const sub = (...lines: Part[]): Element => ({ type: 'subProcess', lines })
export const transaction = (...lines: Part[]): Element => ({ type: 'transaction', lines })
export const eventSub = (...lines: Part[]): Element => ({ type: 'eventSubProcess', lines })
export const adHoc = (more: More, ...lines: Part[]): Element => ({
  type: 'adHocSubProcess',
  ordering: 'parallel',
  cancelRemaining: true,
  lines,
  ...more,
})
export const call = (key: string, more: More = {}): Drawn => ({
  type: 'callActivity',
  called: value(key),
  binding: 'latest',
  ...more,
})

export const start = (...triggers: Trigger[]): Drawn => ({ type: 'startEvent', triggers })
export const nonInterruptingStart = (...triggers: Trigger[]): Drawn => ({
  type: 'startEvent',
  triggers,
  interrupting: false,
})
export const caught = (...triggers: Trigger[]): Drawn => ({ type: 'catchEvent', triggers })
export const thrown = (...triggers: Trigger[]): Drawn => ({ type: 'throwEvent', triggers })
export const end = (...triggers: Trigger[]): Drawn => ({ type: 'endEvent', triggers })
/** An interrupting boundary event. */
export const on = (host: string, ...triggers: Trigger[]): Drawn => ({
  type: 'boundaryEvent',
  host,
  interrupting: true,
  triggers,
})
/** A boundary event that leaves the activity running. */
export const beside = (host: string, ...triggers: Trigger[]): Drawn => ({
  type: 'boundaryEvent',
  host,
  interrupting: false,
  triggers,
})
export const complex = (activation: string): Drawn => ({
  type: 'complexGateway',
  activation: feel(activation),
})

export const message = (name: string, key?: string, payload?: string) => ({
  type: 'message' as const,
  name: value(name),
  ...(key !== undefined && { correlationKey: value(key) }),
  ...(payload !== undefined && { payload: value(payload) }),
})
export const signal = (name: string): Trigger => ({ type: 'signal', name: value(name) })
export const delay = (duration: string): Trigger => ({
  type: 'timer',
  kind: 'duration',
  value: value(duration),
})
export const at = (date: string): Trigger => ({ type: 'timer', kind: 'date', value: value(date) })
export const every = (cycle: string): Trigger => ({ type: 'timer', kind: 'cycle', value: value(cycle) })
export const error = (code?: string): Trigger => ({ type: 'error', ...(code && { code }) })
export const escalation = (code?: string): Trigger => ({ type: 'escalation', ...(code && { code }) })
export const condition = (text: string): Trigger => ({ type: 'conditional', condition: feel(text) })
export const link = (name: string): Trigger => ({ type: 'link', name })
export const compensation = (activity?: string, wait = true): Trigger => ({
  type: 'compensation',
  wait,
  ...(activity && { activity }),
})
export const cancel: Trigger = { type: 'cancel' }
export const terminate: Trigger = { type: 'terminate' }

/** The activity is undone by another (`handler`, which must be drawn with `undoes`). */
export const undoneBy = (handler: string, drawn: Element = { type: 'task' }): Element => ({
  ...drawn,
  compensation: handler,
})
/** A compensation handler. */
export const undoes = (drawn: Element = { type: 'task' }): Element => ({ ...drawn, forCompensation: true })

/** Marks: multi-instance and loops. */
export const times = (count: string, more: Partial<Loop> = {}): { loop: Loop } => ({
  loop: {
    type: 'multi',
    sequential: false,
    behavior: 'all',
    complex: [],
    counterFrom: 1,
    cardinality: feel(count),
    ...more,
  } as Loop,
})
export const forEach = (collection: string, element: string, more: Partial<Loop> = {}): { loop: Loop } => ({
  loop: {
    type: 'multi',
    sequential: false,
    behavior: 'all',
    complex: [],
    counterFrom: 1,
    collection: feel(collection),
    element,
    ...more,
  } as Loop,
})
export const loop = (condition: string | undefined, more: Partial<Loop> = {}): { loop: Loop } => ({
  loop: {
    type: 'standard',
    testBefore: false,
    counterFrom: 1,
    ...(condition && { condition: feel(condition) }),
    ...more,
  } as Loop,
})

/** Inputs and outputs: `mapped({ y: '=x + 1' }, { z: '=y' })`. */
export const mapped = (inputs: Record<string, string>, outputs: Record<string, string> = {}) => ({
  mapping: {
    inputs: assignments(inputs).map(input => ({ ...input, strict: true as const })),
    outputs: assignments(outputs),
  },
})

function assignments(pairs: Record<string, string>): Assignment[] {
  return Object.entries(pairs).map(([target, text]) => ({ target, source: value(text) }))
}
