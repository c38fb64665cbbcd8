/** Tokens that must not go before others: what they do next may concern tokens elsewhere. */
import { type Reach, reachOf } from '../../compiler/reach.ts'
import type { Net, Spot } from './net.ts'

/**
 * Waiting nodes after which something may end all else, be seen outside, or be seen by a join that looks around: all but
 * those whose tokens go on without a fork to where such a join makes no difference between here and there.
 */
export function mayConcernOthers(net: Net): Set<string> {
  const spots = [...net.spots.values()]
  if (net.byHand || net.queue || spots.some(isHeardOutside)) return new Set(net.spots.keys())
  const looking = spots.filter(({ entry }) => entry === 'inclusive' || entry === 'complex')
  const reaches = looking.map(({ id }) => reachOf(net.model, id))
  const waiting = spots.filter(({ entry }) => entry === 'wait' || entry === 'events')
  return new Set(waiting.filter(spot => concernsOthers(net, spot, reaches)).map(({ id }) => id))
}

function isHeardOutside(spot: Spot): boolean {
  return (
    spot.throws.some(({ type }) => type === 'escalation') ||
    spot.inside?.states.some(state => state.on.length > 0) === true
  )
}

/** By moves that follow at once. */
function concernsOthers(net: Net, from: Spot, reaches: Reach[]): boolean {
  if (from.inside?.states.some(state => state.ends.some(how => how !== 'done'))) return true
  if (reaches.length > 0 && from.attached.some(({ interrupting }) => !interrupting)) return true
  const seenFrom = (id: string) =>
    reaches.map(reach => reach.waysOut(id).map(reach.ends).sort().join(';')).join('|')
  const here = seenFrom(from.id)
  const seen = new Set<string>()
  const queue = [...from.targets, ...from.attached.map(({ id }) => id), ...after(net, from)]
  if (reaches.length > 0 && forks(from)) return true
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    const spot = net.spots.get(id)!
    if (spot.throws.some(({ type }) => type === 'terminate' || type === 'error' || type === 'cancel'))
      return true
    if (spot.entry === 'inclusive' || spot.entry === 'complex') return true
    // An event behind a gateway that waits for it has come already.
    const rests = (spot.entry === 'wait' || spot.entry === 'events') && !from.targets.includes(id)
    const ends = spot.ways.some(({ flows }) => flows.length === 0)
    if (reaches.length > 0 && (rests || ends || spot.entry === 'parallel') && seenFrom(id) !== here)
      return true
    if (!rests && reaches.length > 0 && forks(spot)) return true
    if (!rests) queue.push(...after(net, spot))
  }
  return false
}

function forks(spot: Spot): boolean {
  return spot.copies > 1 || spot.ways.some(({ flows }) => flows.length > 1)
}

function after(net: Net, spot: Spot): string[] {
  const ways = spot.ways.flatMap(({ flows }) => flows.map(flow => net.model.flows[flow]!.target))
  return spot.jump === undefined ? ways : [spot.jump]
}
