/**
 * A scope as the prover sees it: for each node what a token does that comes to it, which ways lead on, and what else may
 * happen to it there. Data are left out, so every choice is open; only conditions that are plain `true` or `false` count.
 */
import { beginsBeside, beginsByItself } from '../../elements/beginnings.ts'
import { evaluate } from '../../model/expressions.ts'
import type { FlowNode, ProcessModel, Trigger } from '../../model/types.ts'
import type { Summary } from './summary.ts'

/** Flows that are taken together; `fork` as the engine does it, each by a token of its own. */
export interface Way {
  flows: string[]
  fork: boolean
}

/** An event attached to an activity. `left`: how often a non-interrupting one is looked at. */
export interface Attached {
  id: string
  interrupting: boolean
  left: number
  triggers: Trigger[]
  /** May occur at any time, by the world or by whoever works inside. */
  byItself: boolean
}

export interface Spot {
  id: string
  entry: 'pass' | 'wait' | 'parallel' | 'inclusive' | 'complex' | 'events'
  incoming: string[]
  ways: Way[]
  quantity: number
  copies: number
  attached: Attached[]
  /** What an end or throw event throws, in order. */
  throws: Trigger[]
  /** The catching half of a link. */
  jump?: string
  /** What the inside of a sub-process can do. */
  inside?: Summary
  eventSubProcess: boolean
  transaction: boolean
  /** Events behind an event-based gateway. */
  targets: string[]
  /** Of a complex gateway: whether so many tokens are enough, as far as their count alone tells. */
  enough?: (count: number) => boolean | 'unknown'
  /** In a reduced net: nodes that other tokens pass before this one can; nodes that could have been passed instead. */
  before?: string[]
  beside?: string[]
}

export interface Net {
  scope: string
  model: ProcessModel
  spots: Map<string, Spot>
  /** Nodes at which the scope begins; one alternative after the other. */
  starts: string[][]
  /** Event sub-processes that listen. */
  ears: Attached[]
  /** One start after the other (sequential ad-hoc sub-processes). */
  queue: boolean
  /** People begin and end what is inside, so nothing in it is stuck for good. */
  byHand: boolean
  root: boolean
  /** Nodes of which not every combination of ways is looked at, or whose rule reads data. */
  unsure: { node: string; why: 'ways' | 'data' | 'inside' }[]
}

/** The net of one scope; the summaries of the scopes inside are known already. */
export function netOf(model: ProcessModel, scope: string, inside: Map<string, Summary | 'unknown'>): Net {
  const nodes = model.scopes[scope]!.nodes.map(id => model.nodes[id]!)
  const owner = model.nodes[scope]
  const adHoc = owner?.type === 'adHocSubProcess' ? owner : undefined
  const begun = startsOf(model, nodes, owner)
  const alone =
    adHoc && !adHoc.completion && !adHoc.active && begun.flat().every(id => needsNobody(model, id))
  const byHand = adHoc !== undefined && !alone
  const net: Net = {
    scope,
    model,
    spots: new Map(),
    starts: byHand ? [...begun.flat().map(id => [id]), begun.flat()] : begun,
    ears: [],
    queue: adHoc?.ordering === 'sequential' && !byHand,
    byHand,
    root: owner === undefined,
    unsure: [],
  }
  for (const node of nodes) net.spots.set(node.id, spotOf(net, node, inside))
  // Behind an event-based gateway nobody waits a second time.
  for (const spot of net.spots.values())
    for (const id of spot.entry === 'events' ? spot.targets : []) {
      const target = net.spots.get(id)!
      if (target.incoming.length === 1) target.entry = 'pass'
    }
  net.ears = nodes.flatMap(node => (node.type === 'eventSubProcess' ? earOf(model, node) : []))
  return net
}

