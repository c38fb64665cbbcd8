/**
 * Delivers effects, at least once. The server that committed a step delivers what it asked for; what a dead server left
 * is claimed when its lease has run out. Effects of one instance go out in order; its jobs run beside them.
 */
import type { Effect } from '../core/effects.ts'
import type { Instant, ProcessInstance } from '../core/instance.ts'
import { NotFound, Refused, Unavailable } from '../errors.ts'
import { type Held, without } from './desk.ts'
import { handlers } from './handlers/index.ts'
import { createLanes } from './lanes.ts'
import { isDeliverable } from './plan.ts'
import type { Runtime } from './runtime.ts'
import { createTidying } from './tidying.ts'

export interface Outbox {
  /** Delivers what the steps just committed here have asked for. */
  follow(held: Held, effects: Effect[], previous: ProcessInstance | null): void
  /** Delivers what is due in an instance that was read a moment ago and that nobody else has under way. */
  catchUp(held: Held): Promise<void>
  /** Waits until what is under way for an instance, jobs aside, has been told; answers those of the effects that are left. */
  told(instance: string, effects: Effect[]): Promise<Effect[]>
  /** Effects of this process on their way. */
  readonly underWay: number
  /** Waits for what is under way, at most so many milliseconds, and gives the rest back. */
  stop(within: number): Promise<void>
}

/** Attempts after which something that kills its server, or is never taken, counts as poison. */
const mostAttempts = 8
const mostCrashes = 3
const longestWait = 300_000

