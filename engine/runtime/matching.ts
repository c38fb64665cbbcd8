/** Whom a message is for: the ears to ask for, the instances that have them, and whether one of them is really meant. */
import { type Ear, type Letter, subscribes } from '../adapters/store.ts'
import { keyOf, keysIn } from '../core/conversation.ts'
import type { ProcessInstance, Subscription } from '../core/instance.ts'
import { signalHearers } from '../core/signals.ts'
import type { Runtime } from './runtime.ts'

export interface Matching {
  /** Everybody who waits for the letter, those who know its key first. */
  wanting(letter: Letter): AsyncGenerator<Wanting>
  isFor(letter: Letter, instance: ProcessInstance, subscription: Subscription): Promise<boolean>
  /** The key by which the letter belongs to a conversation of this process, if it says one. */
  keyFor(letter: Letter, process: { key: string; version: number }): Promise<string | undefined>
}

export interface Wanting {
  instance: ProcessInstance
  subscription: Subscription
}

const page = 200

export function createMatching(runtime: Runtime): Matching {
  const { store } = runtime

  async function* wanting(letter: Letter): AsyncGenerator<Wanting> {
    const seen = new Set<string>()
    for (const ear of await earsFor(letter))
      for await (const instance of listeners(ear))
        for (const subscription of await earsOf(instance, letter)) {
          const id = `${instance._id} ${subscription.id}`
          if (seen.has(id) || !(await isFor(letter, instance, subscription))) continue
          seen.add(id)
          yield { instance, subscription }
        }
  }

  async function earsOf(instance: ProcessInstance, { kind, name }: Letter): Promise<Subscription[]> {
    if (kind === 'message') return instance.subscriptions
    return signalHearers(await runtime.definitions.process(instance.definition), instance, name)
  }

  /** What the letter says aloud, or else every key that some process of today reads out of its payload. */
  async function earsFor(letter: Letter): Promise<Ear[]> {
    const plain = earOf(letter)
    if (!isReadable(letter) || letter.subject || letter.instance !== undefined) return [plain]
    const keys = new Set<string>()
    for (const { process } of await runtime.definitions.latest())
      for (const key of keysIn(process, letter.name)) {
        const value = keyOf(key, letter.name, letter.payload ?? null)
        if (value !== undefined) keys.add(value)
      }
    return [...[...keys].map(key => ({ kind: 'message' as const, name: letter.name, key })), plain]
  }

  async function isFor(
    letter: Letter,
    instance: ProcessInstance,
    subscription: Subscription,
  ): Promise<boolean> {
    const { kind, name, correlation, key } = subscription
    if (!isReadable(letter) || correlation === undefined || key === undefined)
      return subscribes(subscription, earOf(letter))
    if (kind !== letter.kind || name !== letter.name) return false
    const process = await runtime.definitions.process(instance.definition)
    const model = keysIn(process, name).find(({ id }) => id === correlation)
    const brought = model && keyOf(model, name, letter.payload ?? null)
    if (brought !== undefined) return brought === key
    return letter.subject !== undefined || letter.instance !== undefined
  }

  async function keyFor(
    letter: Letter,
    version: { key: string; version: number },
  ): Promise<string | undefined> {
    if (!isReadable(letter)) return letter.key
    const process = await runtime.definitions.process(version)
    for (const key of keysIn(process, letter.name)) {
      const value = keyOf(key, letter.name, letter.payload ?? null)
      if (value !== undefined) return value
    }
    return undefined
  }

  async function* listeners(ear: Ear): AsyncGenerator<ProcessInstance> {
    for (let after: string | undefined; ; ) {
      const found = await store.instances.listening(ear, {
        ...(after !== undefined && { after }),
        limit: page,
      })
      yield* found
      if (found.length < page) return
      after = found.at(-1)!._id
    }
  }

  return { wanting, isFor, keyFor }
}

/** A message that names no key may carry one in its payload (§8.4.2). */
function isReadable({ kind, key }: Letter): boolean {
  return kind === 'message' && key === undefined
}

/** The ear that hears exactly this letter. */
export function earOf({ kind, name, key, subject, instance }: Letter): Ear {
  if (kind === 'signal') return { kind, name }
  return {
    kind,
    name,
    ...(key !== undefined && { key }),
    ...(subject && { subject }),
    ...(instance !== undefined && { instance }),
  }
}
