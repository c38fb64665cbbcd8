/** Migrations at work: whoever holds the lease moves what is still pending; what a crash leaves is taken on. */
import { RefusedCommand } from '#engine'
import type { Services } from '../../services.ts'
import type { MigrationRecord, ResultRecord } from './types.ts'

const sweepEvery = 3_000
const leaseTime = 10_000
/** Instances moved at the same time. */
const atOnce = 8

export interface Jobs {
  /** Takes the migration's lease, if nobody has it, and works in the background. */
  work(id: string): Promise<void>
  finished(id: string): Promise<void>
  start(): void
  stop(): Promise<void>
}

/** The migrations of this server process. */
export function createJobs(services: Services): Jobs {
  const migrations = () => services.db.collection<MigrationRecord>('migrations')
  const results = () => services.db.collection<ResultRecord>('migrationResults')
  const running = new Map<string, Promise<void>>()
  const me = services.newId()
  let timer: NodeJS.Timeout | undefined
  let stopping = false

  const fromNow = () => new Date(services.now().getTime() + leaseTime)
  const free = () => ({ $or: [{ lease: null }, { lease: { $lt: services.now() } }] })

  const work = async (id: string): Promise<void> => {
    if (running.has(id) || stopping) return
    const record = await migrations().findOneAndUpdate(
      { _id: id, status: 'running', ...free() },
      { $set: { runner: me, lease: fromNow() } },
      { returnDocument: 'after' },
    )
    if (record)
      running.set(
        id,
        run(record).finally(() => running.delete(id)),
      )
  }

  /** Round by round, as long as the lease is ours and somebody wants it. */
  const run = async (record: MigrationRecord): Promise<void> => {
    const { _id } = record
    try {
      while (!stopping) {
        const held = await migrations().updateOne(
          { _id, runner: me, status: 'running' },
          { $set: { lease: fromNow() } },
        )
        if (held.matchedCount === 0) return
        const pending = await results().find({ migration: _id, state: 'pending' }).limit(atOnce).toArray()
        if (pending.length === 0) {
          const done = { status: 'done' as const, endedAt: services.now(), runner: null, lease: null }
          await migrations().updateOne({ _id, runner: me, status: 'running' }, { $set: done })
          return
        }
        await Promise.all(pending.map(result => carry(record, result)))
      }
    } catch (error) {
      services.log.error({ err: error, migration: _id }, 'A migration was paused by an error')
      const message = 'Something went wrong on our side. Nothing is lost; go on, or tell your administrator.'
      await migrations()
        .updateOne({ _id, runner: me }, { $set: { status: 'paused', message, runner: null, lease: null } })
        .catch(() => {})
    }
  }

  /** One instance; told twice, it is moved once. */
  const carry = async (record: MigrationRecord, { _id, instance, back }: ResultRecord): Promise<void> => {
    const reason = await moveOne(record, instance, back)
    await results().updateOne(
      { _id },
      { $set: { state: reason === null ? 'moved' : 'refused', reason, at: services.now() } },
    )
  }

  const moveOne = async (
    { _id, key, from, to, plan, actor, rollbackOf }: MigrationRecord,
    id: string,
    back: Record<string, string>,
  ): Promise<string | null> => {
    const instance = await services.engine.instances.get(id)
    if (!instance) return 'It is not there any more.'
    const { version } = instance.definition
    const command = `migrate/${_id}`
    if (instance.recentCommands.includes(command)) return null
    if (version !== from) return `It is in version ${version} by now, not in ${from}.`
    const { hash } = await services.processes.definition(key, to)
    // The way back differs by instance where several steps became one.
    const nodes = rollbackOf ? back : plan.nodes
    try {
      const stepped = await services.engine.command(
        id,
        { id: command, type: 'migrate', to: { key, version: to, hash }, plan: { ...plan, nodes } },
        actor.id,
      )
      await services.processes.settle(stepped)
      return null
    } catch (error) {
      if (!(error instanceof RefusedCommand)) throw error
      return error.code === 'duplicate' ? null : error.message
    }
  }

  const sweep = async (): Promise<void> => {
    const found = await migrations()
      .find({ status: 'running', ...free() }, { projection: { _id: 1 } })
      .toArray()
    for (const { _id } of found) await work(_id)
  }

  return {
    work,
    finished: id => running.get(id) ?? Promise.resolve(),
    start() {
      const look = () =>
        void sweep().catch(error => services.log.warn({ err: error }, 'Migrations could not be looked for'))
      look()
      timer ??= setInterval(look, sweepEvery)
      timer.unref()
    },
    async stop() {
      stopping = true
      clearInterval(timer)
      timer = undefined
      await Promise.allSettled(running.values())
      // The lease is given back, so that another server, or the next start, goes on at once.
      await migrations().updateMany(
        { runner: me, status: 'running' },
        { $set: { runner: null, lease: null } },
      )
    },
  }
}
