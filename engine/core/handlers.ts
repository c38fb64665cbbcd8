/** What each command does. A command without a row here does not compile. */
import { completeAdHoc, startActivity } from './adhoc.ts'
import { childEnded, jobDone, jobFailed, jobThrew, problemReported, retry } from './answers.ts'
import { hear } from './catching.ts'
import type { Command, CommandBody, Refused } from './commands.ts'
import { dueOf, putTimer, triggersOf } from './ears.ts'
import { endProcess } from './endings.ts'
import type { Incident, Json, Subscription, Timer, Token } from './instance.ts'
import { migrate } from './migrate.ts'
import { guarded } from './moves.ts'
import { choicesOf } from './outcomes.ts'
import { addTokenAt, moveToken, removeTokenAt } from './placing.ts'
import { propagate } from './propagation.ts'
import { catchIncident, skipIncident } from './resolving.ts'
import { start } from './start.ts'
import { assign } from './variables.ts'
import { note, plan, say, type Work } from './work.ts'

type Handler<T extends CommandBody['type']> = (
  work: Work,
  command: Extract<Command, { type: T }>,
) => Refused | null

/** Commands a suspended instance takes: nothing moves by itself, but what comes in is kept, and a person may repair it. */
export const whileSuspended: ReadonlySet<CommandBody['type']> = new Set([
  'resume',
  'cancel',
  'completeJob',
  'failJob',
  'setVariables',
  'changeTimer',
  'recalculateTimer',
  'moveToken',
  'addToken',
  'removeToken',
  'migrate',
])

export const handlers: { [T in CommandBody['type']]: Handler<T> } = {
  start: (work, command) => start(work, command),

  completeTask(work, { token: id, task, outcome, variables = {} }) {
    const token = work.tokens.get(id)
    if (!token || token.context?.task === undefined) return gone('task', id)
    if (task !== undefined && task !== token.context.task)
      return {
        code: 'notWaiting',
        reason: `Expected task ${task} to be open, but the process has gone on. Reload.`,
      }
    const chosen = chooseOutcome(work, token, outcome)
    if ('refused' in chosen) return chosen.refused
    note(work, token, {
      completed: true,
      result: chosen.name === undefined ? variables : { ...variables, outcome: chosen.name },
      ...(chosen.flow !== undefined && { outcome: chosen.flow }),
    })
    plan(work, token, 'done')
    return null
  },

  fireTimer(work, { timer: id }) {
    const timer = work.timers.get(id)
    return timer ? heard(work, timer) : gone('timer', id)
  },

  deliverMessage(work, { subscription: id, payload }) {
    const ear = work.subscriptions.get(id)
    return ear?.kind === 'message' ? heard(work, ear, payload) : gone('subscription', id)
  },

  deliverSignal(work, { subscription: id, payload }) {
    const ear = work.subscriptions.get(id)
    return ear?.kind === 'signal' ? heard(work, ear, payload) : gone('subscription', id)
  },

  completeJob: (work, { effect, output }) => jobDone(work, effect, output ?? null),
  failJob: (work, { effect, code, message, cure }) => jobFailed(work, effect, { code, message, cure }),

  throwError(work, { token: id, effect, code, message, variables }) {
    if (effect !== undefined) return jobThrew(work, effect, { code, message, variables })
    const token = id === undefined ? undefined : work.tokens.get(id)
    if (!token) return gone('token', id ?? '')
    const thrown = {
      type: 'error' as const,
      code,
      ...(message && { message }),
      ...(variables && { variables }),
    }
    guarded(work, token, 'enter', () => propagate(work, token, thrown, true))
    return null
  },

  throwEscalation(work, { token: id, code, variables }) {
    const token = work.tokens.get(id)
    if (!token) return gone('token', id)
    propagate(work, token, { type: 'escalation', code, ...(variables && { variables }) }, true)
    return null
  },

  endChild: (work, command) => childEnded(work, command),

  retryIncident(work, { incident: id, variables = {} }) {
    const incident = work.incidents.get(id)
    if (!incident) return gone('incident', id)
    const token = tokenOf(work, incident)
    if (Object.keys(variables).length > 0)
      assign(work, token ? { scope: token.scope } : rootPlace(work), variables)
    say(work, 'resolve', {
      node: incident.node,
      ...(incident.token !== undefined && { token: incident.token }),
    })
    return retry(work, incident, token)
  },

  catchIncident(work, { incident: id, event, variables = {} }) {
    const incident = work.incidents.get(id)
    if (!incident) return gone('incident', id)
    return catchIncident(work, incident, tokenOf(work, incident), event, variables)
  },

  skipIncident(work, { incident: id, flow, variables = {} }) {
    const incident = work.incidents.get(id)
    if (!incident) return gone('incident', id)
    return skipIncident(work, incident, tokenOf(work, incident), flow, variables)
  },

  setVariables(work, { scope, variables }) {
    if (scope !== undefined && !work.scopes.has(scope)) return gone('scope', scope)
    assign(work, scope === undefined ? rootPlace(work) : { scope }, variables)
    say(work, 'set', { note: Object.keys(variables).join(', ') })
    return null
  },

  checkConditions(work) {
    work.changed = true
    return null
  },

  moveToken(work, { token: id, to }) {
    const token = work.tokens.get(id)
    return token ? moveToken(work, token, to) : gone('token', id)
  },

  addToken: (work, { to, scope, variables = {} }) => addTokenAt(work, to, scope, variables),

  removeToken(work, { token: id }) {
    const token = work.tokens.get(id)
    return token ? removeTokenAt(work, token) : gone('token', id)
  },

  changeTimer(work, { timer: id, due }) {
    const timer = work.timers.get(id)
    if (!timer) return gone('timer', id)
    if (Number.isNaN(Date.parse(due)))
      return { code: 'invalid', reason: `"${due}" is no moment; give e.g. 2026-12-01T09:00:00.000Z.` }
    putTimer(work, { ...timer, due })
    say(work, 'set', { node: timer.node, note: `due ${due}` })
    return null
  },

  recalculateTimer(work, { timer: id }) {
    const timer = work.timers.get(id)
    if (!timer) return gone('timer', id)
    const node = work.process.nodes[timer.node]!
    const trigger = triggersOf(node)[timer.trigger]
    const place = (timer.token !== undefined && work.tokens.get(timer.token)) || { scope: timer.scope }
    if (trigger?.type !== 'timer') return gone('timer', id)
    try {
      const { due, cycle } = dueOf(work, place, trigger, node)
      const { cycle: _, ...rest } = timer
      putTimer(work, { ...rest, due, ...(cycle && { cycle }) })
      say(work, 'set', { node: timer.node, note: `due ${due}` })
    } catch (fault) {
      return { code: 'invalid', reason: (fault as Error).message }
    }
    return null
  },

  startActivity(work, { token: id, activity, variables = {} }) {
    const token = work.tokens.get(id)
    return token ? startActivity(work, token, activity, variables) : gone('token', id)
  },

  completeAdHoc(work, { token: id }) {
    const token = work.tokens.get(id)
    return token ? completeAdHoc(work, token) : gone('token', id)
  },

  reportProblem: (work, { node, code, message, cure }) =>
    problemReported(work, { node, code, message, cure }),

  continue: work =>
    work.agenda.length > 0 ? null : { code: 'notWaiting', reason: 'Nothing is left to be continued.' },

  migrate: (work, { to, plan: plans }) => migrate(work, to, plans),

  cancel(work) {
    endProcess(work, 'cancelled')
    return null
  },

  suspend(work) {
    work.status = 'suspended'
    say(work, 'set', { note: 'suspended' })
    return null
  },

  resume(work) {
    if (work.status !== 'suspended')
      return { code: 'notAllowed', reason: 'The process is running; there is nothing to resume.' }
    work.status = 'running'
    say(work, 'set', { note: 'running' })
    return null
  },
}

