/**
 * Brings messages and signals to those who wait for them. A message is kept before anybody is asked, and whoever begins
 * to wait looks for kept ones after its own commit: so the two cannot miss each other, whichever comes first. A
 * reservation on the message keeps it from being taken twice.
 */
import { type Letter, slotCount } from '../adapters/store.ts'
import type { ProcessInstance, Subscription } from '../core/instance.ts'
import { NotFound, Refused } from '../errors.ts'
import { durationMilliseconds } from '../model/durations.ts'
import { choose, nobodyWaits } from './choose.ts'
import type { Correlated, Message, Signal } from './engine.ts'
import { reportRefusal } from './handlers/quietly.ts'
import { createMatching, type Wanting } from './matching.ts'
import type { Runtime } from './runtime.ts'
import { byStart, createStarting } from './starting.ts'

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

export function createCorrelation(runtime: Runtime): Correlation {
  const { store, clock, ports, settings } = runtime
  const matching = createMatching(runtime)
  const starting = createStarting(runtime, matching)
  let latest = 0

  async function correlate(message: Message): Promise<Correlated> {
    const letter = await addressed(toLetter(message), message.mode)
    const known = await store.messages.receive(letter)
    if (known && known.status !== 'open')
      return {
        delivered: placesOf(known.takers),
        started: known.started,
        buffered: known.status === 'waiting',
        duplicate: true,
      }
    const handed = await handOut(known ?? letter)
    if (letter.mode && handed.delivered.length + handed.started.length === 0) throw nobodyWaits(letter)
    return { ...handed, duplicate: false }
  }

  /** Who is to take it is settled before it is kept, so that a repetition finds the same. */
  async function addressed(letter: Letter, mode: Message['mode']): Promise<Letter> {
    if (mode !== 'one' && mode !== 'all') return letter
    const known = await store.messages.get(letter._id)
    if (known) return known
    return {
      ...letter,
      mode,
      expiresAt: letter.receivedAt,
      takers: await choose(letter, mode, matching, starting),
    }
  }

  async function handOut(letter: Letter): Promise<Omit<Correlated, 'duplicate'>> {
    const takers = { ...letter.takers }
    for (const [process, taker] of Object.entries(takers))
      if (taker.subscription === byStart) delete takers[process]
      else if (!(await deliver(letter, taker))) {
        await store.messages.release(letter._id, process)
        delete takers[process]
      }
    if (!letter.mode)
      for await (const wanting of matching.wanting(letter)) {
        const { key } = wanting.instance.definition
        const taker = takers[key] ? undefined : await offer(letter, wanting)
        if (taker) takers[key] = taker
      }
    const starts =
      letter.instance === undefined && !(letter.mode === 'one' && Object.keys(letter.takers).length > 0)
    const started = starts ? await starting.startBy(letter, takers) : []
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
    return { delivered: placesOf(takers), started, buffered }
  }

  /** One message goes to one subscription of a process at most. */
  async function offer(
    letter: Letter,
    { instance, subscription }: Wanting,
  ): Promise<Letter['takers'][string] | undefined> {
    const taker = { instance: instance._id, node: subscription.node, subscription: subscription.id }
    const process = instance.definition.key
    if (!(await store.messages.take(letter._id, process, taker))) return undefined
    if (await deliver(letter, taker)) return taker
    await store.messages.release(letter._id, process)
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
      if (error instanceof Refused && error.code === 'invalid')
        await reportRefusal(error, instance, taker.node, runtime)
      if (error instanceof Refused) return error.code === 'duplicate'
      if (error instanceof NotFound) return false
      throw error
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
    let delivered = 0
    for await (const { instance, subscription } of matching.wanting(letter)) {
      const { id, node } = subscription
      if (instance._id === letter.instance) continue
      if (await deliver(letter, { instance: instance._id, node, subscription: id })) delivered++
    }
    const started = await starting.startBy(letter, {})
    await store.messages.finish(letter._id, { status: 'done', started })
    return { delivered, started }
  }

  async function lookInTray(instance: ProcessInstance, subscription: Subscription): Promise<void> {
    const { name, key } = subscription
    const letters = await store.messages.waiting({ name, ...(key !== undefined && { key }) }, clock.instant())
    for (const letter of letters) {
      if (letter.mode || letter.takers[instance.definition.key] || !isMeant(letter, instance)) continue
      if (!(await matching.isFor(letter, instance, subscription))) continue
      if (!(await offer(letter, { instance, subscription }))) continue
      await store.messages.finish(letter._id, { status: 'done' })
      return
    }
  }

  function toLetter({ id, name, correlationKey, payload, subject, instance, ttl }: Message): Letter {
    // Two that come within one millisecond keep their order.
    latest = Math.max(Date.parse(clock.instant()), latest + 1)
    const kept = ttl === undefined ? keptByDefault : (durationMilliseconds(ttl) ?? keptByDefault)
    return {
      _id: id,
      kind: 'message',
      name,
      ...(correlationKey !== undefined && { key: correlationKey }),
      ...(payload !== undefined && { payload }),
      ...(subject && { subject }),
      ...(instance !== undefined && { instance }),
      receivedAt: new Date(latest).toISOString(),
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
      // A suspended instance is asked by nobody: when it goes on, all it waits for is new.
      const before = previous?.status === 'running' ? previous : null
      if (instance.status !== 'running' || instance.subscriptions === before?.subscriptions) return
      const known = new Set(before?.subscriptions.map(({ id }) => id))
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

function placesOf(takers: Letter['takers']): Correlated['delivered'] {
  return Object.values(takers).flatMap(({ instance, node, subscription }) =>
    subscription === byStart ? [] : [{ instance, node }],
  )
}

function isMeant({ subject, instance }: Letter, { _id, subject: served }: ProcessInstance): boolean {
  if (instance !== undefined && instance !== _id) return false
  return !subject || (served?.id === subject.id && served.entity === subject.entity)
}
