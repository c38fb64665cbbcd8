import type { MessageTrigger, Trigger } from '../types.ts'
import { danglingRef, extensions, foreign, foreignAttr, type Moddle, type Reading } from './element.ts'
import { attributeValue, countingOf, expressionElement, optionalValue, timerValue } from './values.ts'

/** The event definitions of an event, also those it only refers to, in drawing order (§10.5.5). */
export function readTriggers(event: Moddle, reading: Reading): Trigger[] {
  const own = (event.eventDefinitions as Moddle[] | undefined) ?? []
  const shared = (event.eventDefinitionRef as Moddle[] | undefined) ?? []
  return [...own, ...shared].flatMap(definition => readTrigger(definition, event, reading) ?? [])
}

/** One event definition as a trigger; `event` lends its extensions. */
export function readTrigger(definition: Moddle, event: Moddle, reading: Reading): Trigger | null {
  const read = readers[definition.$type.replace(/^bpmn:|EventDefinition$/g, '')]
  if (read) return read(definition, event, reading)
  reading.problems.push({
    rule: 'import',
    severity: 'error',
    ...(event.id && { element: event.id }),
    message: `The event definition ${definition.$type} is not executed by Baton. Use another kind of event.`,
  })
  return null
}

const readers: Record<string, (d: Moddle, event: Moddle, reading: Reading) => Trigger> = {
  Message: (d, event, reading) => readMessage(d, event, reading),
  Timer(d, event) {
    const kind = d.timeDate ? 'date' : d.timeCycle ? 'cycle' : 'duration'
    const body = (d.timeDate ?? d.timeCycle ?? d.timeDuration) as Moddle | undefined
    const own = extensions(event, 'baton:Timer')[0]
    return {
      type: 'timer',
      kind,
      value: timerValue(body) ?? missing,
      ...countingOf(own?.calendar, own?.within),
      ...(own?.past === 'refuse' && { past: 'refuse' }),
    }
  },
  Signal(d, event, reading) {
    const signal = d.signalRef as Moddle | undefined
    const name = signal?.name ?? signal?.id ?? danglingRef(d, 'signalRef', reading) ?? ''
    const own = extensions(event, 'baton:Subscription')[0]
    const payload = optionalValue(own?.payload)
    const local =
      own?.scope === 'instance' || (signal && foreignAttr(signal, 'scope', reading) === 'processInstance')
    return {
      type: 'signal',
      name: attributeValue(name),
      ...(payload && { payload }),
      ...(local && { local }),
    }
  },
  Error(d, event, reading) {
    const error = d.errorRef as (Moddle & { errorCode?: string }) | undefined
    const code = error?.errorCode ?? error?.name ?? error?.id ?? danglingRef(d, 'errorRef', reading)
    const variable = foreignAttr(d, 'errorCodeVariable', reading)
    void event
    return {
      type: 'error',
      ...(code && { code }),
      ...(error?.name && { name: error.name }),
      ...(variable && { variable }),
    }
  },
  Escalation(d, _event, reading) {
    const escalation = d.escalationRef as (Moddle & { escalationCode?: string }) | undefined
    const code =
      escalation?.escalationCode ??
      escalation?.name ??
      escalation?.id ??
      danglingRef(d, 'escalationRef', reading)
    const variable = foreignAttr(d, 'escalationCodeVariable', reading)
    return { type: 'escalation', ...(code && { code }), ...(variable && { variable }) }
  },
  Conditional: (d, _event, reading) => ({
    type: 'conditional',
    condition: expressionElement(d.condition as Moddle, reading) ?? { type: 'literal', value: false },
  }),
  Link: (d, event) => ({ type: 'link', name: d.name ?? event.name ?? '' }),
  Compensate(d, _event, reading) {
    const activity = (d.activityRef as Moddle | undefined)?.id ?? danglingRef(d, 'activityRef', reading)
    return { type: 'compensation', wait: d.waitForCompletion !== false, ...(activity && { activity }) }
  },
  Cancel: () => ({ type: 'cancel' }),
  Terminate: (d, event, reading) =>
    foreignAttr(d, 'terminateAll', reading) === 'true' ||
    foreignAttr(event, 'terminateAll', reading) === 'true'
      ? { type: 'terminate', all: true }
      : { type: 'terminate' },
}

const missing = { type: 'literal', value: '' } as const

/** The message of an event or of a send or receive task, with the key that finds the instance. */
export function readMessage(holder: Moddle, event: Moddle, reading: Reading): MessageTrigger {
  const message = holder.messageRef as Moddle | undefined
  const operation = holder.operationRef as (Moddle & { inMessageRef?: Moddle }) | undefined
  const name =
    message?.name ??
    message?.id ??
    danglingRef(holder, 'messageRef', reading) ??
    operation?.inMessageRef?.name ??
    ''
  const subscription = extensions(event, 'baton:Subscription')[0]
  const zeebe = message && foreign(message, 'zeebe', 'subscription', reading)[0]
  const key = optionalValue(subscription?.correlationKey ?? zeebe?.correlationKey)
  const payload = optionalValue(subscription?.payload)
  return {
    type: 'message',
    name: attributeValue(name),
    ...(key && { correlationKey: key }),
    ...(payload && { payload }),
  }
}
