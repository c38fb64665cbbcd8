import { rememberUnfinished, startCompensation } from '../compensation.ts'
import { closeScopeEars } from '../ears.ts'
import { endProcess } from '../endings.ts'
import { Fault } from '../fault.ts'
import type { ScopeInstance, Token } from '../instance.ts'
import { propagate } from '../propagation.ts'
import { cancelTokens, endToken } from '../scopes.ts'
import { compute, textOf } from '../variables.ts'
import { ask, keep, note, tell, tokensIn, type Work } from '../work.ts'
import type { Heed } from './index.ts'
import { payloadOf } from './mapping.ts'

function triggerAt(work: Work, node: string, index: number) {
  const element = work.process.nodes[node]!
  return 'triggers' in element ? element.triggers[index] : undefined
}

/** Broadcast: heard here when every branch stands at its wait, elsewhere when the step is committed. */
export const throwSignal: Heed<'throwSignal'> = (work, token, { node, trigger }) => {
  const signal = triggerAt(work, node, trigger)
  if (signal?.type !== 'signal') return
  const name = textOf(work, token, signal.name)
  const payload = signal.payload
    ? compute(work, token, signal.payload)
    : payloadOf(work.process.nodes[node]!, work.tokens.get(token.id)!)
  tell(work, 'throw', token, name)
  work.later.push({ type: 'signal', name, payload, token: token.id })
  if (!signal.local) ask(work, { type: 'broadcastSignal', name, payload, from: work.before._id }, token)
}

export const throwError: Heed<'throwError'> = (work, token, { node, trigger }) => {
  const error = triggerAt(work, node, trigger)
  if (error?.type !== 'error') return
  const now = work.tokens.get(token.id)!
  const message = error.message && textOf(work, now, error.message)
  propagate(
    work,
    now,
    {
      type: 'error',
      ...(error.code !== undefined && { code: error.code }),
      ...(message && { message }),
      ...(now.variables && { variables: now.variables }),
    },
    false,
  )
}

export const throwEscalation: Heed<'throwEscalation'> = (work, token, { node, trigger }) => {
  const escalation = triggerAt(work, node, trigger)
  if (escalation?.type !== 'escalation') return
  const now = work.tokens.get(token.id)!
  const { code } = escalation
  propagate(
    work,
    now,
    {
      type: 'escalation',
      ...(code !== undefined && { code }),
      ...(now.variables && { variables: now.variables }),
    },
    false,
  )
}

/** Everything in the scope ends at once; the scope itself completes. */
export const terminate: Heed<'terminate'> = (work, token, { all }) => {
  tell(work, 'throw', token, 'terminate')
  if (all) {
    endProcess(work, 'completed')
    return
  }
  closeScopeEars(work, token.scope)
  keep(work, token.scope, { adHoc: undefined, waiting: undefined })
  cancelTokens(work, token.scope, token.id)
  tell(work, 'leave', token)
  tell(work, 'end', token)
  endToken(work, token)
}

/** The transaction around is given up: all in it stops, what it completed is undone, its cancel event catches. */
export const throwCancel: Heed<'throwCancel'> = (work, token, { node }) => {
  const scope = transactionAround(work, token)
  const owner = scope?.owner === undefined ? undefined : work.tokens.get(scope.owner)
  if (!scope || !owner)
    throw new Fault(
      'noTransaction',
      `"${node}" cancels a transaction, but there is none around it.`,
      'Use an error end event.',
    )
  tell(work, 'throw', token, 'cancel')
  closeScopeEars(work, scope.id)
  const own = tokensIn(work, scope.id).find(other => other.id === token.id)
  if (own) tell(work, 'leave', own)
  rememberUnfinished(work, scope.id)
  keep(work, scope.id, { compensating: owner.id })
  cancelTokens(work, scope.id)
  const element = work.process.nodes[owner.at]!
  const boundary = 'boundary' in element ? element.boundary.find(id => catchesCancel(work, id)) : undefined
  startCompensation(work, note(work, owner, { afterwards: boundary ?? 'leave' }), work.scopes.get(scope.id)!)
}

function catchesCancel(work: Work, id: string): boolean {
  const event = work.process.nodes[id]!
  return 'triggers' in event && event.triggers.some(trigger => trigger.type === 'cancel')
}

function transactionAround(work: Work, token: Token): ScopeInstance | undefined {
  let scope = work.scopes.get(token.scope)
  while (scope && work.process.nodes[scope.scope]?.type !== 'transaction')
    scope = scope.parent === undefined ? undefined : work.scopes.get(scope.parent)
  return scope
}
