/** What is wrong with a scope, read off the graph of its states. */
import type { FlowNode } from '../../model/types.ts'
import type { Passed } from './board.ts'
import { canEnd, type Explored, type State } from './explore.ts'
import { type Item, positionOf } from './items.ts'
import type { Net } from './net.ts'
import type { Decision } from './play.ts'

/** How a scope can go wrong; `run` is a way to see it: the nodes passed, one after the other, a shortest way first. */
export type Unsound =
  /** Tokens wait at `node` for others on the flows `missing`, which come no more. */
  | { type: 'deadlock'; scope: string; node: string; missing: string[]; run: Passed[] }
  /** Each time round, more tokens are left than before. */
  | { type: 'unbounded'; scope: string; node: string; run: Passed[] }
  /** From here on no way leads to an end. */
  | { type: 'endless'; scope: string; node: string; run: Passed[] }
  /** No run ever comes to the node. */
  | { type: 'dead'; scope: string; node: string }
  /** Not decided: too many states, or the node's rule reads data, chooses among too many ways, or hides too much. */
  | {
      type: 'undecided'
      scope: string
      node: string
      why: 'states' | 'ways' | 'data' | 'inside'
      states: number
    }

/** Everything found in one scope: the graph's faults, one of a kind, then what no run came to. */
export function findingsIn(net: Net, explored: Explored): Unsound[] {
  const { scope } = net
  const { states, unbounded, complete } = explored
  const found: Unsound[] = []
  const stuck = net.byHand ? -1 : states.findIndex(state => state.stuck)
  const dataStops = (number: number) => stuckAt(net, explored, number).some(node => readsData(net, node))
  if (stuck >= 0 && !dataStops(stuck)) found.push(deadlock(net, explored, stuck))
  if (unbounded) {
    const run = runTo(explored, unbounded.state)
    return [...found, { type: 'unbounded', scope, node: run.at(-1)?.node ?? scope, run }]
  }
  if (!complete)
    return [...found, { type: 'undecided', scope, node: scope, why: 'states', states: states.length }]
  const endless = net.byHand ? -1 : neverEnding(states)
  if (endless >= 0) found.push(goingRound(net, explored, endless))
  return [
    ...found,
    ...net.unsure.map(
      ({ node, why }): Unsound => ({ type: 'undecided', scope, node, why, states: states.length }),
    ),
    ...deadIn(net, explored),
  ]
}

/** The first state from which neither an end nor a standstill can be come to. */
function neverEnding(states: State[]): number {
  const ending = canEnd(states.map(state => (state.stuck ? { ...state, ends: 'stuck' } : state)))
  return states.findIndex((_, number) => !ending.has(number))
}

function deadlock(net: Net, explored: Explored, number: number): Unsound {
  const run = runTo(explored, number)
  const [node = net.scope] = stuckAt(net, explored, number)
  return {
    type: 'deadlock',
    scope: net.scope,
    node,
    missing: missingAt(net, explored, number, node),
    run,
  }
}

function itemsAt({ player, states }: Explored, number: number): Item[] {
  return positionOf(states[number]!.key).rest.map(item => player.item(item))
}

/** Joins at which tokens are parked, the longest-waiting kind first. */
function stuckAt(_: Net, explored: Explored, number: number): string[] {
  const parked = itemsAt(explored, number).filter(({ type }) => type === 'park' || type === 'gather')
  return [...new Set(parked.map(({ node }) => node))]
}

function missingAt(net: Net, explored: Explored, number: number, node: string): string[] {
  const filled = itemsAt(explored, number).flatMap(item =>
    item.type === 'park' && item.node === node ? [item.flow] : [],
  )
  return (net.model.nodes[node]?.incoming ?? []).filter(flow => !filled.includes(flow))
}

function readsData(net: Net, node: string): boolean {
  return net.unsure.some(one => one.node === node && one.why === 'data')
}

/** Round and round: at a join that waits for ever while others go on, else wherever it cannot be left. */
function goingRound(net: Net, explored: Explored, number: number): Unsound {
  const { states } = explored
  const seen = new Set<number>()
  const queue = [number]
  let always: string[] | undefined
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (seen.has(at)) continue
    seen.add(at)
    const here = stuckAt(net, explored, at)
    always = always ? always.filter(node => here.includes(node)) : here
    queue.push(...states[at]!.next)
  }
  const [node] = always ?? []
  const run = runTo(explored, number)
  if (node !== undefined && !readsData(net, node))
    return {
      type: 'deadlock',
      scope: net.scope,
      node,
      missing: missingAt(net, explored, number, node),
      run,
    }
  const at = itemsAt(explored, number).find(({ type }) => type === 'wait')?.node
  return { type: 'endless', scope: net.scope, node: run.at(-1)?.node ?? at ?? net.scope, run }
}

/** The nodes passed on the way to a state. */
function runTo(explored: Explored, number: number): Passed[] {
  const { states, player, beginnings } = explored
  const decisions: Decision[] = []
  let at = number
  for (; states[at]!.from >= 0; at = states[at]!.from) decisions.unshift(states[at]!.by!)
  const beginning = player.beginnings()[beginnings.indexOf(at)]!
  return player.told(beginning, [{ type: 'go' }, ...decisions])
}

/** Nodes no run came to, though it came to one right before them. */
function deadIn(net: Net, { player }: Explored): Unsound[] {
  const { model, scope } = net
  const came = (id: string) => player.board.entered.has(id)
  const dead = [...net.spots.keys()].filter(id => !came(id) && couldCome(model.nodes[id]!))
  return dead.map((node): Unsound => ({ type: 'dead', scope, node }))

  function couldCome(node: FlowNode): boolean {
    if (node.type === 'boundaryEvent')
      return came(node.host) && node.triggers.every(({ type }) => type !== 'compensation')
    if (node.type === 'eventSubProcess')
      return net.ears.some(({ id, triggers }) => id === node.id && triggers.every(comesFromInside))
    return node.incoming.some(flow => came(model.flows[flow]!.source))
  }
}

function comesFromInside({ type }: { type: string }): boolean {
  return type === 'error' || type === 'escalation'
}
