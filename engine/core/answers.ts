/** What the world answers to effects: jobs done or failed, called processes ended, incidents to be tried again. */
import type { Command, Refused } from './commands.ts'
import type { Effect, EffectBody } from './effects.ts'
import { Fault } from './fault.ts'
import { dropIncidents, raise } from './incidents.ts'
import type { Incident, Json, Token, Variables } from './instance.ts'
import { guarded } from './moves.ts'
import { propagate } from './propagation.ts'
import { scopesOf, whenEmptied } from './scopes.ts'
import { connectorOf } from './words/jobs.ts'
import { takeAnswer } from './words/mapping.ts'
import { ask, change, nextId, note, plan, say, unask, type Work } from './work.ts'

/** The job is done: its answer becomes variables by the node's outputs, and the token goes on. */
export function jobDone(work: Work, effect: string, output: Json): Refused | null {
  const token = waitingFor(work, effect)
  if (!token) return stale(effect)
  unask(work, effect)
  const node = work.process.nodes[token.at]!
  const connector = connectorOf(node)
  const named = connector?.result ?? (node.type === 'businessRuleTask' ? node.result : undefined)
  const quiet = named === undefined && work.process.dialect === 'baton' && !connector?.external
  takeAnswer(work, note(work, token, { effect: undefined }), quiet ? null : output, named)
  if (quiet) note(work, token, { answer: output })
  plan(work, token, 'done')
  return null
}

/** The job has failed for good: a person is asked. The failing effect may be any, not only a job. */
export function jobFailed(
  work: Work,
  effect: string,
  { code, message, cure }: { code: string; message: string; cure?: string | undefined },
): Refused | null {
  const token = waitingFor(work, effect)
  if (token) {
    unask(work, effect)
    note(work, token, { effect: undefined, child: undefined })
    raise(work, work.tokens.get(token.id)!, new Fault(code, message, cure), 'enter')
    return null
  }
  const lost = work.outbox.find(entry => entry.id === effect)
  if (!lost) return stale(effect)
  unask(work, effect)
  report(work, { node: lost.node ?? work.process.key, effect, code, message, cure, lost })
  return null
}

type Problem = Pick<Incident, 'node' | 'effect' | 'code' | 'message' | 'lost'> & { cure?: string | undefined }

/** An incident that no token stands in. */
function report(work: Work, { node, effect, code, message, cure, lost }: Problem): void {
  const id = nextId(work)
  work.incidents.set(id, {
    id,
    node,
    ...(effect !== undefined && { effect }),
    code,
    message,
    ...(cure !== undefined && { cure }),
    at: work.command.at,
    retry: 'ask',
    ...(lost && { lost }),
  })
  work.touched.add('incidents')
  say(work, 'incident', { node, note: message })
  ask(work, { type: 'raiseIncident', incident: id, code, message })
}

/** Told once for each node, until somebody has seen to it. */
export function problemReported(work: Work, problem: Problem): Refused | null {
  for (const { node, code } of work.incidents.values())
    if (node === problem.node && code === problem.code)
      return { code: 'notAllowed', reason: 'This was reported, and nobody has seen to it yet.' }
  report(work, problem)
  return null
}

/** The job answers with a business error, which is no failure: it looks for its handler. */
export function jobThrew(
  work: Work,
  effect: string,
  error: { code: string; message?: string | undefined; variables?: Variables | undefined },
): Refused | null {
  const token = waitingFor(work, effect)
  if (!token) return stale(effect)
  unask(work, effect)
  note(work, token, { effect: undefined })
  const { code, message, variables } = error
  const thrown = {
    type: 'error' as const,
    code,
    ...(message && { message }),
    ...(variables && { variables }),
  }
  const now = work.tokens.get(token.id)!
  guarded(work, now, 'enter', () => propagate(work, now, thrown, true))
  return null
}

/** A called process has ended, or escalates while it runs on. */
export function childEnded(
  work: Work,
  { token: id, instance, ended }: Extract<Command, { type: 'endChild' }>,
): Refused | null {
  const token = work.tokens.get(id)
  if (token?.context?.child !== instance)
    return { code: 'notWaiting', reason: `Token ${id} does not wait for process ${instance} any more.` }
  if (ended.type === 'escalation') {
    const { code, variables } = ended
    propagate(work, token, { type: 'escalation', code, variables }, true)
    return null
  }
  const freed = note(work, token, { child: undefined, effect: undefined })
  if (ended.type === 'completed') {
    takeChildVariables(work, freed, ended.variables)
    plan(work, freed, 'done')
  } else if (ended.type === 'error')
    guarded(work, freed, 'enter', () => propagate(work, freed, { ...ended, type: 'error' }, true))
  else
    raise(
      work,
      freed,
      new Fault(
        'childCancelled',
        'The called process was cancelled.',
        'Retry to call it again, or move the token on.',
      ),
      'enter',
    )
  return null
}

/** Out mappings read the called process's variables; without any, only a call that hands all over takes all back. */
function takeChildVariables(work: Work, token: Token, variables: Variables): void {
  const { mapping } = work.process.nodes[token.at]!
  const all = mapping.allOut === true || mapping.outputs.length > 0
  note(work, token, { answer: variables, result: all ? variables : {} })
}

/** Do again what could not be done. */
export function retry(work: Work, incident: Incident, token: Token | undefined): Refused | null {
  work.incidents.delete(incident.id)
  work.touched.add('incidents')
  if (incident.retry === 'ask' && incident.lost) {
    ask(work, bodyOf(incident.lost))
    return null
  }
  if (!token) return null
  dropIncidents(work, token.id)
  if (incident.retry === 'settle') settleScopes(work, change(work, token, { state: 'active' }))
  else plan(work, token, incident.retry === 'enter' ? 'again' : incident.retry)
  return null
}

/** Scopes that were over, but could not be closed. */
function settleScopes(work: Work, token: Token): void {
  for (const scope of scopesOf(work, token.id)) if (work.tokens.has(token.id)) whenEmptied(work, scope.id)
}

function bodyOf(effect: Effect): EffectBody {
  const { id: _, at: __, token: ___, node: ____, attempts: _____, notBefore: ______, ...body } = effect
  return body as EffectBody
}

function waitingFor(work: Work, effect: string): Token | undefined {
  for (const token of work.tokens.values()) if (token.context?.effect === effect) return token
  return undefined
}

function stale(effect: string): Refused {
  return {
    code: 'notWaiting',
    reason: `Nobody waits for ${effect} any more: it was answered, or its token went elsewhere.`,
  }
}
