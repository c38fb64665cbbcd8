/** Putting tokens where no flow leads them: starting in the middle, moving, adding and removing by hand. */

import type { CompiledProcess } from '../compiler/types.ts'
import { encode } from '../elements/encode.ts'
import type { Refused } from './commands.ts'
import type { ScopeInstance, Token, Variables } from './instance.ts'
import { cancelToken } from './scopes.ts'
import { assign } from './variables.ts'
import { addToken, plan, rootOf, say, tokensIn, type Work } from './work.ts'

/** Start a token at a node inside a scope instance; sub-processes on the way are opened. */
export function place(work: Work, scope: ScopeInstance, node: string, variables: Variables = {}): Token {
  const [first, ...path] = pathTo(work.process, scope.scope, node)
  if (Object.keys(variables).length > 0) assign(work, { scope: scope.id }, variables)
  const token = addToken(work, scope.id, path.length > 0 ? { context: { path } } : {})
  plan(work, token, `at:${encode(first!)}`)
  return token
}

/** Sub-process by sub-process from a scope down to a node. */
function pathTo(process: CompiledProcess, scope: string, node: string): string[] {
  const path = [node]
  for (let at = process.nodes[node]!.scope; at !== scope; at = process.nodes[at]!.scope) path.unshift(at)
  return path
}

/** Take a token from where it stands to another node. Scopes that stand empty afterwards are closed without going on. */
export function moveToken(work: Work, token: Token, to: string): Refused | null {
  const refused = cannotPlace(work, to)
  if (refused) return refused
  const scope = scopeAround(work, token, to)
  say(work, 'jump', { node: to, token: token.id, note: `from ${token.at}` })
  takeOut(work, token, scope.id)
  place(work, scope, to)
  return null
}

/** The innermost scope instance around the token that also holds the node. */
function scopeAround(work: Work, token: Token, node: string): ScopeInstance {
  const around = new Set<string>([work.process.key])
  for (let at = work.process.nodes[node]!.scope; at !== work.process.key; at = work.process.nodes[at]!.scope)
    around.add(at)
  let scope = work.scopes.get(token.scope)!
  while (!around.has(scope.scope) && scope.parent !== undefined) scope = work.scopes.get(scope.parent)!
  return scope
}

/** Remove the token, and the scopes it leaves empty, up to but not including `border`. */
function takeOut(work: Work, token: Token, border: string): void {
  cancelToken(work, token)
  const scope = work.scopes.get(token.scope)
  if (!scope || scope.id === border || tokensIn(work, scope.id).length > 0) return
  const owner = scope.owner === undefined ? undefined : work.tokens.get(scope.owner)
  if (owner) takeOut(work, owner, border)
}

export function addTokenAt(
  work: Work,
  at: string,
  scope: string | undefined,
  variables: Variables,
): Refused | null {
  const refused = cannotPlace(work, at)
  if (refused) return refused
  const instance = scope === undefined ? rootOf(work) : work.scopes.get(scope)
  if (!instance) return { code: 'notFound', reason: `There is no open scope ${scope}. Reload the instance.` }
  say(work, 'jump', { node: at, scope: instance.id })
  place(work, instance, at, variables)
  return null
}

/** Remove a token; the enclosing scopes it leaves empty are closed, the process's own completes. */
export function removeTokenAt(work: Work, token: Token): Refused | null {
  const root = rootOf(work)
  takeOut(work, token, root.id)
  return null
}

/** Why no token can be put at a node. */
export function cannotPlace(work: Pick<Work, 'process'>, node: string): Refused | null {
  const element = work.process.nodes[node]
  if (!element)
    return {
      code: 'unknownNode',
      reason: `The process has no node "${node}". Choose one of the present version's drawing.`,
    }
  if (
    element.type === 'boundaryEvent' ||
    element.type === 'eventSubProcess' ||
    ('forCompensation' in element && element.forCompensation)
  )
    return {
      code: 'notAllowed',
      reason: `No token can be put at "${element.name || node}": it begins only when its event occurs.`,
    }
  return null
}