export function createOutbox(runtime: Runtime): Outbox {
  const { store, ports, clock, settings } = runtime
  /** Effects that this process has taken upon itself, with their instance. */
  const mine = new Map<string, string>()
  const order = createLanes()
  const jobs = createGate(settings.jobs)
  const tidying = createTidying(runtime)

  function follow(held: Held, effects: Effect[], previous: ProcessInstance | null): void {
    tidying.committed(held)
    runtime.correlation.listen(held.instance, previous)
    if (effects.length === 0) return
    const fresh = new Set(effects.map(({ id }) => id))
    dispatch(
      held,
      held.instance.outbox.filter(({ id }) => fresh.has(id)),
    )
  }

  /** What nobody has under way is claimed; behind something another server still has, the rest of the queue waits. */
  async function catchUp(held: Held): Promise<void> {
    const now = clock.instant()
    const claimed: Effect[] = []
    let blocked = false
    for (const effect of held.instance.outbox) {
      if (mine.has(effect.id) || !isDeliverable(held.instance.status, effect)) continue
      const inOrder = effect.type !== 'runJob'
      const leased = (effect.notBefore ?? effect.at) > now
      if ((leased || blocked) && inOrder) blocked = true
      else if (!leased) {
        const taken = await claim(held, effect)
        if (taken) claimed.push(taken)
        else if (inOrder) blocked = true
      }
    }
    dispatch(held, claimed)
    // Whoever left its effects may have left the kept messages unread, too.
    if (claimed.length > 0) runtime.correlation.listen(held.instance, null)
  }

  async function claim(held: Held, effect: Effect): Promise<Effect | null> {
    const attempts = effect.attempts ?? 0
    const until = clock.in(settings.lease)
    const key = { instance: held.instance._id, effect: effect.id, at: effect.at }
    if (!(await store.instances.claim(key, attempts, until))) return null
    const taken = { ...effect, attempts: attempts + 1, notBefore: until }
    replace(held, taken)
    return taken
  }

  function dispatch(held: Held, effects: Effect[]): void {
    const id = held.instance._id
    for (const effect of effects) {
      mine.set(effect.id, id)
      held.pins++
    }
    const queue = effects.filter(({ type }) => type !== 'runJob')
    if (queue.length > 0) void order.run(id, () => deliverInOrder(held, queue))
    for (const effect of effects) if (effect.type === 'runJob') void jobs.run(() => deliverJob(held, effect))
  }

  async function deliverInOrder(held: Held, queue: Effect[]): Promise<void> {
    if (isBehindOthers(held, queue[0]!)) return giveBack(held, queue, clock.in(250))
    await tidying.filed(held)
    for (const [n, effect] of queue.entries()) {
      const until = await deliver(held, effect)
      if (until) return giveBack(held, queue.slice(n), until)
    }
  }

  /** An earlier effect that another server has under way comes first. */
  function isBehindOthers(held: Held, effect: Effect): boolean {
    const { outbox } = held.instance
    const place = outbox.findIndex(({ id }) => id === effect.id)
    return outbox.slice(0, Math.max(0, place)).some(({ id, type }) => type !== 'runJob' && !mine.has(id))
  }

  /**
   * It begins when nothing is being written for its instance, so that its answer need not wait behind that. A job that
   * waited for its turn may have lost its lease to another server meanwhile: it is claimed again then.
   */
  async function deliverJob(held: Held, waited: Effect): Promise<void> {
    await runtime.lanes.free(held.instance._id)
    if (runtime.stopping) return giveBack(held, [waited], clock.instant())
    const late = waited.notBefore! <= clock.instant()
    const effect = late ? await claim(held, waited).catch(() => null) : waited
    if (!effect) return letGo(held, waited)
    const extension = extend(held, effect)
    const until = await deliver(held, effect)
    extension.end()
    if (until) await giveBack(held, [effect], until)
  }

  /** Keeps the lease of a job that takes long; when the database is away, it is tried again soon. */
  function extend(held: Held, effect: Effect): { end(): void } {
    const key = { instance: held.instance._id, effect: effect.id }
    let timer = setTimeout(again, settings.lease / 2)
    let ended = false
    function again(): void {
      store.instances.defer(key, clock.in(settings.lease)).then(
        () => next(settings.lease / 2),
        () => next(settings.lease / 20),
      )
    }
    function next(milliseconds: number): void {
      if (!ended) timer = setTimeout(again, milliseconds)
    }
    return {
      end() {
        ended = true
        clearTimeout(timer)
      },
    }
  }

  /** Undefined when it is done with; else the instant at which it is to be tried again. */
  async function deliver(held: Held, effect: Effect): Promise<Instant | undefined> {
    const { id, attempts = 1 } = effect
    try {
      const most = effect.type === 'runJob' ? Math.max(effect.job.retries, mostCrashes) : mostAttempts
      const again = await (attempts > most
        ? giveUp(held, effect)
        : handlers[effect.type](effect as never, held.instance, runtime))
      if (again) return again
      finish(held, effect)
      return undefined
    } catch (error) {
      const wait = error instanceof Unavailable ? 1000 : Math.min(longestWait, 500 * 2 ** attempts)
      ports.log.warn(
        { error, effect: id, attempts },
        `${effect.type} could not be delivered; it is tried again`,
      )
      return clock.in(wait)
    }
  }

  /** Turns it into an incident, so that somebody sees it; a retry there sends it again. */
  async function giveUp(held: Held, effect: Effect): Promise<Instant | undefined> {
    const instance = held.instance._id
    const message = `${effect.type} was tried ${(effect.attempts ?? 1) - 1} times and never came to its end.`
    ports.log.error({ effect: effect.id, instance }, message)
    const cure = 'See the log for what stopped it, then retry.'
    const body = { type: 'failJob', effect: effect.id, code: 'deliveryFailed', message, cure } as const
    try {
      await runtime.perform.command(instance, { body, id: `${effect.id}/givenUp` })
      return undefined
    } catch (error) {
      if (!(error instanceof Refused || error instanceof NotFound)) throw error
      if (effect.type === 'runJob') return undefined
      // An instance that has ended has no incidents: it is tried on, so rarely that even what kills its server does little harm.
      await store.instances.defer({ instance, effect: effect.id }, clock.in(longestWait))
      return handlers[effect.type](effect as never, held.instance, runtime)
    }
  }

  function finish(held: Held, effect: Effect): void {
    letGo(held, effect)
    if (!held.instance.outbox.some(({ id }) => id === effect.id)) return
    held.delivered.add(effect.id)
    held.instance = without(held.instance, held.delivered)
    tidying.delivered(held)
  }

  async function giveBack(held: Held, effects: Effect[], until: Instant): Promise<void> {
    for (const effect of effects) {
      letGo(held, effect)
      replace(held, { ...effect, notBefore: until })
      const key = { instance: held.instance._id, effect: effect.id }
      // Should this fail, the lease runs out by itself.
      await store.instances.defer(key, until).catch(() => {})
    }
  }

  function letGo(held: Held, effect: Effect): void {
    if (mine.delete(effect.id)) held.pins--
  }

  function replace(held: Held, effect: Effect): void {
    const outbox = held.instance.outbox.map(one => (one.id === effect.id ? effect : one))
    held.instance = { ...held.instance, outbox }
  }

  return {
    follow,
    catchUp,
    async told(instance, effects) {
      await order.run(instance, async () => {})
      const left = new Set(runtime.desk.peek(instance)?.instance.outbox.map(({ id }) => id))
      return effects.filter(({ id }) => left.has(id))
    },
    get underWay() {
      return mine.size
    },
    async stop(within) {
      const deadline = new Promise(done => setTimeout(done, within).unref?.())
      await Promise.race([Promise.all([order.idle(), jobs.idle()]), deadline])
      const now = clock.instant()
      await Promise.all(
        [...mine].map(([effect, instance]) =>
          store.instances.defer({ instance, effect }, now).catch(() => {}),
        ),
      )
      await tidying.stop()
    },
  }
}

/** Jobs that begin at once; of more, as many in each turn of the event loop. */
const atOnce = 4

/**
 * Lets so many in at once; the others queue. A crowd begins a few at a time, so that the answer of one that has been done
 * is on its way to the disk before the next ones begin: what is done, and not yet known to be, is done again after a crash.
 */
function createGate(width: number) {
  const queue: (() => Promise<void>)[] = []
  let inside = 0
  let planned = false
  let empty: (() => void) | undefined

  function next(): void {
    while (inside < Math.min(atOnce, width) && queue.length > 0) begin()
    if (planned || inside === width || queue.length === 0) return
    planned = true
    setImmediate(() => {
      planned = false
      for (let n = 0; n < atOnce && inside < width && queue.length > 0; n++) begin()
      next()
    })
  }

  function begin(): void {
    inside++
    void queue.shift()!().finally(() => {
      inside--
      if (inside === 0 && queue.length === 0) empty?.()
      next()
    })
  }

  return {
    run(work: () => Promise<void>) {
      queue.push(work)
      next()
    },
    idle: () =>
      new Promise<void>(done => {
        if (inside === 0 && queue.length === 0) done()
        else empty = done
      }),
  }
}
