/**
 * A smaller net that is sound exactly when the given one is: branches that do the same for the rest of the process are
 * put together, loops that lead back where they came from are left out, and of several waits in a row one is kept.
 *
 * - of branches that fork at one node and meet at one parallel join, the longest in coming stands for all;
 * - of branches that are chosen at one node and meet again, one stands for all, if all wait or none does;
 * - likewise those of an inclusive split and join;
 * - a branch that leads back to the merge from which nothing but a chain leads here is left out.
 */
import type { Net, Spot, Way } from './net.ts'

export function reduce(net: Net): Net {
  const spots = new Map([...net.spots].map(([id, spot]) => [id, { ...spot }]))
  const small: Net = { ...net, spots }
  const sources = new Map<string, string>()
  for (const spot of spots.values())
    for (const flow of spot.ways.flatMap(way => way.flows)) sources.set(flow, spot.id)
  // Inner blocks first, then what they lie in.
  const queue = [...spots.values()]
  for (let spot = queue.pop(); spot; spot = queue.pop())
    if (fuse(small, spot, sources)) {
      queue.push(spot)
      const around = beforeTheRow(small, spot, sources)
      if (around) queue.push(around)
    }
  small.unsure = net.unsure.filter(
    ({ node, why }) => why !== 'ways' || new Set(spots.get(node)!.ways.flatMap(way => way.flows)).size > 3,
  )
  for (const spot of waitsInARow(small, sources)) spot.entry = 'pass'
  return small
}

/** The node at which the row of plain nodes before this one begins. */
function beforeTheRow(net: Net, spot: Spot, sources: Map<string, string>): Spot | undefined {
  const seen = new Set([spot.id])
  let at: Spot | undefined = spot
  do at = at.incoming.length === 1 ? net.spots.get(sources.get(at.incoming[0]!) ?? '') : undefined
  while (at && isPlain(at) && !seen.has(at.id) && seen.add(at.id))
  return at
}

/** A branch: nodes in a row with one way in and one out, up to where it ends. */
interface Branch {
  flow: string
  nodes: string[]
  last: string
  to: Spot
  waits: boolean
}

function branchOf(net: Net, flow: string): Branch | undefined {
  const nodes: string[] = []
  let last = flow
  let waits = false
  for (;;) {
    const to = net.spots.get(net.model.flows[last]!.target)
    if (!to || nodes.length > net.spots.size) return undefined
    if (!isPlain(to)) return { flow, nodes, last, to, waits }
    nodes.push(to.id)
    waits ||= to.entry === 'wait'
    last = to.ways[0]!.flows[0]!
  }
}

/** One way in, one way out, and nothing that concerns anybody else. */
function isPlain(spot: Spot): boolean {
  return (
    (spot.entry === 'wait' || spot.entry === 'pass') &&
    spot.incoming.length === 1 &&
    spot.ways.length === 1 &&
    spot.ways[0]!.flows.length === 1 &&
    spot.jump === undefined &&
    spot.copies === 1 &&
    spot.quantity === 1 &&
    spot.attached.length === 0 &&
    spot.throws.every(({ type }) => type === 'message' || type === 'compensation') &&
    (!spot.inside || (spot.inside.states.length === 1 && spot.inside.states[0]!.ends.join() === 'done'))
  )
}

function fuse(net: Net, spot: Spot, sources: Map<string, string>): boolean {
  if (spot.jump !== undefined || spot.entry === 'events' || spot.copies > 1) return false
  const flows = [...new Set(spot.ways.flatMap(way => way.flows))]
  if (flows.length < 2) return false
  const branches = flows.flatMap(flow => branchOf(net, flow) ?? [])
  if (spot.ways.length === 1) return fuseForked(spot, branches)
  const single = spot.ways.every(way => way.flows.length === 1 && !way.fork)
  return single
    ? fuseChosen(spot, branches) || dropLoops(net, spot, branches, sources)
    : fuseInclusive(spot, branches)
}

function fuseForked(spot: Spot, branches: Branch[]): boolean {
  const groups = grouped(branches.filter(({ to }) => to.entry === 'parallel'))
  for (const group of groups) {
    const kept = group.find(({ waits }) => waits) ?? group[0]!
    const others = group.filter(branch => branch !== kept)
    withoutFlows(spot, others)
    const { to } = kept
    to.before = [...(to.before ?? []), ...others.flatMap(({ nodes }) => nodes)]
    spot.beside = [...(spot.beside ?? []), ...others.flatMap(({ nodes }) => nodes)]
    withoutEnds(to, others)
  }
  return groups.length > 0
}

