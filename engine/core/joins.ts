/** The joins of §13.4: which tokens a gateway waits for, and when it need wait no longer. */

import { reachOf } from '../compiler/reach.ts'
import type { CompiledProcess } from '../compiler/types.ts'
import type { Json, Token } from './instance.ts'
import { guarded } from './moves.ts'
import { whenEmptied } from './scopes.ts'
import { holds } from './variables.ts'
import { change, keep, type Parked, planFirst, removeToken, tokensIn, type Work } from './work.ts'

/** Parallel (§13.4.1): fires once there is a token on *each* incoming flow and takes one from each. */
export function arriveAtParallel(work: Work, token: Token, node: string): void {
  const { flows } = parkedIn(work, token.scope).get(node)!
  if (!work.process.nodes[node]!.incoming.every(flow => flows.has(flow))) return
  fire(work, [...parked(work, token.scope, node).values()].map(first))
}

/** A token parks at a join. Where nobody has looked yet, nobody need be told. */
export function noteParked(work: Work, token: Token): void {
  const known = work.parked.get(token.scope)
  if (known) add(known, token)
}

/** What is parked in a scope instance: gathered once a step, so that a move need not look at every token again. */
function parkedIn(work: Work, scope: string): Parked {
  let known = work.parked.get(scope)
  if (!known) {
    known = new Map()
    for (const token of tokensIn(work, scope)) if (token.state === 'arriving') add(known, token)
    work.parked.set(scope, known)
  }
  return known
}

function add(known: Parked, { at, via }: Token): void {
  if (via === undefined) return
  const there = known.get(at)
  if (!there) known.set(at, { flows: new Set([via]) })
  else if (!there.flows.has(via)) {
    there.flows.add(via)
    // Whoever can now come by a filled flow as well is awaited no longer.
    there.awaited = undefined
  }
}

/** Tokens at a gateway by the flow they came along, in order of arrival. */
function parked(work: Work, scope: string, node: string): Map<string, Token[]> {
  const byFlow = new Map<string, Token[]>()
  for (const token of tokensIn(work, scope)) {
    if (token.at !== node || token.state !== 'arriving' || token.via === undefined) continue
    const list = byFlow.get(token.via)
    if (list) list.push(token)
    else byFlow.set(token.via, [token])
  }
  return byFlow
}

const first = (tokens: Token[]) => tokens[0]!

/** The last to come goes on for all. */
function fire(work: Work, tokens: Token[]): void {
  const survivor = tokens[tokens.length - 1]!
  for (const token of tokens) if (token !== survivor) removeToken(work, token)
  work.parked.delete(survivor.scope)
  planFirst(work, change(work, survivor, { state: 'moving' }), 'done')
}

/** Inclusive and complex joins in scopes where a token moved or died. One that fires goes before all other moves. */
export function settleJoins(work: Work): void {
  for (const scope of work.stirred) {
    work.stirred.delete(scope)
    const instance = work.scopes.get(scope)
    if (!instance || !hasJoins(work.process, instance.scope)) continue
    for (const node of joinsIn(work, scope)) {
      const fired =
        work.process.nodes[node]!.type === 'inclusiveGateway'
          ? settleInclusive(work, scope, node)
          : settleComplex(work, scope, node)
      if (fired) {
        work.stirred.add(scope)
        return
      }
    }
  }
}

const joining = new WeakMap<CompiledProcess, Set<string>>()

/** Whether a scope has gateways that look at tokens elsewhere. */
function hasJoins(process: CompiledProcess, scope: string): boolean {
  let scopes = joining.get(process)
  if (!scopes) {
    const gateways = Object.values(process.nodes).filter(({ type }) => lookAround.has(type))
    scopes = new Set(gateways.map(node => node.scope))
    joining.set(process, scopes)
  }
  return scopes.has(scope)
}

const lookAround = new Set<string>(['inclusiveGateway', 'complexGateway'])

