/** Scopes: opened by a token, over when their last token is gone, given up with all that is in them. */

import type { CompiledScope } from '../compiler/types.ts'
import { encode } from '../elements/encode.ts'
import type { FlowNode } from '../model/types.ts'
import { whenAdHocStirs } from './adhoc.ts'
import { afterHandler, hasCompensation } from './compensation.ts'
import { closeScopeEars, openEars } from './ears.ts'
import { endProcess } from './endings.ts'
import type { ScopeInstance, Token, Variables } from './instance.ts'
import { go, guarded } from './moves.ts'
import { afterRound } from './rounds.ts'
import { compute } from './variables.ts'
import {
  addToken,
  nextId,
  note,
  plan,
  putScope,
  removeScope,
  removeToken,
  tokensIn,
  type Work,
} from './work.ts'

/** Open the inside of a node for the token that stands there; tokens begin at `starts`. */
export function openScopeAt(
  work: Work,
  owner: Token,
  scope: string,
  options: { variables?: Variables; starts?: string[]; data?: ScopeInstance['data']; path?: string[] } = {},
): ScopeInstance {
  const compiled = work.process.scopes[scope]!
  const instance = putScope(work, {
    id: nextId(work),
    scope,
    parent: owner.scope,
    owner: owner.id,
    variables: { ...options.variables },
    ...(options.data && { data: options.data }),
  })
  declareData(work, instance, compiled)
  const [first, ...rest] = options.path ?? []
  begin(work, instance.id, compiled, options.starts ?? (first ? [first] : compiled.starts), rest)
  return instance
}

/** Data objects and properties of a scope begin with their drawn value, else null. */
export function declareData(work: Work, instance: ScopeInstance, compiled: CompiledScope): void {
  const own: Variables = {}
  for (const { name, value } of compiled.data)
    own[name] = value ? compute(work, { scope: instance.id }, value) : null
  if (Object.keys(own).length === 0) return
  if (instance.parent === undefined) work.variables = { ...own, ...work.variables }
  else putScope(work, { ...instance, variables: { ...own, ...instance.variables } })
}

/** Event sub-processes listen first, then a token begins at each start and, if it is a start event, at what no flow leads to. */
export function begin(
  work: Work,
  scope: string,
  compiled: CompiledScope,
  starts: string[],
  path: string[] = [],
): void {
  for (const start of listeningStarts(work, compiled)) openEars(work, { scope }, start)
  const asDrawn = starts.some(id => work.process.nodes[id]!.type === 'startEvent')
  for (const start of asDrawn ? [...starts, ...(compiled.beside ?? [])] : starts) {
    const token = addToken(work, scope, path.length > 0 ? { context: { path } } : {})
    plan(work, token, `at:${encode(start)}`)
  }
}

/** The start events of the event sub-processes of a scope. */
export function listeningStarts(work: Work, scope: CompiledScope): FlowNode[] {
  const inside = scope.listeners.flatMap(id => work.process.scopes[id]!.starts)
  return inside.map(id => work.process.nodes[id]!)
}

/** The token is gone; what that means for its scope. */
export function endToken(work: Work, token: Token): void {
  const handled = work.tokens.get(token.id)?.context?.compensates
  removeToken(work, token)
  if (typeof handled === 'string') afterHandler(work, token.scope, handled)
  else whenEmptied(work, token.scope)
}

/** A scope whose last token is gone is over; when only event sub-processes still run, no further one begins. */
export function whenEmptied(work: Work, scope: string): void {
  const instance = work.scopes.get(scope)
  if (!instance || instance.data?.compensating !== undefined) return
  if (instance.data?.adHoc === true) {
    guarded(work, work.tokens.get(instance.owner!)!, 'settle', () => whenAdHocStirs(work, scope))
    return
  }
  const tokens = tokensIn(work, scope)
  if (tokens.length === 0) complete(work, instance)
  else if (tokens.every(token => work.process.nodes[token.at]?.type === 'eventSubProcess'))
    closeScopeEars(work, scope)
}

function complete(work: Work, instance: ScopeInstance): void {
  closeScopeEars(work, instance.id)
  const owner = instance.owner === undefined ? undefined : work.tokens.get(instance.owner)
  if (!owner) {
    endProcess(work, 'completed')
    return
  }
  const { scope } = instance
  if (work.process.scopes[scope]!.round)
    guarded(work, owner, 'settle', () => afterRound(work, owner, instance))
  else {
    keepForCompensation(work, owner, instance)
    removeScope(work, instance.id)
    plan(work, owner, 'done')
  }
}

/** What completed inside could be undone later: it travels outwards with the owner until it is remembered there. */
function keepForCompensation(work: Work, owner: Token, instance: ScopeInstance): void {
  const completed = instance.data?.completed
  if (completed === undefined && !hasCompensation(work, instance.scope)) return
  note(work, owner, {
    inside: { completed: completed ?? [], variables: { ...owner.variables, ...instance.variables } },
  })
}

/** Take every token out of a scope instance, undoing what each did; `except` stays. */
export function cancelTokens(work: Work, scope: string, except?: string): void {
  for (const token of tokensIn(work, scope)) if (token.id !== except) cancelToken(work, token)
}

/** Take a token out of where it stands, with everything it opened. */
export function cancelToken(work: Work, token: Token): void {
  if (token.at === '$enter') {
    removeToken(work, token)
    return
  }
  go(work, token, 'cancel')
  const left = work.tokens.get(token.id)
  if (left) removeToken(work, left)
}

/** Give up a scope instance with everything in it; its owner stays where it is. */
export function cancelScope(work: Work, scope: string): void {
  closeScopeEars(work, scope)
  cancelTokens(work, scope)
  removeScope(work, scope)
}

/** Scope instances a token holds open, in the order in which it opened them. */
export function scopesOf(work: Work, owner: string): ScopeInstance[] {
  return [...work.scopes.values()].filter(scope => scope.owner === owner)
}