function spotOf(net: Net, node: FlowNode, inside: Map<string, Summary | 'unknown'>): Spot {
  const { model } = net
  const summary = inside.get(node.id)
  if (summary === 'unknown') net.unsure.push({ node: node.id, why: 'inside' })
  const attached = 'boundary' in node ? node.boundary.flatMap(id => attachedOf(model, id, node)) : []
  const link = node.type === 'throwEvent' ? linkTarget(model, node) : undefined
  const throws = node.type === 'throwEvent' || node.type === 'endEvent' ? node.triggers : []
  return {
    id: node.id,
    entry: entryOf(model, node, attached, typeof summary === 'object' ? summary : undefined),
    incoming: node.incoming,
    ways: waysOf(net, node),
    quantity: 'startQuantity' in node ? node.startQuantity : 1,
    copies: 'completionQuantity' in node ? node.completionQuantity : 1,
    attached,
    throws,
    ...(link !== undefined && { jump: link }),
    ...(typeof summary === 'object' && { inside: summary }),
    eventSubProcess: node.type === 'eventSubProcess',
    transaction: node.type === 'transaction',
    targets: node.type === 'eventBasedGateway' ? node.outgoing.map(id => model.flows[id]!.target) : [],
    ...(node.type === 'complexGateway' && node.activation && { enough: enoughOf(net, node) }),
  }
}

function entryOf(
  model: ProcessModel,
  node: FlowNode,
  attached: Attached[],
  inside: Summary | undefined,
): Spot['entry'] {
  const joins = node.incoming.length > 1
  if (node.type === 'parallelGateway') return joins ? 'parallel' : 'pass'
  if (node.type === 'inclusiveGateway') return joins ? 'inclusive' : 'pass'
  if (node.type === 'complexGateway') return !joins ? 'pass' : node.activation ? 'complex' : 'inclusive'
  if (node.type === 'eventBasedGateway') return 'events'
  if (inside) return inside.instant && attached.length === 0 ? 'pass' : 'wait'
  return waits(model, node) || attached.length > 0 ? 'wait' : 'pass'
}

/** Whether time passes at the node. It does in every activity, however quick this one may be: others may be quicker. */
function waits(model: ProcessModel, node: FlowNode): boolean {
  switch (node.type) {
    case 'catchEvent':
      return node.triggers.some(trigger => trigger.type !== 'link')
    case 'startEvent':
      return node.parallelMultiple && node.triggers.length > 1 && node.scope === model.key
    case 'throwEvent':
    case 'endEvent':
      return (
        node.connector !== undefined ||
        (node.triggers.some(trigger => trigger.type === 'compensation' && trigger.wait) && canUndo(model))
      )
    case 'boundaryEvent':
      return false
    default:
      return !node.type.endsWith('Gateway')
  }
}

function canUndo(model: ProcessModel): boolean {
  return Object.values(model.nodes).some(
    node =>
      ('compensation' in node && node.compensation !== undefined) ||
      (node.type === 'startEvent' && node.triggers.some(trigger => trigger.type === 'compensation')),
  )
}

/** The sets of flows a token may leave by, as `elements/kind.ts` has them. */
function waysOf(net: Net, node: FlowNode): Way[] {
  const { flows } = net.model
  if (node.type === 'endEvent' || node.outgoing.length === 0) return [{ flows: [], fork: false }]
  const single = (id: string): Way => ({ flows: [id], fork: false })
  if (node.type === 'eventBasedGateway') return node.outgoing.map(single)
  if (node.type === 'parallelGateway') return [{ flows: node.outgoing, fork: node.outgoing.length > 1 }]
  const constant = (id: string) => constantOf(flows[id]!.condition)
  if (node.type === 'exclusiveGateway') return chosen(node.outgoing, node.default, constant).map(single)
  const named = node.outgoing.every(id => flows[id]!.name && !flows[id]!.condition)
  if (node.type === 'userTask' && node.outgoing.length > 1 && named) return node.outgoing.map(single)
  const otherwise = 'default' in node ? node.default : undefined
  const optional = node.outgoing.filter(id => id !== otherwise && constant(id) !== false)
  const free = optional.filter(id => !flows[id]!.condition || constant(id) === true)
  const copies = 'completionQuantity' in node ? node.completionQuantity : 1
  const unconditional = optional.every(id => !flows[id]!.condition)
  if (node.outgoing.length === 1 && unconditional && copies === 1 && optional.length === 1)
    return [single(optional[0]!)]
  const sets = subsets(
    net,
    node.id,
    optional.filter(id => !free.includes(id)),
  )
    .map(some => [...free, ...some])
    .filter(some => some.length > 0)
    .map((some): Way => ({ flows: node.outgoing.filter(id => some.includes(id)), fork: true }))
  return otherwise !== undefined && free.length === 0 ? [...sets, single(otherwise)] : sets
}

