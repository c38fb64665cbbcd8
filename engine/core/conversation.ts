/**
 * Conversations (§8.4.2): messages that share a correlation key belong together. The key is set by the first message sent
 * or received that has all its properties; where the process binds the properties to its own data, it is read from there
 * again whenever they change.
 */
import type { CompiledProcess } from '../compiler/types.ts'
import { evaluate } from '../model/expressions.ts'
import type { CorrelationKeyModel, Expression } from '../model/types.ts'
import { putSubscription } from './ears.ts'
import { Fault } from './fault.ts'
import type { Json, Subscription } from './instance.ts'
import { compute, type Place } from './variables.ts'
import { keep, nextId, rootOf, type Work } from './work.ts'

/** The keys that a message of this name can carry: it has a place for each of their properties. */
export function keysIn(process: CompiledProcess, message: string): CorrelationKeyModel[] {
  return (process.correlations ?? []).filter(({ properties }) =>
    properties.every(({ retrievals }) => Object.hasOwn(retrievals, message)),
  )
}

/** The key's value as a message brings it; undefined when one of its properties is missing there. */
export function keyOf(key: CorrelationKeyModel, message: string, payload: Json): string | undefined {
  const inside = isRecord(payload) ? payload : {}
  return composed(
    key.properties.map(({ retrievals }) =>
      answer(retrievals[message]!, { ...inside, payload, message: payload }),
    ),
  )
}

/** A message came or went: keys of this conversation that it is the first to carry are known from now on. */
export function converse(work: Work, message: string, payload: Json): void {
  const known = conversationOf(work)
  const learnt: Record<string, string> = {}
  for (const key of keysIn(work.process, message)) {
    if (isBound(key) || key.id in known) continue
    const value = keyOf(key, message, payload)
    if (value !== undefined) learnt[key.id] = value
  }
  if (Object.keys(learnt).length === 0) return
  keep(work, rootOf(work).id, { conversation: { ...known, ...learnt } })
  work.changed = true
}

/**
 * By which key a message is awaited here. Without `key` the conversation has none yet, and its first message sets it;
 * an empty one, bound to data that are not there yet, is no message's.
 */
export function awaitedKey(
  work: Work,
  place: Place,
  message: string,
): Pick<Subscription, 'correlation' | 'key'> {
  const keys = keysIn(work.process, message)
  const known = conversationOf(work)
  const chosen = keys.find(key => isBound(key) || key.id in known) ?? keys[0]
  if (!chosen) return {}
  const bound = isBound(chosen)
  const key = bound ? (boundKey(work, place, chosen) ?? '') : known[chosen.id]
  return { correlation: chosen.id, ...(key !== undefined && { key }) }
}

/** Whoever waits by a key that has changed meanwhile, or was not yet known, waits by the new one. */
export function followKeys(work: Work): void {
  if (!work.process.correlations) return
  for (const ear of [...work.subscriptions.values()]) {
    if (ear.correlation === undefined) continue
    const now = keyNow(work, ear)
    if (!now || now.key === ear.key) continue
    // A new id, so that messages which came before are looked through for the new key.
    work.subscriptions.delete(ear.id)
    const { key: _, ...rest } = ear
    putSubscription(work, { ...rest, id: nextId(work), ...now })
  }
}

/** Data that cannot be read just now leave the key as it was. */
function keyNow(work: Work, ear: Subscription): ReturnType<typeof awaitedKey> | undefined {
  const place = (ear.token !== undefined && work.tokens.get(ear.token)) || { scope: ear.scope }
  try {
    return awaitedKey(work, place, ear.name)
  } catch (fault) {
    if (fault instanceof Fault) return undefined
    throw fault
  }
}

function isBound({ properties }: CorrelationKeyModel): boolean {
  return properties.length > 0 && properties.every(({ binding }) => binding !== undefined)
}

function boundKey(work: Work, place: Place, { properties }: CorrelationKeyModel): string | undefined {
  return composed(properties.map(({ binding }) => compute(work, place, binding!)))
}

function conversationOf(work: Work): Record<string, string> {
  return (rootOf(work).data?.conversation ?? {}) as Record<string, string>
}

function answer(expression: Expression, context: Record<string, Json>): Json {
  if (expression.type === 'literal') return expression.value
  return expression.type === 'feel' ? evaluate(expression.text, context) : null
}

/** One value as it stands, several as a list; text and number of the same look are the same. */
function composed(values: Json[]): string | undefined {
  if (values.length === 0 || values.some(value => value === null)) return undefined
  const texts = values.map(value => (typeof value === 'string' ? value : JSON.stringify(value)))
  return texts.length === 1 ? texts[0] : JSON.stringify(texts)
}

function isRecord(value: Json): value is Record<string, Json> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
