/**
 * The alarm clock on Agenda, for scheduled starts and housekeeping: few jobs, far apart. Timers of instances never come
 * here. The guards below answer defects of Agenda that were seen: a stall through leaked locks, jobs inserted twice,
 * polls that read every waiting job, a lost connection that ends the process.
 */
import { MongoBackend } from '@agendajs/mongo-backend'
import { Agenda, exponential } from 'agenda'
import mongoose, { type Connection } from 'mongoose'
import type { Alarm } from '../alarm.ts'
import { durabilityAt } from '../mongo/connection.ts'

export interface AgendaAlarmOptions {
  uri: string
  collection?: string
  log?: { warn(fields: object, message: string): void }
}

const lockLifetime = 60_000
const remembered = 7 * 86_400_000

interface Ring {
  key: string
}

export function createAgendaAlarm({ uri, collection = 'agenda', log }: AgendaAlarmOptions): Alarm {
  const repeated = new Map<string, number>()
  let ring: ((key: string) => Promise<void>) | undefined
  let agenda: Agenda | undefined
  let connection: Connection | undefined
  let housekeeping: NodeJS.Timeout | undefined
  let stalledSince: number | undefined

  async function open(): Promise<Agenda> {
    const writeConcern = await durabilityAt(uri)
    connection ??= await mongoose.createConnection(uri, { writeConcern, maxPoolSize: 2 }).asPromise()
    const jobs = connection.collection(collection)
    await jobs.createIndex({ name: 1, lockedAt: 1, nextRunAt: 1, priority: -1 })
    await jobs.createIndex(
      { name: 1, 'data.key': 1 },
      { unique: true, partialFilterExpression: { 'data.key': { $exists: true } } },
    )
    const backend = new MongoBackend({ address: uri, collection, options: { writeConcern, maxPoolSize: 5 } })
    const made = new Agenda({
      backend,
      processEvery: 1000,
      maxConcurrency: 10,
      defaultConcurrency: 5,
      defaultLockLimit: 15,
      defaultLockLifetime: lockLifetime,
    })
    // Without a listener, a lost connection would end the process.
    made.on('error', error => log?.warn({ error }, 'Agenda met an error and goes on'))
    await made.ready
    const backoff = exponential({ delay: 2000, maxDelay: 300_000, maxRetries: 12 })
    made.define<Ring>('ring', async job => ring?.(job.attrs.data.key), { backoff, lockLifetime })
    for (const name of repeated.keys()) define(made, name)
    return made
  }

  function define(made: Agenda, name: string): void {
    made.define(name, async () => ring?.(name), { lockLifetime, concurrency: 1, lockLimit: 2 })
  }

  async function begin(): Promise<void> {
    await agenda!.start()
    for (const [name, seconds] of repeated) await agenda!.every(`${seconds} seconds`, name)
  }

  /** A leaked lock count would keep Agenda from taking jobs for ever: then it is made anew. */
  async function watch(): Promise<void> {
    if (!agenda) return
    const { lockedJobs, runningJobs, queuedJobs } = await agenda.getRunningStats()
    const stalled = Number(lockedJobs) > 0 && Number(runningJobs) === 0 && Number(queuedJobs) === 0
    if (!stalled) stalledSince = undefined
    else if (stalledSince === undefined) stalledSince = performance.now()
    else if (performance.now() - stalledSince > lockLifetime) {
      log?.warn({}, 'Agenda stands still; it is started anew')
      stalledSince = undefined
      await agenda.stop()
      agenda = await open()
      await begin()
    }
    const before = new Date(Date.now() - remembered)
    await connection?.collection(collection).deleteMany({ name: 'ring', lastFinishedAt: { $lt: before } })
  }

  return {
    async set(key, at) {
      agenda ??= await open()
      const job = agenda.create<Ring>('ring', { key })
      // The job stays after it rang, so that a repetition of its key does not ring again.
      job.unique({ 'data.key': key }, { insertOnly: true }).schedule(at)
      await job.save()
    },
    async every(name, seconds) {
      repeated.set(name, seconds)
      if (!agenda) return
      define(agenda, name)
      if (ring) await agenda.every(`${seconds} seconds`, name)
    },
    async start(onRing) {
      ring = onRing
      agenda ??= await open()
      await begin()
      const look = () => void watch().catch(error => log?.warn({ error }, 'Agenda could not be looked after'))
      housekeeping = setInterval(look, lockLifetime / 2)
      housekeeping.unref()
    },
    async stop() {
      clearInterval(housekeeping)
      await agenda?.stop()
      await connection?.close()
      agenda = undefined
      connection = undefined
      ring = undefined
    },
  }
}