/** The first flow whose condition holds, else the default: what constant conditions leave of them. */
function chosen(
  outgoing: string[],
  otherwise: string | undefined,
  constant: (id: string) => boolean | undefined,
): string[] {
  const asked = outgoing.filter(id => id !== otherwise && constant(id) !== false)
  const certain = asked.findIndex(id => constant(id) === true)
  if (certain >= 0) return asked.slice(0, certain + 1)
  return otherwise !== undefined && outgoing.includes(otherwise) ? [...asked, otherwise] : asked
}

function constantOf(condition: { type: string; text?: string } | undefined): boolean | undefined {
  if (condition?.type !== 'feel') return undefined
  const text = condition.text!.trim()
  return text === 'true' ? true : text === 'false' ? false : undefined
}

/** All subsets of up to eight flows; of more only none, each one, all but one, and all. */
function subsets(net: Net, node: string, flows: string[]): string[][] {
  if (flows.length > 8) {
    net.unsure.push({ node, why: 'ways' })
    const without = flows.map(flow => flows.filter(other => other !== flow))
    return [[], ...flows.map(flow => [flow]), ...without, flows]
  }
  const sets: string[][] = [[]]
  for (const flow of flows) sets.push(...sets.map(set => [...set, flow]))
  return sets
}

function attachedOf(model: ProcessModel, id: string, host: FlowNode): Attached[] {
  const event = model.nodes[id]
  if (event?.type !== 'boundaryEvent' || event.triggers.some(trigger => trigger.type === 'compensation'))
    return []
  const { interrupting, triggers } = event
  const byItself = whether(triggers, trigger => {
    if (trigger.type === 'cancel') return false
    if (trigger.type !== 'error' && trigger.type !== 'escalation') return true
    return !(host.id in model.scopes) || (tasksIn(model, host.id) && !thrownIn(model, host.id, trigger))
  })
  const looped = 'loop' in host && host.loop?.type === 'multi' && host.loop.behavior !== 'all'
  return [{ id, interrupting, left: timesOf(triggers), triggers, byItself: byItself || looped }]
}

/** An event that says not what it is may occur as well. */
function whether(triggers: Trigger[], mayOccur: (trigger: Trigger) => boolean): boolean {
  return triggers.length === 0 || triggers.some(mayOccur)
}

/** A moment comes once; whatever else may come again is looked at twice. */
function timesOf(triggers: Trigger[]): number {
  return triggers.every(trigger => trigger.type === 'timer' && trigger.kind !== 'cycle') ? 1 : 2
}

function earOf(model: ProcessModel, node: FlowNode): Attached[] {
  const start = model.scopes[node.id]!.nodes.map(id => model.nodes[id]!).find(
    inner => inner.type === 'startEvent',
  )
  if (start?.type !== 'startEvent') return []
  const { interrupting, triggers } = start
  const byItself = whether(triggers, trigger => {
    if (trigger.type === 'compensation') return false
    if (trigger.type !== 'error' && trigger.type !== 'escalation') return true
    return tasksIn(model, node.scope, node.id) && !thrownIn(model, node.scope, trigger)
  })
  return [{ id: node.id, interrupting, left: interrupting ? 1 : timesOf(triggers), triggers, byItself }]
}

