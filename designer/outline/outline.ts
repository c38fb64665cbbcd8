import { child, eventDefinition, extension, is, list, type Moddle, text } from '../modeler/dialect.ts'

/** The drawing as an ordered text: steps below each other, ways indented under the step they leave. */
export interface OutlineStep {
  id: string
  element: Moddle
  /** Its id, when nobody gave it a name. */
  name: string
  unnamed: boolean
  /** Of which sort it is, as a key of the dictionary: `sort.userTask`. */
  sort: string
  stage?: string
  /** The one way on goes to a step that was already listed. */
  goesTo?: OutlineMention
  /** Ways out, when there are several, and events at its edge. */
  branches: OutlineBranch[]
  /** The steps inside a sub-process. */
  inside: OutlineStep[]
}

/** A step that is named at another place. */
export type OutlineMention = Pick<OutlineStep, 'id' | 'name' | 'unnamed' | 'sort'>

export interface OutlineBranch {
  id: string
  element: Moddle
  name: string
  condition?: string
  isDefault: boolean
  /** The main line: the way with the most steps. */
  isMain?: boolean
  /** `way` leaves the step; `event` may interrupt it. */
  kind: 'way' | 'event'
  steps: OutlineStep[]
  goesTo?: OutlineMention
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

/** Steps one after the other; where ways part and meet again, it goes on where they meet. */
function chain(first: Moddle, seen: Set<Moddle>, until?: Moddle): OutlineStep[] {
  const steps: OutlineStep[] = []
  let node: Moddle | undefined = first
  while (node && node !== until && !seen.has(node)) {
    seen.add(node)
    const targets: Moddle[] = list(node, 'outgoing').flatMap(flow => child(flow, 'targetRef') ?? [])
    const next: Moddle | undefined = targets.length === 1 ? targets[0] : meeting(targets, seen)
    const step = stepOf(node, seen, next ?? until)
    steps.push(step)
    if (targets.length === 1 && next && next !== until && seen.has(next)) step.goesTo = mention(next)
    node = next
  }
  return steps
}

/** The first step that all ways lead to. */
function meeting(targets: Moddle[], seen: Set<Moddle>): Moddle | undefined {
  if (targets.length < 2) return undefined
  const [first = [], ...others] = targets.map(target => reachable(target, seen))
  return first.find(node => others.every(other => other.includes(node)))
}

/** Everything that can come after, nearest first; what was listed before does not count. */
function reachable(from: Moddle, seen: Set<Moddle>): Moddle[] {
  const found = new Set<Moddle>(seen.has(from) ? [] : [from])
  for (const node of found) {
    for (const flow of list(node, 'outgoing')) {
      const next = child(flow, 'targetRef')
      if (next && !seen.has(next)) found.add(next)
    }
  }
  return [...found]
}

function stepOf(node: Moddle, seen: Set<Moddle>, until: Moddle | undefined): OutlineStep {
  const flows = list(node, 'outgoing')
  const events = list(node.$parent, 'flowElements').filter(
    element => is(element, 'bpmn:BoundaryEvent') && child(element, 'attachedToRef') === node,
  )
  const stage = extension(node, 'baton:Stage')
  return {
    ...mention(node),
    element: node,
    stage: stage && (text(stage, 'name') || text(stage, 'key')),
    inside: is(node, 'bpmn:SubProcess') ? outlineOf(node) : [],
    branches: [
      ...events.map(event => eventOf(event, seen, until)),
      ...longestLast(flows.length > 1 ? flows.map(flow => wayOf(flow, node, seen, until)) : []),
    ],
  }
}

/** The way on with the most steps is the main line: it stands last and is not indented. */
function longestLast(ways: OutlineBranch[]): OutlineBranch[] {
  const longest = ways.reduce<OutlineBranch | undefined>(
    (most, way) => (way.steps.length > (most?.steps.length ?? 1) ? way : most),
    undefined,
  )
  if (!longest) return ways
  longest.isMain = true
  return [...ways.filter(way => way !== longest), longest]
}

function wayOf(flow: Moddle, source: Moddle, seen: Set<Moddle>, until: Moddle | undefined): OutlineBranch {
  const target = child(flow, 'targetRef')
  return {
    id: flow.id ?? '',
    element: flow,
    kind: 'way',
    name: text(flow, 'name'),
    condition: text(child(flow, 'conditionExpression'), 'body').replace(/^=\s*/, '') || undefined,
    isDefault: isDefault(flow, source),
    ...onward(target, seen, until),
  }
}

function eventOf(event: Moddle, seen: Set<Moddle>, until: Moddle | undefined): OutlineBranch {
  seen.add(event)
  const target = child(list(event, 'outgoing')[0], 'targetRef')
  const branch = {
    id: event.id ?? '',
    element: event,
    kind: 'event',
    name: nameOf(event),
    isDefault: false,
  } as const
  return { ...branch, ...onward(target, seen, until) }
}

function onward(
  target: Moddle | undefined,
  seen: Set<Moddle>,
  until: Moddle | undefined,
): Pick<OutlineBranch, 'steps' | 'goesTo'> {
  if (!target) return { steps: [] }
  if (target === until || seen.has(target)) return { steps: [], goesTo: mention(target) }
  return { steps: chain(target, seen, until) }
}

const mention = (node: Moddle): OutlineMention => ({
  id: node.id ?? '',
  name: nameOf(node),
  unnamed: !text(node, 'name'),
  sort: sortOf(node),
})

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
