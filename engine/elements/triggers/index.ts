/** Every trigger and its kind; a trigger of the model without a row does not compile. */
import type { EventNode, TriggerType } from '../../model/types.ts'
import { type Word, word } from '../vocabulary.ts'
import { cancel } from './cancel.ts'
import { compensation } from './compensation.ts'
import { conditional } from './conditional.ts'
import { error } from './error.ts'
import { escalation } from './escalation.ts'
import type { TriggerKind } from './kind.ts'
import { link } from './link.ts'
import { message } from './message.ts'
import { signal } from './signal.ts'
import { terminate } from './terminate.ts'
import { timer } from './timer.ts'

export const triggerKinds: { [T in TriggerType]: TriggerKind<T> } = {
  message,
  timer,
  signal,
  error,
  escalation,
  conditional,
  link,
  compensation,
  cancel,
  terminate,
}

/** The words with which an event throws: its triggers in drawing order, and `pass` unless one of them holds it. */
export function throwing(node: Extract<EventNode, { type: 'throwEvent' | 'endEvent' }>): Word[] {
  const pass = word('pass', { node: node.id })
  const inputs = node.mapping.inputs.length ? [word('mapInputs', { node: node.id })] : []
  if (node.connector) return [...inputs, word('startJob', { node: node.id })]
  const kinds = node.triggers.map(trigger => triggerKinds[trigger.type] as TriggerKind)
  const words = node.triggers.flatMap((trigger, i) => kinds[i]!.throws?.(node.id, i, trigger as never) ?? [])
  return kinds.some(kind => kind.holds) ? [...inputs, ...words] : [...inputs, ...words, pass]
}

/** What leaving a throw or end event before it is done must undo. */
export function undoing(node: Extract<EventNode, { type: 'throwEvent' | 'endEvent' }>): Word[] {
  const compensates = node.triggers.some(trigger => trigger.type === 'compensation')
  return [
    ...(compensates ? [word('stopCompensation', { node: node.id })] : []),
    ...(node.connector ? [word('dropJob', { node: node.id })] : []),
  ]
}
