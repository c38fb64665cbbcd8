/** Putting tokens where no flow leads them: starting in the middle, moving, adding and removing by hand. */

import type { CompiledProcess } from '../compiler/types.ts'
import { encode } from '../elements/encode.ts'
import type { Refused } from './commands.ts'
import type { ScopeInstance, Token, Variables } from './instance.ts'
import { cancelToken, scopesOf, whenEmptied } from './scopes.ts'
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
  const around = new Set(scopesAround(work.process, node))
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
  if (!owner) return
  const beside = scopesOf(work, owner.id).some(({ id }) => id !== scope.id)
  // Other rounds of the loop go on; this one counts as over.
  if (beside) whenEmptied(work, scope.id)
  else takeOut(work, owner, border)
}

export function addTokenAt(
  work: Work,
  at: string,
  scope: string | undefined,
  variables: Variables,
): Refused | null {
  const refused = cannotPlace(work, at)
  if (refused) return refused
  const found = scopeFor(work, at, scope)
  if ('refused' in found) return found.refused
  const { instance } = found
  say(work, 'jump', { node: at, scope: instance.id })
  place(work, instance, at, variables)
  return null
}

/** The named scope instance, else the innermost open one around the node, if there is but one of it. */
function scopeFor(
  work: Work,
  node: string,
  id: string | undefined,
): { instance: ScopeInstance } | { refused: Refused } {
  const around = scopesAround(work.process, node)
  if (id !== undefined) {
    const instance = work.scopes.get(id)
    if (instance && around.includes(instance.scope)) return { instance }
    const reason = instance
      ? `"${node}" does not lie within the scope ${id}. Choose one that holds it.`
      : `There is no open scope ${id}. Reload the instance.`
    return { refused: { code: instance ? 'invalid' : 'notFound', reason } }
  }
  for (const scope of around) {
    const opened = [...work.scopes.values()].filter(each => each.scope === scope)
    if (opened.length === 1) return { instance: opened[0]! }
    if (opened.length > 1)
      return {
        refused: {
          code: 'invalid',
          reason: `"${work.process.nodes[scope]?.name || scope}" is open ${opened.length} times. Say in which scope: ${opened.map(each => each.id).join(', ')}.`,
        },
      }
  }
  return { instance: rootOf(work) }
}

/** The scopes that hold a node, innermost first. */
function scopesAround(process: CompiledProcess, node: string): string[] {
  const around = [process.nodes[node]!.scope]
  while (around.at(-1) !== process.key) around.push(process.nodes[around.at(-1)!]!.scope)
  return around
}

/** Remove a token; the enclosing scopes it leaves empty are closed, the process's own completes. */
export function removeTokenAt(work: Work, token: Token): Refused | null {
  const root = rootOf(work)
  say(work, 'set', { node: token.at, token: token.id, note: 'removed' })
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
