/**
 * Tokens of a migration whose step has moved into a sub-process or out of one: the sub-process is entered as if the
 * process had come there, with nothing begun inside; a scope that is left empty is closed without going on.
 */
import type { CompiledProcess } from '../compiler/types.ts'
import { encode } from '../elements/encode.ts'
import type { Refused } from './commands.ts'
import { closeEars, closeScopeEars, putSubscription, putTimer } from './ears.ts'
import type { ScopeInstance, Token } from './instance.ts'
import { go } from './moves.ts'
import { cancelToken, scopesOf } from './scopes.ts'
import { declare } from './variables.ts'
import { addToken, putScope, putToken, removeScope, removeToken, say, tokensIn, type Work } from './work.ts'

/** Where a token goes: from which open scope, down through which sub-processes. */
export interface Crossing {
  token: string
  from: string
  base: string
  path: string[]
}

/** The scope elements around a node of the new version, innermost first. */
export function scopesAround(process: CompiledProcess, node: string): string[] {
  const around: string[] = []
  for (let at = process.nodes[node]?.scope; at !== undefined; at = process.nodes[at]?.scope) around.push(at)
  return around
}

/** Why no token can be brought into a sub-process by a migration. */
export function cannotEnter(process: CompiledProcess, scope: string): string | undefined {
  const node = process.nodes[scope]!
  const name = node.name || scope
  if (node.type === 'eventSubProcess') return `"${name}" begins only when its event occurs.`
  if (node.type === 'adHocSubProcess')
    return `"${name}" is an ad-hoc sub-process, whose steps are begun by hand.`
  if ('loop' in node && node.loop) return `"${name}" is repeated, and nobody can say in which round.`
  if ('startQuantity' in node && node.startQuantity > 1) return `"${name}" waits for several tokens.`
  return undefined
}

/** Carry the tokens over; `renamed` says which scopes still exist. */
export function cross(
  work: Work,
  crossings: Crossing[],
  stays: (scope: ScopeInstance) => boolean,
): Refused | null {
  for (const { token: id, base, path } of crossings) {
    let into = work.scopes.get(base)!
    for (const element of path) {
      const opened = inside(work, into, element) ?? enter(work, into, element)
      if ('code' in opened) return opened
      into = opened
    }
    const token = rehome(work, work.tokens.get(id)!, into)
    say(work, 'jump', { node: token.at, token: token.id, scope: into.id, note: 'migrated' })
  }
  for (const { from } of crossings) leave(work, from, stays)
  return null
}

/** The sub-process that is open there already, if it is one. */
function inside(work: Work, scope: ScopeInstance, element: string): ScopeInstance | undefined {
  const open = [...work.scopes.values()].filter(
    each => each.parent === scope.id && each.scope === element && each.data?.compensating === undefined,
  )
  return open.length === 1 ? open[0] : undefined
}

function enter(work: Work, scope: ScopeInstance, element: string): ScopeInstance | Refused {
  const token = addToken(work, scope.id, { context: { adopts: true } })
  go(work, token, `at:${encode(element)}`)
  const opened = scopesOf(work, token.id)[0]
  if (opened) return opened
  const why = [...work.incidents.values()].find(incident => incident.token === token.id)?.message
  return { code: 'notAllowed', reason: `"${element}" cannot be entered: ${why ?? 'it does not open.'}` }
}

/** The token with everything it holds lives in another scope from now on. */
function rehome(work: Work, token: Token, scope: ScopeInstance): Token {
  work.members.get(token.scope)?.delete(token.id)
  work.members.get(scope.id)!.add(token.id)
  work.stirred.add(token.scope).add(scope.id)
  for (const held of scopesOf(work, token.id)) putScope(work, { ...held, parent: scope.id })
  for (const timer of [...work.timers.values()])
    if (timer.token === token.id) putTimer(work, { ...timer, scope: scope.id })
  for (const ear of [...work.subscriptions.values()])
    if (ear.token === token.id) putSubscription(work, { ...ear, scope: scope.id })
  return putToken(work, { ...token, scope: scope.id })
}

/** Close what stands empty now, from the inside outwards. */
function leave(work: Work, id: string, stays: (scope: ScopeInstance) => boolean): void {
  const scope = work.scopes.get(id)
  const owner = scope?.owner === undefined ? undefined : work.tokens.get(scope.owner)
  if (!scope || !owner || tokensIn(work, id).length > 0) return
  if (stays(scope)) cancelToken(work, owner)
  else dissolve(work, scope, owner)
  leave(work, owner.scope, stays)
}

/** The sub-process is gone from the drawing: what was known inside is known around it now, unless the name is taken. */
function dissolve(work: Work, scope: ScopeInstance, owner: Token): void {
  const around = work.scopes.get(scope.parent!)!
  const taken = around.parent === undefined ? work.variables : (around.variables ?? {})
  const own = Object.entries({ ...owner.variables, ...scope.variables })
  const carried = own.filter(([name]) => !Object.hasOwn(taken, name))
  if (carried.length > 0) declare(work, around.id, Object.fromEntries(carried))
  closeScopeEars(work, scope.id)
  closeEars(work, owner.id)
  say(work, 'cancel', { node: owner.at, token: owner.id, scope: owner.scope, note: 'dissolved' })
  removeScope(work, scope.id)
  removeToken(work, owner)
}
