/**
 * Soundness of the control flow (van der Aalst): from every state a scope can get to, it can come to its end, nothing
 * is stuck, tokens do not pile up, and every node can be reached by a run. Explored breadth first over the markings of
 * the flows, with every choice open, so that a violation comes with the shortest run that shows it. Data are not looked
 * at: what a condition excludes may be reported all the same, therefore findings are warnings.
 */
import { reachOf } from '../compiler/reach.ts'
import type { FlowNode, ProcessModel } from '../model/types.ts'

/** How a scope can go wrong; `run` are the nodes passed on the way, shortest first. */
export type Unsound =
  | { type: 'deadlock'; scope: string; node: string; missing: string[]; run: string[] }
  | { type: 'unbounded'; scope: string; node: string; run: string[] }
  | { type: 'endless'; scope: string; node: string; run: string[] }
  | { type: 'dead'; scope: string; node: string }
  | { type: 'tooBig'; scope: string; states: number }

/** Tokens on each flow; a start event's token lies on a place of its own. */
type Marking = Map<string, number>

interface State {
  marking: Marking
  from?: State
  /** The node that was passed to get here. */
  by?: string
  next: State[]
}

interface Firing {
  node: string
  take: string[]
  give: string[]
  /** Terminate and error ends empty the scope. */
  clear?: boolean
}

/** Every violation found in the process's scopes, one of a kind a scope. */
export function soundness(model: ProcessModel, mostStates = 4000): Unsound[] {
  return Object.values(model.scopes).flatMap(scope => {
    const nodes = scope.nodes.map(id => model.nodes[id]!)
    if (
      nodes.some(node => node.type === 'complexGateway') ||
      model.nodes[scope.id]?.type === 'adHocSubProcess'
    )
      return []
    return explore(model, scope.id, nodes, mostStates)
  })
}

function explore(model: ProcessModel, scope: string, nodes: FlowNode[], mostStates: number): Unsound[] {
  const starts = beginnings(nodes, model.nodes[scope] !== undefined)
  const states = new Map<string, State>()
  const fired = new Set<string>()
  const queue: State[] = []
  const found: Unsound[] = []
  const visit = (marking: Marking, from?: State, by?: string): State => {
    const key = keyOf(marking)
    const known = states.get(key)
    if (known) return known
    const state: State = { marking, next: [], ...(from && { from }), ...(by !== undefined && { by }) }
    states.set(key, state)
    queue.push(state)
    return state
  }
  for (const start of starts) visit(new Map(start.map(id => [`at ${id}`, 1])))

  for (let state = queue.shift(); state; state = queue.shift()) {
    if (states.size > mostStates) return [...found, { type: 'tooBig', scope, states: mostStates }]
    const grown = coveredAncestor(state)
    if (grown) {
      found.push({ type: 'unbounded', scope, node: grown, run: runTo(state) })
      return found
    }
    const firings = enabled(model, nodes, state.marking)
    for (const firing of firings) {
      fired.add(firing.node)
      state.next.push(visit(after(state.marking, firing), state, firing.node))
    }
    if (firings.length === 0 && state.marking.size > 0 && !found.some(each => each.type === 'deadlock'))
      found.push(deadlock(model, scope, state))
  }
  const endless = cannotEnd([...states.values()])
  if (endless && !found.some(each => each.type === 'deadlock'))
    found.push({ type: 'endless', scope, node: endless.by ?? scope, run: runTo(endless) })
  const dead = nodes.filter(node => counts(node) && node.incoming.length > 0 && !fired.has(node.id))
  return [...found, ...dead.map((node): Unsound => ({ type: 'dead', scope, node: node.id }))]
}

/** Alternatives in which the scope begins: a process at one of its start events, a sub-process at all. */
function beginnings(nodes: FlowNode[], together: boolean): string[][] {
  const starts = nodes.filter(node => node.type === 'startEvent').map(node => node.id)
  if (starts.length === 0) {
    const implicit = nodes.filter(node => node.incoming.length === 0 && counts(node)).map(node => node.id)
    return implicit.length > 0 ? [implicit] : []
  }
  return together && starts.length > 1 ? [starts] : starts.map(id => [id])
}

function counts(node: FlowNode): boolean {
  if (node.type === 'boundaryEvent' || node.type === 'eventSubProcess') return false
  if ('forCompensation' in node && node.forCompensation) return false
  return !(node.type === 'catchEvent' && node.triggers.some(trigger => trigger.type === 'link'))
}

/** Everything that may happen next. */
function enabled(model: ProcessModel, nodes: FlowNode[], marking: Marking): Firing[] {
  return nodes.flatMap(node => {
    const own = `at ${node.id}`
    const ways = waysIn(model, node, marking)
    const taking = marking.has(own) ? [[own], ...ways] : ways
    if (taking.length === 0) return []
    return taking.flatMap(take => results(model, node).map(result => ({ node: node.id, take, ...result })))
  })
}

/** Which tokens the node takes; several ways when any of its flows will do. */
function waysIn(model: ProcessModel, node: FlowNode, marking: Marking): string[][] {
  const filled = node.incoming.filter(flow => marking.has(flow))
  if (filled.length === 0) return []
  if (node.type === 'parallelGateway') return filled.length === node.incoming.length ? [filled] : []
  if (node.type !== 'inclusiveGateway' || node.incoming.length < 2) return filled.map(flow => [flow])
  return awaits(model, node, filled, marking) ? [] : [filled]
}