function heard(work: Work, ear: Timer | Subscription, payload: Json = null): null {
  hear(work, ear, payload)
  return null
}

function chooseOutcome(
  work: Work,
  token: Token,
  outcome: string | undefined,
): { flow?: string; name?: string } | { refused: Refused } {
  const node = work.process.nodes[token.at]!
  const choices = choicesOf(work.process, node)
  if (choices.length === 0) {
    if (outcome === undefined || outcome === 'complete') return {}
    return {
      refused: {
        code: 'unknownOutcome',
        reason: `"${node.name || node.id}" has no outcome "${outcome}"; it is simply completed.`,
      },
    }
  }
  const flow =
    choices.find(choice => choice.id === outcome) ?? choices.find(choice => choice.name === outcome)
  if (flow) return { flow: flow.id, name: flow.name ?? flow.id }
  const names = choices.map(choice => `"${choice.name ?? choice.id}"`).join(', ')
  const said = outcome === undefined ? 'no outcome was chosen' : `"${outcome}" is none of them`
  return {
    refused: {
      code: 'unknownOutcome',
      reason: `"${node.name || node.id}" can end with ${names}, but ${said}.`,
    },
  }
}

function tokenOf(work: Work, { token }: Incident): Token | undefined {
  return token === undefined ? undefined : work.tokens.get(token)
}

/** The command speaks of something that is not there any more. */
export function gone(what: string, id: string): Refused {
  return {
    code: 'notFound',
    reason: `Expected ${what} ${id} to be waiting, but it is not there any more. Reload.`,
  }
}

function rootPlace(work: Work): { scope: string } {
  for (const scope of work.scopes.values()) if (scope.parent === undefined) return { scope: scope.id }
  return { scope: '' }
}
