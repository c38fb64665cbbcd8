/** Ad-hoc sub-processes (§10.3.5.3): their activities begin by command, or by themselves when no person is needed. */
import { encode } from '../elements/encode.ts'
import type { Activity } from '../model/types.ts'
import type { Refused } from './commands.ts'
import type { ScopeInstance, Token, Variables } from './instance.ts'
import { cancelTokens, openScopeAt, scopesOf, whenEmptied } from './scopes.ts'
import { assign, compute, holds } from './variables.ts'
import { addToken, keep, plan, tokensIn, type Work } from './work.ts'

type AdHoc = Extract<Activity, { type: 'adHocSubProcess' }>

/** Open the sub-process; begin what the drawing names, or every activity that needs no person. */
export function openAdHocActivities(work: Work, token: Token, node: string): void {
  const element = work.process.nodes[node] as AdHoc
  const path = (token.context?.path ?? []) as string[]
  const enabled = work.process.scopes[node]!.starts
  const named = element.active && compute(work, token, element.active)
  const begun = path.length
    ? path.slice(0, 1)
    : Array.isArray(named)
      ? enabled.filter(id => named.includes(id))
      : enabled.filter(id => byItself(work, id))
  const scope = openScopeAt(work, token, node, {
    starts: element.ordering === 'sequential' ? begun.slice(0, 1) : begun,
  })
  const waiting = element.ordering === 'sequential' ? begun.slice(1) : []
  keep(work, scope.id, { adHoc: true, ...(waiting.length > 0 && { waiting }) })
  if (enabled.length === 0) whenAdHocStirs(work, scope.id)
}

function byItself(work: Work, id: string): boolean {
  return !['userTask', 'manualTask', 'receiveTask', 'callActivity'].includes(work.process.nodes[id]!.type)
}

/** A token of an ad-hoc sub-process has ended: is the whole done? */
export function whenAdHocStirs(work: Work, scope: string): void {
  const instance = work.scopes.get(scope)!
  const element = work.process.nodes[instance.scope] as AdHoc
  const [next, ...rest] = (instance.data?.waiting ?? []) as string[]
  const tokens = tokensIn(work, scope)
  if (element.completion && holds(work, { scope }, element.completion)) {
    if (element.cancelRemaining) cancelTokens(work, scope)
    if (tokensIn(work, scope).length === 0) finishAdHoc(work, scope)
    else keep(work, scope, { waiting: undefined, closing: true })
  } else if (tokens.length === 0 && next !== undefined && instance.data?.closing !== true) {
    keep(work, scope, { waiting: rest.length ? rest : undefined })
    plan(work, addToken(work, scope), `at:${encode(next)}`)
  } else if (
    tokens.length === 0 &&
    (instance.data?.closing === true || allByThemselves(work, instance, element))
  )
    finishAdHoc(work, scope)
}

/** Without a completion condition it is done when everything ran that could run by itself. */
function allByThemselves(work: Work, instance: ScopeInstance, element: AdHoc): boolean {
  return !element.completion && work.process.scopes[instance.scope]!.starts.every(id => byItself(work, id))
}

function finishAdHoc(work: Work, scope: string): void {
  keep(work, scope, { adHoc: undefined, waiting: undefined, closing: undefined })
  whenEmptied(work, scope)
}

/** Begin an activity by command. */
export function startActivity(
  work: Work,
  token: Token,
  activity: string,
  variables: Variables,
): Refused | null {
  const scope = scopesOf(work, token.id).find(instance => instance.data?.adHoc === true)
  const element = work.process.nodes[token.at]!
  if (!scope || element.type !== 'adHocSubProcess')
    return {
      code: 'notAllowed',
      reason: `"${element.name || token.at}" is no ad-hoc sub-process that is open.`,
    }
  const { starts } = work.process.scopes[element.id]!
  if (!starts.includes(activity))
    return {
      code: 'unknownNode',
      reason: `"${activity}" is no activity of "${element.name || element.id}" that can be begun by hand.`,
    }
  if (element.ordering === 'sequential' && tokensIn(work, scope.id).length > 0)
    return {
      code: 'notAllowed',
      reason: 'One activity at a time: another of this sub-process is under way. Complete it first.',
    }
  assign(work, { scope: scope.id }, variables)
  plan(work, addToken(work, scope.id), `at:${encode(activity)}`)
  return null
}

/** End it by command; what still runs is given up. */
export function completeAdHoc(work: Work, token: Token): Refused | null {
  const scope = scopesOf(work, token.id).find(instance => instance.data?.adHoc === true)
  if (!scope) return { code: 'notAllowed', reason: 'There is no open ad-hoc sub-process at this token.' }
  cancelTokens(work, scope.id)
  finishAdHoc(work, scope.id)
  return null
}