/** The rule of the inclusive join (table 13.3), over tokens on flows. */
function awaits(model: ProcessModel, node: FlowNode, filled: string[], marking: Marking): boolean {
  const reach = reachOf(model, node.id)
  for (const place of marking.keys()) {
    if (node.incoming.includes(place)) continue
    const flows = place.startsWith('at ') ? reach.waysOut(place.slice(3)) : [place]
    for (const flow of flows) {
      const ends = reach.ends(flow)
      if (ends.length > 0 && !ends.some(end => filled.includes(end))) return true
    }
  }
  return false
}

/** What may come out of a node, its boundary events included. */
function results(model: ProcessModel, node: FlowNode): Pick<Firing, 'give' | 'clear'>[] {
  const link = node.type === 'throwEvent' ? linkTarget(model, node) : undefined
  if (link) return [{ give: [`at ${link}`] }]
  if (node.type === 'endEvent') return [{ give: [], ...(endsAll(node) && { clear: true }) }]
  const normal = outgoing(model, node).map(give => ({ give }))
  if (!('boundary' in node)) return normal
  const caught = node.boundary.flatMap(id => {
    const event = model.nodes[id]!
    if (event.type !== 'boundaryEvent' || event.triggers.some(trigger => trigger.type === 'compensation'))
      return []
    const ways = outgoing(model, event)
    return event.interrupting
      ? ways.map(give => ({ give }))
      : ways.flatMap(give => normal.map(n => ({ give: [...n.give, ...give] })))
  })
  return [...normal, ...caught]
}

function endsAll(node: FlowNode): boolean {
  return (
    'triggers' in node &&
    node.triggers.some(trigger => ['terminate', 'error', 'cancel'].includes(trigger.type))
  )
}

function linkTarget(
  model: ProcessModel,
  node: Extract<FlowNode, { type: 'throwEvent' }>,
): string | undefined {
  const link = node.triggers.find(trigger => trigger.type === 'link')
  if (link?.type !== 'link') return undefined
  return Object.values(model.nodes).find(
    other =>
      other.type === 'catchEvent' &&
      other.scope === node.scope &&
      other.triggers.some(t => t.type === 'link' && t.name === link.name),
  )?.id
}

/** The sets of flows a node may take. */
function outgoing(model: ProcessModel, node: FlowNode): string[][] {
  const { outgoing: flows } = node
  if (flows.length <= 1) return [flows]
  if (node.type === 'parallelGateway') return [flows]
  if (node.type === 'exclusiveGateway' || node.type === 'eventBasedGateway') return flows.map(flow => [flow])
  const named =
    node.type === 'userTask' && flows.every(id => model.flows[id]!.name && !model.flows[id]!.condition)
  if (named) return flows.map(flow => [flow])
  const otherwise = 'default' in node ? node.default : undefined
  const free = flows.filter(
    id => id !== otherwise && !model.flows[id]!.condition && node.type !== 'inclusiveGateway',
  )
  const optional = flows.filter(id => id !== otherwise && !free.includes(id))
  const sets = subsets(optional)
    .map(some => [...free, ...some])
    .filter(some => some.length > 0)
  return otherwise !== undefined ? [...sets, [...free, otherwise]] : sets
}

/** All subsets of a few; of many only none, each one and all. */
function subsets(flows: string[]): string[][] {
  if (flows.length > 4) return [[], ...flows.map(flow => [flow]), flows]
  const sets: string[][] = [[]]
  for (const flow of flows) sets.push(...sets.map(set => [...set, flow]))
  return sets
}

function after(marking: Marking, { take, give, clear }: Firing): Marking {
  if (clear) return new Map()
  const next = new Map(marking)
  for (const place of take) {
    const left = next.get(place)! - 1
    if (left > 0) next.set(place, left)
    else next.delete(place)
  }
  for (const place of give) next.set(place, (next.get(place) ?? 0) + 1)
  return next
}

function keyOf(marking: Marking): string {
  return [...marking]
    .map(([place, count]) => `${place}*${count}`)
    .sort()
    .join('|')
}

/** The node after which a run holds all the tokens it once held, and more: it can go on growing for ever. */
function coveredAncestor(state: State): string | undefined {
  for (let before = state.from; before; before = before.from)
    if (covers(state.marking, before.marking)) return state.by
  return undefined
}

function covers(more: Marking, less: Marking): boolean {
  let strictly = false
  for (const [place, count] of less) if ((more.get(place) ?? 0) < count) return false
  for (const [place, count] of more) if (count > (less.get(place) ?? 0)) strictly = true
  return strictly && less.size > 0
}

function deadlock(model: ProcessModel, scope: string, state: State): Unsound {
  const [place] = [...state.marking.keys()]
  const node = place!.startsWith('at ') ? place!.slice(3) : model.flows[place!]!.target
  const missing = model.nodes[node]!.incoming.filter(flow => !state.marking.has(flow))
  return { type: 'deadlock', scope, node, missing, run: runTo(state) }
}

/** The first state from which no way leads to the end. */
function cannotEnd(states: State[]): State | undefined {
  const before = new Map<State, State[]>()
  for (const state of states)
    for (const next of state.next) before.set(next, [...(before.get(next) ?? []), state])
  const good = new Set(states.filter(state => state.marking.size === 0))
  const queue = [...good]
  for (let state = queue.pop(); state; state = queue.pop())
    for (const earlier of before.get(state) ?? [])
      if (!good.has(earlier)) {
        good.add(earlier)
        queue.push(earlier)
      }
  return states.find(state => !good.has(state))
}

function runTo(state: State): string[] {
  const run: string[] = []
  for (let at: State | undefined = state; at?.by !== undefined; at = at.from) run.unshift(at.by)
  return run
}
