/**
 * Soundness of the control flow (van der Aalst): from every state a scope can get to, it can come to its end, nothing
 * is stuck, tokens do not pile up, and every node can be reached by a run. A scope is explored by the engine's own order
 * of moves, with every choice open; a sub-process is explored by itself and stands in the scope around it for all that it
 * may do. Data are not looked at: what a condition excludes may be reported all the same, therefore findings are warnings.
 *
 * Taken for granted: whoever waits for the world is answered some day; an event that may come again and again beside an
 * activity comes at most twice; messages and signals may come at any time.
 */
import type { ProcessModel } from '../model/types.ts'
import { behaviourOf, type Explored, explore } from './soundness/explore.ts'
import { findingsIn, type Unsound } from './soundness/findings.ts'
import { type Net, netOf } from './soundness/net.ts'
import { reduce } from './soundness/reduce.ts'
import { repeated, type Summary, summarise } from './soundness/summary.ts'

export type { Passed } from './soundness/board.ts'
export type { Unsound } from './soundness/findings.ts'

/** How many states are looked at: as the drawing has them, then in its reduced form. */
export interface Bounds {
  plain: number
  reduced: number
}

const usual: Bounds = { plain: 1000, reduced: 10_000 }

/** Every violation found in the process's scopes, outer scopes first. */
export function soundness(model: ProcessModel, bounds: Bounds = usual): Unsound[] {
  const inside = new Map<string, Summary | 'unknown'>()
  const found = new Map<string, Unsound[]>()
  for (const scope of innerFirst(model)) {
    const { net, explored } = exploreWithin(netOf(model, scope, inside), bounds)
    found.set(scope, findingsIn(net, explored))
    inside.set(scope, summaryOf(model, scope, explored))
  }
  return Object.keys(model.scopes).flatMap(scope => found.get(scope) ?? [])
}

/** In full, since that gives the shortest runs; else by its reduced form. */
function exploreWithin(net: Net, bounds: Bounds): { net: Net; explored: Explored } {
  const whole = explore(net, bounds.plain, false)
  const decided = whole.complete && net.unsure.every(({ why }) => why !== 'ways')
  if (decided || whole.unbounded) return { net, explored: whole }
  const small = reduce(net)
  return { net: small, explored: explore(small, bounds.reduced, true) }
}

function summaryOf(model: ProcessModel, scope: string, explored: Explored): Summary | 'unknown' {
  const node = model.nodes[scope]
  if (!node) return 'unknown'
  const whole = explored.complete && !explored.unbounded ? summarise(behaviourOf(explored)) : null
  if (!whole) return 'unknown'
  return 'loop' in node && node.loop ? repeated(whole) : whole
}

function innerFirst(model: ProcessModel): string[] {
  const depth = (id: string): number => {
    let levels = 0
    for (let at = model.scopes[id]; at?.parent !== undefined; at = model.scopes[at.parent]) levels++
    return levels
  }
  const scopes = Object.keys(model.scopes).map(id => ({ id, depth: depth(id) }))
  return scopes.sort((a, b) => b.depth - a.depth).map(({ id }) => id)
}
