import { child, eventDefinition, extension, is, list, type Moddle, text } from '../modeler/dialect.ts'

/** The drawing as an ordered text: steps below each other, ways indented under the step they leave. */
export interface OutlineStep {
  id: string
  element: Moddle
  name: string
  /** Of which sort it is, as a key of the dictionary: `sort.userTask`. */
  sort: string
  stage?: string
  /** The one way on goes to a step that was already listed. */
  goesTo?: { id: string; name: string }
  /** Ways out, when there are several, and events at its edge. */
  branches: OutlineBranch[]
  /** The steps inside a sub-process. */
  inside: OutlineStep[]
}

export interface OutlineBranch {
  id: string
  element: Moddle
  name: string
  condition?: string
  isDefault: boolean
  /** `way` leaves the step; `event` may interrupt it. */
  kind: 'way' | 'event'
  steps: OutlineStep[]
  goesTo?: { id: string; name: string }
}

/** Reads a process (or a sub-process) as an outline; every node stands in it exactly once. */
export function outlineOf(scope: Moddle): OutlineStep[] {
  const nodes = list(scope, 'flowElements').filter(element => is(element, 'bpmn:FlowNode'))
  const seen = new Set<Moddle>()
  const roots = nodes.filter(node => list(node, 'incoming').length === 0 && !is(node, 'bpmn:BoundaryEvent'))
  const isStart = (node: Moddle) => (is(node, 'bpmn:StartEvent') ? 0 : 1)
  const begun = [...roots].sort((a, b) => isStart(a) - isStart(b)).flatMap(node => chain(node, seen))
  // A loop that nothing enters has no root: begin anywhere in it.
  const left = nodes.flatMap(node =>
    seen.has(node) || is(node, 'bpmn:BoundaryEvent') ? [] : chain(node, seen),
  )
  return [...begun, ...left]
}

function chain(first: Moddle, seen: Set<Moddle>): OutlineStep[] {
  const steps: OutlineStep[] = []
  let node: Moddle | undefined = first
  while (node && !seen.has(node)) {
    seen.add(node)
    const step = stepOf(node, seen)
    steps.push(step)
    const flows: Moddle[] = list(node, 'outgoing')
    const next: Moddle | undefined = flows.length === 1 ? child(flows[0], 'targetRef') : undefined
    if (next && seen.has(next)) step.goesTo = { id: next.id ?? '', name: nameOf(next) }
    node = next
  }
  return steps
}

function stepOf(node: Moddle, seen: Set<Moddle>): OutlineStep {
  const flows = list(node, 'outgoing')
  const events = list(node.$parent, 'flowElements').filter(
    element => is(element, 'bpmn:BoundaryEvent') && child(element, 'attachedToRef') === node,
  )
  const stage = extension(node, 'baton:Stage')
  return {
    id: node.id ?? '',
    element: node,
    name: nameOf(node),
    sort: sortOf(node),
    stage: stage && (text(stage, 'name') || text(stage, 'key')),
    inside: is(node, 'bpmn:SubProcess') ? outlineOf(node) : [],
    branches: [
      ...(flows.length > 1 ? flows.map(flow => wayOf(flow, node, seen)) : []),
      ...events.map(event => eventOf(event, seen)),
    ],
  }
}

function wayOf(flow: Moddle, source: Moddle, seen: Set<Moddle>): OutlineBranch {
  const target = child(flow, 'targetRef')
  return {
    id: flow.id ?? '',
    element: flow,
    kind: 'way',
    name: text(flow, 'name'),
    condition: text(child(flow, 'conditionExpression'), 'body').replace(/^=\s*/, '') || undefined,
    isDefault: isDefault(flow, source),
    ...onward(target, seen),
  }
}

function eventOf(event: Moddle, seen: Set<Moddle>): OutlineBranch {
  seen.add(event)
  const flows = list(event, 'outgoing')
  return {
    id: event.id ?? '',
    element: event,
    kind: 'event',
    name: nameOf(event),
    isDefault: false,
    ...onward(child(flows[0], 'targetRef'), seen),
  }
}

function onward(target: Moddle | undefined, seen: Set<Moddle>): Pick<OutlineBranch, 'steps' | 'goesTo'> {
  if (!target) return { steps: [] }
  if (seen.has(target)) return { steps: [], goesTo: { id: target.id ?? '', name: nameOf(target) } }
  // What several ways lead to is listed once, after the first of them.
  return { steps: chain(target, seen) }
}

function isDefault(flow: Moddle, source: Moddle): boolean {
  const has =
    is(source, 'bpmn:Activity') || is(source, 'bpmn:ExclusiveGateway') || is(source, 'bpmn:InclusiveGateway')
  return has && child(source, 'default') === flow
}

const nameOf = (node: Moddle): string => text(node, 'name') || text(node, 'id')

const events = [
  'Timer',
  'Message',
  'Signal',
  'Error',
  'Escalation',
  'Conditional',
  'Link',
  'Compensate',
  'Terminate',
]

/** The sort of a node as the dictionary knows it: `userTask`, `timerStartEvent`. */
export function sortOf(node: Moddle): string {
  const local = node.$type.replace(/^bpmn:/, '')
  const event = events.find(name => eventDefinition(node, `bpmn:${name}EventDefinition`))
  const sort = event ? `${event}${local}` : local
  return sort[0]!.toLowerCase() + sort.slice(1)
}
