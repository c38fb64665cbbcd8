/** Imports at work: whoever holds the lease runs one; what a crash leaves behind is found and taken on. */
import { ApiError } from '../../middleware/errors.ts'
import type { Services } from '../../services.ts'
import type { Files } from './files.ts'
import { leaseTime, publish, runImport } from './run.ts'
import type { ImportRecord } from './types.ts'

const sweepEvery = 3_000

export interface Jobs {
  /** Takes the import's lease, if nobody has it, and runs it in the background. */
  work(id: string): Promise<void>
  finished(id: string): Promise<void>
  start(): void
  stop(): Promise<void>
}

/** The jobs of this server process. */
export function createJobs(services: Services, files: Files): Jobs {
  const imports = () => services.db.collection<ImportRecord>('imports')
  const running = new Map<string, Promise<void>>()
  const me = services.newId()
  let timer: NodeJS.Timeout | undefined
  let stopping = false

  const fromNow = () => new Date(services.now().getTime() + leaseTime)
  const free = () => ({ $or: [{ lease: null }, { lease: { $lt: services.now() } }] })

  const work = async (id: string): Promise<void> => {
    if (running.has(id) || stopping) return
    const record = await imports().findOneAndUpdate(
      { _id: id, status: 'running', ...free() },
      { $set: { runner: me, lease: fromNow() } },
      { returnDocument: 'after' },
    )
    if (record) running.set(id, run(record))
  }

  const run = async (record: ImportRecord): Promise<void> => {
    const { _id } = record
    const beat = setInterval(() => {
      const longer = { $set: { lease: fromNow() } }
      imports()
        .updateOne({ _id, runner: me, status: 'running' }, longer)
        .catch(() => {})
    }, leaseTime / 3)
    try {
      await runImport(services, record, me, files.tablesOf(_id))
    } catch (error) {
      await halt(_id, error)
    } finally {
      clearInterval(beat)
      running.delete(_id)
      await tellEnd(_id).catch(() => {})
    }
  }

  /** A fault we do not understand pauses the import; a database that is away comes back, and the sweeper with it. */
  const halt = async (_id: string, error: unknown): Promise<void> => {
    if (/^Mongo(Network|ServerSelection|NotConnected)/.test((error as Error).name)) return
    services.log.error({ err: error, import: _id }, 'The import was paused by an error')
    const message =
      error instanceof ApiError
        ? error.message
        : 'Something went wrong on our side. Nothing is lost; resume the import, or tell your administrator.'
    const paused = { status: 'paused' as const, message, runner: null, lease: null }
    await imports()
      .updateOne({ _id, runner: me, status: 'running' }, { $set: paused })
      .catch(() => {})
  }

  const tellEnd = async (_id: string): Promise<void> => {
    const after = await imports().findOne({ _id }, { projection: { done: 1, total: 1, status: 1 } })
    if (after) publish(services, after)
  }

  const sweep = async (): Promise<void> => {
    const found = await imports()
      .find({ status: 'running', ...free() }, { projection: { _id: 1 } })
      .toArray()
    for (const { _id } of found) await work(_id)
  }

  return {
    work,
    finished: id => running.get(id) ?? Promise.resolve(),
    start() {
      const look = () =>
        void sweep().catch(error => services.log.warn({ err: error }, 'Imports could not be looked for'))
      look()
      timer ??= setInterval(look, sweepEvery)
      timer.unref()
    },
    async stop() {
      stopping = true
      clearInterval(timer)
      timer = undefined
      // The lease is given back, so that another server, or the next start, goes on at once.
      await imports().updateMany({ runner: me, status: 'running' }, { $set: { runner: null, lease: null } })
      await Promise.allSettled(running.values())
    },
  }
}