/** Whether somebody works in the scope who may throw what is not drawn. */
function tasksIn(model: ProcessModel, scope: string, except?: string): boolean {
  return nodesIn(model, scope, except).some(node => /Task$|^task$|^callActivity$/.test(node.type))
}

function thrownIn(model: ProcessModel, scope: string, caught: Trigger & { code?: string }): boolean {
  return nodesIn(model, scope).some(
    node =>
      (node.type === 'throwEvent' || node.type === 'endEvent') &&
      node.triggers.some(
        trigger =>
          trigger.type === caught.type &&
          (caught.code === undefined || ('code' in trigger && trigger.code === caught.code)),
      ),
  )
}

function nodesIn(model: ProcessModel, scope: string, except?: string): FlowNode[] {
  const found: FlowNode[] = []
  const queue = [scope]
  for (let at = queue.pop(); at !== undefined; at = queue.pop())
    for (const id of model.scopes[at]!.nodes) {
      found.push(model.nodes[id]!)
      if (id in model.scopes && id !== except) queue.push(id)
    }
  return found
}

type Throw = Extract<FlowNode, { type: 'throwEvent' }>

function linkTarget(model: ProcessModel, node: Throw): string | undefined {
  const link = node.triggers.find(trigger => trigger.type === 'link')
  if (link?.type !== 'link') return undefined
  return model.scopes[node.scope]!.nodes.find(id => {
    const other = model.nodes[id]!
    return other.type === 'catchEvent' && other.triggers.some(t => t.type === 'link' && t.name === link.name)
  })
}

/** Activation conditions that read nothing but `activationCount` are answered; others may hold or not. */
function enoughOf(
  net: Net,
  node: Extract<FlowNode, { type: 'complexGateway' }>,
): NonNullable<Spot['enough']> {
  const { activation } = node
  const text = activation?.type === 'feel' ? activation.text : ''
  const known = /^[\s\d.<>=()+*/-]*$/.test(text.replace(/activationCount|\band\b|\bor\b/g, ' '))
  if (!known && node.incoming.length > 1) net.unsure.push({ node: node.id, why: 'data' })
  return count => (known ? evaluate(text, { activationCount: count }) === true : 'unknown')
}

/** Where the scope begins: the engine's rule (§13.5.1), every alternative of a process by itself. */
function startsOf(model: ProcessModel, nodes: FlowNode[], owner: FlowNode | undefined): string[][] {
  const starts = nodes.filter(node => node.type === 'startEvent').map(node => node.id)
  const none = starts.filter(id => 'triggers' in model.nodes[id]! && model.nodes[id].triggers.length === 0)
  const beside = beginsBeside(nodes, owner).map(node => node.id)
  if (owner?.type === 'eventSubProcess') return starts.length > 0 ? [[...starts, ...beside]] : []
  if (owner && starts.length > 0) return [[...(none.length > 0 ? none : starts), ...beside]]
  if (starts.length > 0) return starts.map(id => [id, ...beside])
  const free = nodes.filter(beginsByItself).map(node => node.id)
  return [...(free.length > 0 ? [free] : []), ...(owner ? [] : instantiating(model, nodes))]
}

function instantiating(model: ProcessModel, nodes: FlowNode[]): string[][] {
  return nodes
    .filter(node => node.incoming.length === 0)
    .flatMap(node => {
      if (node.type === 'receiveTask' && node.instantiate) return [[node.id]]
      if (node.type !== 'eventBasedGateway' || !node.instantiate) return []
      const targets = node.outgoing.map(id => model.flows[id]!.target)
      return node.parallel ? [targets] : targets.map(id => [id])
    })
}

/** Activities of an ad-hoc sub-process that begin by themselves (`core/adhoc.ts`). */
function needsNobody(model: ProcessModel, id: string): boolean {
  return !['userTask', 'manualTask', 'receiveTask', 'callActivity'].includes(model.nodes[id]!.type)
}