function joinsIn(work: Work, scope: string): Set<string> {
  const nodes = new Set<string>()
  for (const at of parkedIn(work, scope).keys())
    if (lookAround.has(work.process.nodes[at]?.type ?? '')) nodes.add(at)
  for (const key of Object.keys(work.scopes.get(scope)!.data ?? {}))
    if (key.startsWith('complex:')) nodes.add(key.slice('complex:'.length))
  return nodes
}

/** Inclusive (§13.4.3, table 13.3): fires when no token elsewhere in the scope can still fill an empty incoming flow. */
function settleInclusive(work: Work, scope: string, node: string): boolean {
  const there = parkedIn(work, scope).get(node)
  if (!there || isStillAwaited(work, scope, there.awaited)) return false
  const awaited = awaits(work, scope, node, there.flows)
  there.awaited = awaited && { token: awaited.id, at: awaited.at }
  if (awaited) return false
  fire(work, [...parked(work, scope, node).values()].map(first))
  return true
}

/** While one token that is awaited stands where it stood, no other need be looked at. */
function isStillAwaited(
  work: Work,
  scope: string,
  awaited: { token: string; at: string } | undefined,
): boolean {
  const token = awaited && work.tokens.get(awaited.token)
  return token?.at === awaited?.at && token?.scope === scope
}

/**
 * A token that can reach, without passing the gateway, an incoming flow that is empty, and on no such path one that is
 * filled: a token that might as well come by a filled flow does not hold the others up. The last to move is found first.
 */
function awaits(work: Work, scope: string, node: string, filled: ReadonlySet<string>): Token | undefined {
  const { incoming } = work.process.nodes[node]!
  if (incoming.every(flow => filled.has(flow))) return undefined
  const reach = reachOf(work.process, node)
  return tokensIn(work, scope).findLast(token => {
    if (token.at === node) return false
    if (token.at === '$enter' && token.via === undefined) return true
    return (token.at === '$enter' ? [token.via!] : reach.waysOut(token.at)).some(flow => {
      const ends = reach.ends(flow)
      return ends.some(end => !filled.has(end)) && !ends.some(end => filled.has(end))
    })
  })
}

/**
 * Complex (§13.4.5): waiting for start it fires when its activation condition holds over `activationCount`; then it
 * waits for reset, consuming what still comes, until nothing more can come.
 */
export function arriveAtComplex(work: Work, token: Token, node: string): void {
  if (work.scopes.get(token.scope)!.data?.[`complex:${node}`] !== undefined) return
  const gateway = work.process.nodes[node]!
  if (gateway.type !== 'complexGateway' || !gateway.activation) return
  const byFlow = parked(work, token.scope, node)
  const count = [...byFlow.values()].reduce((sum, tokens) => sum + tokens.length, 0)
  if (!holds(work, token, gateway.activation, { activationCount: count })) return
  const awaited = gateway.incoming.filter(flow => !byFlow.has(flow))
  fire(work, [...byFlow.values()].map(first))
  if (awaited.length > 0) keep(work, token.scope, { [`complex:${node}`]: awaited })
}

function settleComplex(work: Work, scope: string, node: string): boolean {
  const awaited = work.scopes.get(scope)!.data?.[`complex:${node}`] as Json[] | undefined
  const gateway = work.process.nodes[node]!
  if (awaited === undefined)
    return gateway.type === 'complexGateway' && !gateway.activation && settleInclusive(work, scope, node)
  const byFlow = parked(work, scope, node)
  const settled = new Set(gateway.incoming.filter(flow => !awaited.includes(flow) || byFlow.has(flow)))
  if (awaits(work, scope, node, settled)) return false
  for (const flow of awaited) {
    const late = byFlow.get(flow as string)?.[0]
    if (late) removeToken(work, late)
  }
  keep(work, scope, { [`complex:${node}`]: undefined })
  const waiting = parked(work, scope, node)
  const next = [...waiting.values()][0]?.[0]
  if (next) guarded(work, next, 'enter', () => arriveAtComplex(work, next, node))
  else whenEmptied(work, scope)
  return true
}
