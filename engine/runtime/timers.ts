/**
 * Wakes instances whose time has come: timers to fire, effects that a dead server left. Each server looks after its
 * share of the instances; what is late anyway may be taken by any. A wake-up that comes twice or for nothing is
 * harmless: the instance no longer knows the timer, or the claim fails.
 */
import { type Stored, slotCount } from '../adapters/store.ts'
import type { ProcessInstance } from '../core/instance.ts'
import { NotFound, Refused, Unavailable } from '../errors.ts'
import { type Held, versionOf } from './desk.ts'
import { reportRefusal } from './handlers/quietly.ts'
import { nextWake } from './plan.ts'
import type { Runtime } from './runtime.ts'

export interface Timers {
  /** One round; answers how many instances were woken. */
  sweep(): Promise<number>
  start(): void
  stop(): Promise<void>
}

const batch = 200
const atOnce = 64
const beat = 2000
/** A share whose instances are so late (milliseconds) is anybody's. */
const neglected = 2000
const mostRounds = 100

export function createTimers(runtime: Runtime): Timers {
  const { store, ports, clock, desk, settings } = runtime
  const worker = ports.newId()
  const waking = new Set<string>()
  let slots: number[] | undefined
  let nextBeat = 0
  let nextRescue = 0
  let running: Promise<void> | undefined
  let stopped = false
  let interrupt = () => {}

  async function sweep(): Promise<number> {
    await live()
    const { found } = await store.instances.due({ ...(slots && { slots }), limit: batch })
    let woken = await wakeAll(found)
    // Whoever has enough of his own leaves the others theirs: they are late because there is much, not because they fell.
    if (woken < batch && performance.now() >= nextRescue) {
      nextRescue = performance.now() + 1000 + Math.random() * 500
      const late = await store.instances.due({ lateBy: neglected, limit: batch })
      woken += await wakeAll(late.found)
    }
    return woken
  }

  /** Says that this server lives, and learns its share. */
  async function live(): Promise<void> {
    if (performance.now() < nextBeat) return
    nextBeat = performance.now() + beat
    await clock.sync()
    const { rank, count } = await store.workers.beat(worker, 3 * beat)
    slots =
      count > 1 ? Array.from({ length: slotCount }, (_, n) => n).filter(n => n % count === rank) : undefined
  }

  async function wakeAll(found: Stored[]): Promise<number> {
    const queue = found.filter(({ instance }) => !waking.has(instance._id))
    for (const { instance } of queue) waking.add(instance._id)
    const next = async () => {
      for (let stored = queue.shift(); stored; stored = queue.shift()) await wake(stored)
    }
    const count = queue.length
    await Promise.all(Array.from({ length: Math.min(atOnce, count) }, next))
    return count
  }

  async function wake(stored: Stored): Promise<void> {
    const id = stored.instance._id
    try {
      const held = desk.put(stored)
      await fireAll(held)
      if (performance.now() < runtime.calmUntil) return
      await runtime.outbox.catchUp(held)
      await planAgain(held, stored)
    } catch (error) {
      if (error instanceof Unavailable) return
      ports.log.error(
        { error, instance: id },
        'An instance could not be woken; it is tried again in a minute',
      )
      const { instance, commit } = stored
      const version = { instance: id, revision: instance.revision, commit }
      await store.instances.planWake(version, clock.in(60_000)).catch(() => {})
    } finally {
      waking.delete(id)
    }
  }

  async function fireAll(held: Held): Promise<void> {
    for (let round = 0; round < mostRounds; round++) {
      const now = clock.instant()
      const timer = earliest(held.instance)
      if (!timer || timer.due > now || runtime.stopping) return
      try {
        const body = { type: 'fireTimer', timer: timer.id } as const
        await runtime.perform.command(held.instance._id, {
          body,
          id: `${timer.id}@${timer.due}`,
          by: 'timer',
        })
      } catch (error) {
        if (!(error instanceof Refused || error instanceof NotFound)) throw error
        if (error instanceof Refused && error.code === 'notWaiting') return
        if (error instanceof Refused && error.code === 'invalid')
          return await standStill(held, timer.node, error)
        ports.log.warn(
          { instance: held.instance._id, timer: timer.id, reason: error.message },
          'A timer was refused',
        )
        return
      }
    }
  }

  /** A person is told; whether it can be taken meanwhile is tried again now and then. */
  async function standStill(held: Held, node: string, refused: Refused): Promise<void> {
    if (await reportRefusal(refused, held.instance._id, node, runtime)) return
    await store.instances.planWake(versionOf(held), clock.in(60_000))
  }

  /** What was found to want nothing any more, or something later, is not looked at until then. */
  async function planAgain(held: Held, { instance: before, commit }: Stored): Promise<void> {
    if (held.commit !== commit) return
    const wakeAt = nextWake(held.instance)
    if (wakeAt !== before.wakeAt) await store.instances.planWake(versionOf(held), wakeAt)
  }

  async function loop(): Promise<void> {
    while (!stopped) {
      let woken = 0
      try {
        woken = await sweep()
      } catch (error) {
        if (error instanceof Unavailable) runtime.calmUntil = performance.now() + settings.lease / 2
        else ports.log.error({ error }, 'The look for due instances failed')
      }
      // A full round means that more is due: on without a pause.
      if (woken < batch) await rest(settings.poll * (0.75 + Math.random() / 2))
    }
  }

  function rest(milliseconds: number): Promise<void> {
    return new Promise(done => {
      const timer = setTimeout(done, milliseconds)
      interrupt = () => {
        clearTimeout(timer)
        done()
      }
    })
  }

  return {
    sweep,
    start() {
      running ??= loop()
    },
    async stop() {
      stopped = true
      interrupt()
      await running
      await store.workers.leave(worker).catch(() => {})
    },
  }
}

function earliest({ timers, status }: ProcessInstance): ProcessInstance['timers'][number] | undefined {
  if (status !== 'running') return undefined
  return timers.reduce<ProcessInstance['timers'][number] | undefined>(
    (least, timer) => (!least || timer.due < least.due ? timer : least),
    undefined,
  )
}