function fuseChosen(spot: Spot, branches: Branch[]): boolean {
  const meeting = branches.filter(({ to }) => to.entry === 'pass' || to.entry === 'wait')
  const groups = [true, false].flatMap(waits => grouped(meeting.filter(branch => branch.waits === waits)))
  for (const [kept, ...others] of groups) drop(spot, kept!.to, others)
  return groups.length > 0
}

function fuseInclusive(spot: Spot, branches: Branch[]): boolean {
  const meeting = branches.filter(({ to, waits }) => to.entry === 'inclusive' && waits)
  const groups = grouped(meeting).filter(group => optional(spot, group))
  for (const [kept, ...others] of groups) {
    const gone = new Set(others.map(({ flow }) => flow))
    // Where only the others would have been taken, the one that stands for them is.
    const standing = (flow: string) => (gone.has(flow) ? kept!.flow : flow)
    const sets = spot.ways.map(way => [...new Set(way.flows.map(standing))].sort())
    const distinct = new Map(sets.map(set => [set.join(), set]))
    spot.ways = [...distinct.values()].map((flows): Way => ({ flows, fork: flows.length > 1 }))
    spot.beside = [...(spot.beside ?? []), ...others.flatMap(({ nodes }) => nodes)]
    withoutEnds(kept!.to, others)
  }
  return groups.length > 0
}

/** Each of the branches may be taken or not, whatever the others do. */
function optional(spot: Spot, group: Branch[]): boolean {
  return group.every(({ flow }) => spot.ways.some(way => way.fork && !way.flows.includes(flow)))
}

/** Branches that lead back to a merge from which only a row of nodes leads here. */
function dropLoops(net: Net, spot: Spot, branches: Branch[], sources: Map<string, string>): boolean {
  const behind = new Set<string>()
  for (let at = spot; at.incoming.length === 1; ) {
    const before = net.spots.get(sources.get(at.incoming[0]!) ?? '')
    if (!before || behind.has(before.id) || before.ways.length !== 1 || before.ways[0]!.flows.length !== 1)
      break
    if (
      before.entry !== 'pass' ||
      before.attached.length > 0 ||
      before.jump !== undefined ||
      before.copies > 1
    )
      if (!isPlain(before)) break
    behind.add(before.id)
    at = before
  }
  const back = branches.filter(
    ({ to }) => to.entry === 'pass' && to.incoming.length > 1 && (to === spot || behind.has(to.id)),
  )
  if (back.length === 0 || back.length === branches.length) return false
  for (const branch of back) drop(spot, branch.to, [branch])
  return true
}

function drop(spot: Spot, to: Spot, branches: Branch[]): void {
  withoutFlows(spot, branches)
  spot.beside = [...(spot.beside ?? []), ...branches.flatMap(({ nodes }) => nodes)]
  withoutEnds(to, branches)
}

function withoutFlows(spot: Spot, branches: Branch[]): void {
  const gone = new Set(branches.map(({ flow }) => flow))
  spot.ways = spot.ways
    .map(({ flows, fork }) => ({ flows: flows.filter(flow => !gone.has(flow)), fork }))
    .filter(({ flows }) => flows.length > 0)
    .map(({ flows, fork }) => ({ flows, fork: fork && flows.length > 1 }))
}

function withoutEnds(to: Spot, branches: Branch[]): void {
  const gone = new Set(branches.map(({ last }) => last))
  to.incoming = to.incoming.filter(flow => !gone.has(flow))
  const joins = to.entry === 'parallel' || to.entry === 'inclusive'
  if (joins && to.incoming.length === 1) to.entry = 'pass'
}

/** Branches that meet, two or more together. */
function grouped(branches: Branch[]): Branch[][] {
  const groups = new Map<Spot, Branch[]>()
  for (const branch of branches) groups.set(branch.to, [...(groups.get(branch.to) ?? []), branch])
  return [...groups.values()].filter(group => group.length > 1)
}

/** Plain waits that follow plain waits: a token at the one can do what it can do at the other. */
function waitsInARow(net: Net, sources: Map<string, string>): Spot[] {
  const follows = new Map<string, boolean>()
  const found: Spot[] = []
  for (const spot of net.spots.values()) {
    const row: Spot[] = []
    let at: Spot | undefined = spot
    while (at && isPlain(at) && !follows.has(at.id) && !row.includes(at) && row.length < 1000) {
      row.push(at)
      at = net.spots.get(sources.get(at.incoming[0]!) ?? '')
    }
    let waited = at !== undefined && isPlain(at) && (at.entry === 'wait' || follows.get(at.id) === true)
    for (const one of row.reverse()) {
      follows.set(one.id, waited)
      if (one.entry !== 'wait') continue
      if (waited) found.push(one)
      waited = true
    }
  }
  return found
}
