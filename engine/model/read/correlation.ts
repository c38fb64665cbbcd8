import type { CorrelationKeyModel, Expression } from '../types.ts'
import type { Moddle, Reading } from './element.ts'
import { pathElement } from './paths.ts'
import { expressionElement } from './values.ts'

/**
 * The correlation keys a process takes part in (§8.4.2): those of its collaboration and conversations, and those it
 * subscribes to, with the process's own bindings where it has some.
 */
export function readCorrelations(process: Moddle, reading: Reading): CorrelationKeyModel[] {
  const subscriptions = list(process.correlationSubscriptions)
  const subscribed = subscriptions.flatMap(one => (one.correlationKeyRef as Moddle | undefined) ?? [])
  const keys = new Set([...keysAround(process, reading), ...subscribed])
  return [...keys].flatMap((key, n) => {
    const subscription = subscriptions.find(one => one.correlationKeyRef === key)
    const read = readKey(key, subscription, reading, n)
    return read.properties.some(({ retrievals }) => Object.keys(retrievals).length > 0) ? [read] : []
  })
}

function keysAround(process: Moddle, reading: Reading): Moddle[] {
  const collaborations = list(reading.root.rootElements).filter(({ $type }) => $type === 'bpmn:Collaboration')
  return collaborations.flatMap(collaboration => {
    const own = list(collaboration.participants).filter(one => one.processRef === process)
    if (own.length === 0) return []
    const conversations = list(collaboration.conversations).filter(({ participantRef }) => {
      const partners = list(participantRef)
      return partners.length === 0 || partners.some(one => own.includes(one))
    })
    return [collaboration, ...conversations].flatMap(holder => list(holder.correlationKeys))
  })
}

function readKey(
  key: Moddle,
  subscription: Moddle | undefined,
  reading: Reading,
  n: number,
): CorrelationKeyModel {
  const bindings = list(subscription?.correlationPropertyBinding)
  return {
    id: key.id ?? `key${n + 1}`,
    name: key.name ?? key.id ?? '',
    properties: list(key.correlationPropertyRef).map(property => {
      const bound = bindings.find(one => one.correlationPropertyRef === property)
      const binding = bound && expressionElement(bound.dataPath as Moddle | undefined, reading)
      return {
        name: property.name ?? property.id ?? '',
        retrievals: retrievalsOf(property, reading),
        ...(binding && { binding }),
      }
    }),
  }
}

function retrievalsOf(property: Moddle, reading: Reading): Record<string, Expression> {
  const found: Record<string, Expression> = {}
  for (const retrieval of list(property.correlationPropertyRetrievalExpression)) {
    const message = retrieval.messageRef as Moddle | undefined
    const name = message?.name ?? message?.id
    const path = pathElement(retrieval.messagePath as Moddle | undefined, reading)
    if (name && path) found[name] = path
  }
  return found
}

function list(value: unknown): Moddle[] {
  return (value as Moddle[] | undefined) ?? []
}
