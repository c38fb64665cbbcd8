/**
 * Brings messages and signals to those who wait for them. A message is kept before anybody is asked, and whoever begins
 * to wait looks for kept ones after its own commit: so the two cannot miss each other, whichever comes first. A
 * reservation on the message keeps it from being taken twice.
 */
import { type Ear, type Letter, slotCount, subscribes } from '../adapters/store.ts'
import type { ProcessInstance, Subscription } from '../core/instance.ts'
import { NotFound, Refused } from '../errors.ts'
import { durationMilliseconds } from '../model/durations.ts'
import { derivedId } from './derivedId.ts'
import type { Correlated, Message, Signal } from './engine.ts'
import type { Runtime } from './runtime.ts'

export interface Correlation {
  correlate(message: Message): Promise<Correlated>
  signal(signal: Signal): Promise<{ delivered: number; started: string[] }>
  /** Looks whether a kept message is for somebody who has just begun to wait. */
  listen(instance: ProcessInstance, previous: ProcessInstance | null): void
  /** Hands out again what a dead server had begun, or what should have found its taker meanwhile. */
  catchUp(): Promise<void>
}

const keptByDefault = 3_600_000
const remembered = 7 * 86_400_000
const page = 200

export function createCorrelation(runtime: Runtime): Correlation {
  const { store, clock, ports, settings } = runtime

  async function correlate(message: Message): Promise<Correlated> {
    const letter = toLetter(message)
    const known = await store.messages.receive(letter)
    if (known && known.status !== 'open') {
      const delivered = Object.values(known.takers).map(({ instance, node }) => ({ instance, node }))
      return { delivered, started: known.started, buffered: known.status === 'waiting', duplicate: true }
    }
    return { ...(await handOut(known ?? letter)), duplicate: false }
  }

  async function handOut(letter: Letter): Promise<Omit<Correlated, 'duplicate'>> {
    const takers = { ...letter.takers }
    for (const [process, taker] of Object.entries(takers))
      if (!(await deliver(letter, taker))) {
        await store.messages.release(letter._id, process)
        delete takers[process]
      }
    for await (const instance of listeners(earOf(letter))) {
      const taker = takers[instance.definition.key] ? undefined : await offer(letter, instance)
      if (taker) takers[instance.definition.key] = taker
    }
    const started = letter.instance ? [] : await startBy(letter, takers)
    const taken = started.length > 0 || Object.keys(takers).length > 0
    const now = clock.instant()
    const buffered = !taken && letter.expiresAt > now
    // Each look comes twice as late as the one before: a message that waits for days costs next to nothing.
    const age = Date.parse(now) - Date.parse(letter.receivedAt)
    await store.messages.finish(letter._id, {
      status: buffered ? 'waiting' : 'done',
      started,
      lookAt: clock.in(settings.lease + age),
    })
    const delivered = Object.values(takers).map(({ instance, node }) => ({ instance, node }))
    return { delivered, started, buffered }
  }

  /** One message goes to one subscription of a process at most. */
  async function offer(
    letter: Letter,
    instance: ProcessInstance,
  ): Promise<Letter['takers'][string] | undefined> {
    for (const subscription of instance.subscriptions) {
      if (!subscribes(subscription, earOf(letter))) continue
      const taker = { instance: instance._id, node: subscription.node, subscription: subscription.id }
      const process = instance.definition.key
      if (!(await store.messages.take(letter._id, process, taker))) return undefined
      if (await deliver(letter, taker)) return taker
      await store.messages.release(letter._id, process)
    }
    return undefined
  }

  /** False when nobody waits there any more. */
  async function deliver(letter: Letter, taker: Letter['takers'][string]): Promise<boolean> {
    const { instance, subscription } = taker
    const type = letter.kind === 'signal' ? 'deliverSignal' : 'deliverMessage'
    const body = {
      type,
      subscription,
      ...(letter.payload !== undefined && { payload: letter.payload }),
    } as const
    try {
      await runtime.perform.command(instance, { body, id: `${letter._id}/${subscription}` })
      return true
    } catch (error) {
      if (error instanceof Refused) return error.code === 'duplicate'
      if (error instanceof NotFound) return false
      throw error
    }
  }

  async function startBy(letter: Letter, takers: Letter['takers']): Promise<string[]> {
    const started: string[] = []
    for (const { key, version, hash, process } of await runtime.definitions.latest()) {
      const trigger = process.triggers.find(
        one =>
          (one.type === 'message' || one.type === 'signal') &&
          one.type === letter.kind &&
          one.name === letter.name,
      )
      if (!trigger || takers[key]) continue
      const instance = derivedId(letter._id, key, trigger.node)
      if (await isTaken(key, instance, letter)) continue
      await runtime.perform.start({
        id: letter._id,
        body: {
          type: 'start',
          instance,
          definition: { key, version, hash },
          startEvent: trigger.node,
          ...(letter.payload !== undefined && { payload: letter.payload }),
          ...(letter.key !== undefined && { businessKey: letter.key }),
          ...(letter.subject && { subject: letter.subject }),
        },
      })
      started.push(instance)
    }
    return started
  }

  /** While an instance with this correlation key runs, another message with it starts no second one. */
  async function isTaken(key: string, own: string, letter: Letter): Promise<boolean> {
    if (letter.kind === 'signal' || letter.key === undefined) return false
    const status: ProcessInstance['status'][] = ['running', 'suspended']
    const running = await store.instances.find({ key, businessKey: letter.key, status, limit: 2 })
    return running.some(({ _id }) => _id !== own)
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

  async function signal({
    id,
    name,
    payload,
    from,
  }: Signal): Promise<{ delivered: number; started: string[] }> {
    const letter: Letter = {
      ...toLetter({
        id,
        name,
        ttl: 'PT0S',
        ...(payload !== undefined && { payload }),
        ...(from !== undefined && { instance: from }),
      }),
      kind: 'signal',
    }
    const known = await store.messages.receive(letter)
    if (known && known.status !== 'open') return { delivered: 0, started: known.started }
    return broadcast(known ?? letter)
  }

  async function broadcast(letter: Letter): Promise<{ delivered: number; started: string[] }> {
    const ear: Ear = { kind: 'signal', name: letter.name }
    let delivered = 0
    for await (const instance of listeners(ear)) {
      if (instance._id === letter.instance) continue
      const heard = instance.subscriptions.filter(subscription => subscribes(subscription, ear))
      const taken = await Promise.all(
        heard.map(({ id, node }) => deliver(letter, { instance: instance._id, node, subscription: id })),
      )
      delivered += taken.filter(Boolean).length
    }
    const started = await startBy(letter, {})
    await store.messages.finish(letter._id, { status: 'done', started })
    return { delivered, started }
  }

  async function lookInTray(instance: ProcessInstance, subscription: Subscription): Promise<void> {
    const { name, key } = subscription
    const letters = await store.messages.waiting({ name, ...(key !== undefined && { key }) }, clock.instant())
    for (const letter of letters) {
      if (letter.takers[instance.definition.key] || !isMeant(letter, instance)) continue
      if (!subscribes(subscription, earOf(letter)) || !(await offer(letter, instance))) continue
      await store.messages.finish(letter._id, { status: 'done' })
      return
    }
  }

  function toLetter({ id, name, correlationKey, payload, subject, instance, ttl }: Message): Letter {
    const kept = ttl === undefined ? keptByDefault : (durationMilliseconds(ttl) ?? keptByDefault)
    return {
      _id: id,
      kind: 'message',
      name,
      ...(correlationKey !== undefined && { key: correlationKey }),
      ...(payload !== undefined && { payload }),
      ...(subject && { subject }),
      ...(instance !== undefined && { instance }),
      receivedAt: clock.instant(),
      expiresAt: clock.in(kept),
      status: 'open',
      lookAt: clock.in(settings.lease),
      takers: {},
      started: [],
    }
  }

  return {
    correlate,
    signal,
    listen(instance, previous) {
      if (instance.status !== 'running' || instance.subscriptions === previous?.subscriptions) return
      const known = new Set(previous?.subscriptions.map(({ id }) => id))
      for (const subscription of instance.subscriptions)
        if (subscription.kind === 'message' && !known.has(subscription.id))
          lookInTray(instance, subscription).catch(error =>
            ports.log.warn(
              { error, instance: instance._id },
              'Kept messages could not be looked through; later again',
            ),
          )
    },
    async catchUp() {
      const letters = await store.messages.due(clock.instant(), 20 * slotCount)
      for (const letter of letters) await (letter.kind === 'signal' ? broadcast(letter) : handOut(letter))
      await store.messages.tidy(clock.instant(), clock.in(-remembered))
    },
  }
}

function earOf({ kind, name, key, subject, instance }: Letter): Ear {
  if (kind === 'signal') return { kind, name }
  return {
    kind,
    name,
    ...(key !== undefined && { key }),
    ...(subject && { subject }),
    ...(instance !== undefined && { instance }),
  }
}

function isMeant({ subject, instance }: Letter, { _id, subject: served }: ProcessInstance): boolean {
  if (instance !== undefined && instance !== _id) return false
  return !subject || (served?.id === subject.id && served.entity === subject.entity)
}
