/**
 * Work that takes minutes and survives its server: whoever holds a record's lease runs it, says where it stands after
 * each stretch, and what a crash or a stop leaves behind is found and taken on, here or on another server.
 */
import { isUnavailable } from '#engine'
import { ApiError } from '../middleware/errors.ts'
import type { Services } from '../services.ts'

const sweepEvery = 3_000
/** How long a server that is not heard of is waited for. */
const leaseTime = 10_000

/** What every record of long work holds. */
export interface LongRecord {
  _id: string
  status: string
  endedAt: Date | null
  /** Why it was paused. */
  message: string | null
  /** Which server process works on it, and until when that is certain. */
  runner: string | null
  lease: Date | null
}

/** A run's hold on its record. */
export interface Hold<Work extends LongRecord> {
  /** Writes where the work stands and keeps the lease; null when it is no longer ours: cancelled, taken over, stopped. */
  save(set?: Partial<Work>, add?: Counts): Promise<Work | null>
}

type Counts = Record<string, number>

/** One kind of long work. */
export interface Kind<Work extends LongRecord> {
  collection: string
  /** In the log: `migration`. */
  what: string
  /** Carries on from where the record says; answers what to note at the end, or null when it lost its hold. */
  run(record: Work, hold: Hold<Work>): Promise<Partial<Work> | null>
  /** Told when a run is over, however it came to that. */
  ended?(id: string): Promise<void>
}

export interface LongWork<Work extends LongRecord> {
  /** Takes the lease, if nobody has it, and runs in the background. */
  work(id: string): Promise<void>
  /** Stops what runs or is paused; null when it is neither. */
  cancel(id: string, set?: Partial<Work>): Promise<Work | null>
  /** Lets what was paused or cancelled go on; null when it was neither. */
  resume(id: string): Promise<Work | null>
  /** Settles when this process does nothing for it any more. */
  finished(id: string): Promise<void>
  /** Goes on with what was interrupted, now and every few seconds. */
  start(): void
  stop(): Promise<void>
}

/** The long work of one kind in this server process. */
export function createLongWork<Work extends LongRecord>(
  services: Services,
  { collection, what, run, ended }: Kind<Work>,
): LongWork<Work> {
  const records = () => services.db.collection<LongRecord>(collection)
  const running = new Map<string, Promise<void>>()
  const me = services.newId()
  let timer: NodeJS.Timeout | undefined
  let stopping = false

  const fromNow = () => new Date(services.now().getTime() + leaseTime)
  const free = () => ({ $or: [{ lease: null }, { lease: { $lt: services.now() } }] })
  const ours = (_id: string) => ({ _id, runner: me, status: 'running' })
  const released = { runner: null, lease: null }

  const work = async (id: string): Promise<void> => {
    if (running.has(id) || stopping) return
    const record = await records().findOneAndUpdate(
      { _id: id, status: 'running', ...free() },
      { $set: { runner: me, lease: fromNow() } },
      { returnDocument: 'after' },
    )
    if (record)
      running.set(
        id,
        carry(record as unknown as Work).finally(() => running.delete(id)),
      )
  }

  const carry = async (record: Work): Promise<void> => {
    const { _id } = record
    const beat = setInterval(() => void save(_id).catch(() => {}), leaseTime / 3)
    try {
      const end = await run(record, { save: (set, add) => save(_id, set, add) })
      if (end) await leave(_id, { ...(end as Partial<LongRecord>), status: 'done', endedAt: services.now() })
    } catch (error) {
      await halt(_id, error)
    } finally {
      clearInterval(beat)
      // Nothing is left to release where it came to its end; where the database was away, somebody takes it on at once.
      await leave(_id).catch(() => {})
      await ended?.(_id).catch(() => {})
    }
  }

  const save = async (id: string, set: Partial<Work> = {}, add?: Counts): Promise<Work | null> => {
    if (stopping) return null
    const progress = { $set: { ...set, lease: fromNow() }, ...(add && { $inc: add }) }
    return (await records().findOneAndUpdate(ours(id), progress, { returnDocument: 'after' })) as Work | null
  }

  const leave = (id: string, set: Partial<LongRecord> = {}) =>
    records().updateOne(ours(id), { $set: { ...set, ...released } })

  /** A fault we do not understand pauses the work; a database that is away comes back, and the sweeper with it. */
  const halt = async (id: string, error: unknown): Promise<void> => {
    if (isUnavailable(error)) return
    services.log.error({ err: error, [what]: id }, `The ${what} was paused by an error`)
    const message =
      error instanceof ApiError
        ? error.message
        : 'Something went wrong on our side. Nothing is lost; go on, or tell your administrator.'
    await leave(id, { status: 'paused', message }).catch(() => {})
  }

  const sweep = async (): Promise<void> => {
    const found = await records()
      .find({ status: 'running', ...free() }, { projection: { _id: 1 } })
      .toArray()
    for (const { _id } of found) await work(_id)
  }

  const change = async (id: string, from: string[], to: Partial<LongRecord>): Promise<Work | null> =>
    (await records().findOneAndUpdate(
      { _id: id, status: { $in: from } },
      { $set: { ...to, ...released } },
      { returnDocument: 'after' },
    )) as Work | null

  return {
    work,
    cancel: (id, set = {}) =>
      change(id, ['running', 'paused'], { ...set, status: 'cancelled', endedAt: services.now() }),
    async resume(id) {
      const record = await change(id, ['cancelled', 'paused'], {
        status: 'running',
        endedAt: null,
        message: null,
      })
      if (record) await work(id)
      return record
    },
    finished: id => running.get(id) ?? Promise.resolve(),
    start() {
      const look = () =>
        void sweep().catch(error => services.log.warn({ err: error }, `No ${what} could be looked for`))
      look()
      timer ??= setInterval(look, sweepEvery)
      timer.unref()
    },
    async stop() {
      stopping = true
      clearInterval(timer)
      timer = undefined
      // First the leases are given back, so that another server, or the next start, goes on at once.
      await records().updateMany({ runner: me, status: 'running' }, { $set: released })
      await Promise.allSettled(running.values())
    },
  }
}
