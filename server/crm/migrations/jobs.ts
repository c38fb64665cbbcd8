/** A migration at work: what is still pending is moved, a few instances at a time; told twice, each is moved once. */
import { RefusedCommand } from '#engine'
import type { Services } from '../../services.ts'
import { createLongWork, type Hold, type LongWork } from '../longWork.ts'
import type { MigrationRecord, ResultRecord } from './types.ts'

/** Instances moved at the same time. */
const atOnce = 8

/** The migrations of this server process. */
export function createJobs(services: Services): LongWork<MigrationRecord> {
  const results = () => services.db.collection<ResultRecord>('migrationResults')

  /** Round by round, as long as somebody wants it. */
  const run = async (record: MigrationRecord, hold: Hold<MigrationRecord>) => {
    while (await hold.save()) {
      const pending = await results()
        .find({ migration: record._id, state: 'pending' })
        .limit(atOnce)
        .toArray()
      if (pending.length === 0) return {}
      await Promise.all(pending.map(result => carry(record, result)))
    }
    return null
  }

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

  return createLongWork(services, { collection: 'migrations', what: 'migration', run })
}
