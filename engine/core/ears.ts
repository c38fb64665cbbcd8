/**
 * Ears: the timers and subscriptions by which catching events wait. One is opened per trigger of an event, held by a
 * token (the event's own, or the one in the activity it is attached to) or by a scope (for event sub-processes).
 */

import { triggerKinds } from '../elements/triggers/index.ts'
import { type Cycle, planTimer, roundAfter, timerProblem } from '../model/durations.ts'
import type { FlowNode, Trigger } from '../model/types.ts'
import { awaitedKey } from './conversation.ts'
import { countingFor } from './counting.ts'
import { Fault } from './fault.ts'
import type { Json, Subscription, Timer } from './instance.ts'
import { compute, type Place, textOf } from './variables.ts'
import { nextId, type Work } from './work.ts'

/** Who listens: a token, or a scope instance alone. */
export type Holder = Place

/** The triggers for which a node listens. */
export function triggersOf(node: FlowNode): Trigger[] {
  return node.type === 'receiveTask' ? [node.message] : 'triggers' in node ? node.triggers : []
}

/** Open the ears of an event for its holder, from the nth trigger on. True when there is something to wait for. */
export function openEars(work: Work, holder: Holder, node: FlowNode, from = 0): boolean {
  let opened = false
  triggersOf(node).forEach((trigger, index) => {
    if (index >= from && openEar(work, holder, node, trigger, index)) opened = true
  })
  return opened
}

function openEar(work: Work, holder: Holder, node: FlowNode, trigger: Trigger, index: number): boolean {
  if (!triggerKinds[trigger.type].ear) return false
  const common = {
    id: nextId(work),
    scope: holder.scope,
    ...(holder.id !== undefined && { token: holder.id }),
    node: node.id,
    trigger: index,
  }
  if (trigger.type === 'timer') putTimer(work, { ...common, ...dueOf(work, holder, trigger, node) })
  else if (trigger.type === 'message') {
    const name = textOf(work, holder, trigger.name)
    const key = trigger.correlationKey
      ? { key: textOf(work, holder, trigger.correlationKey) }
      : awaitedKey(work, holder, name)
    putSubscription(work, { ...common, kind: 'message', name, ...key })
  } else if (trigger.type === 'signal')
    putSubscription(work, {
      ...common,
      kind: 'signal',
      name: textOf(work, holder, trigger.name),
      ...(trigger.local && { local: true }),
    })
  else if (trigger.type === 'conditional') {
    work.changed = true
    const { condition } = trigger
    const name = condition.type === 'literal' ? String(condition.value) : condition.text
    putSubscription(work, { ...common, kind: 'condition', name, held: false })
  }
  return true
}

type TimerTrigger = Extract<Trigger, { type: 'timer' }>

/** When the timer is due, from the instance's present variables. */
export function dueOf(
  work: Work,
  holder: Holder,
  trigger: TimerTrigger,
  node: FlowNode,
): Pick<Timer, 'due' | 'cycle'> {
  const value = compute(work, holder, trigger.value)
  const text = value === null ? '' : String(value)
  const kind = trigger.value.type === 'feel' ? kindOf(text, trigger.kind) : trigger.kind
  const planned = planTimer({
    kind,
    text,
    from: work.command.at,
    ...countingFor(work, trigger),
  })
  if (planned.ok && planned.past && trigger.past === 'refuse')
    throw new Fault(
      'pastDate',
      `The timer "${node.name || node.id}" is set to ${planned.due}, which has passed.`,
      'Correct the date it reads and retry, or pass over the wait.',
    )
  if (planned.ok)
    return {
      due: planned.due,
      ...(planned.cycle && { cycle: planned.cycle as unknown as Record<string, Json> }),
    }
  // Like a date that lies behind, a cycle whose last round is over fires at once, and only then.
  if (kind === 'cycle' && timerProblem(kind, text) === null) return { due: work.command.at }
  throw new Fault(
    'badTimer',
    `The timer "${node.name || node.id}" cannot be set: ${planned.problem}`,
    'Correct the variable it reads and retry, or correct the timer in a new version.',
  )
}

/** An expression may give a date where a duration was drawn, and the other way round; its text tells. */
function kindOf(text: string, drawn: TimerTrigger['kind']): TimerTrigger['kind'] {
  if (drawn === 'cycle') return 'cycle'
  return /^-?P/i.test(text) ? 'duration' : /^\d{4}-/.test(text) ? 'date' : drawn
}

/** The timer after it has fired: its next round, or nothing. */
export function nextOf(work: Work, timer: Timer, trigger: TimerTrigger): Timer | null {
  const cycle = timer.cycle as unknown as Cycle | undefined
  const round = cycle ? roundAfter(cycle, countingFor(work, trigger)) : null
  return round ? { ...timer, due: round.due, cycle: round.cycle as unknown as Record<string, Json> } : null
}

export function putTimer(work: Work, timer: Timer): void {
  work.timers.set(timer.id, timer)
  work.touched.add('timers')
}

export function putSubscription(work: Work, subscription: Subscription): void {
  work.subscriptions.set(subscription.id, subscription)
  work.touched.add('subscriptions')
}

/** Close the ears a token holds; of one node only when named. */
export function closeEars(work: Work, token: string, node?: string): void {
  closeWhere(work, ear => ear.token === token && (node === undefined || ear.node === node))
}

/** Close the ears a scope instance holds for its event sub-processes. */
export function closeScopeEars(work: Work, scope: string): void {
  closeWhere(work, ear => ear.token === undefined && ear.scope === scope)
}

function closeWhere(work: Work, matches: (ear: Timer | Subscription) => boolean): void {
  for (const timer of work.timers.values())
    if (matches(timer)) {
      work.timers.delete(timer.id)
      work.touched.add('timers')
    }
  for (const subscription of work.subscriptions.values())
    if (matches(subscription)) {
      work.subscriptions.delete(subscription.id)
      work.touched.add('subscriptions')
    }
}
