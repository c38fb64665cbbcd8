/** Migrations as jobs: what is to be moved is noted first, then moved one by one; a crash loses nothing of it. */
import { backwards, type ProcessInstance, planFor } from '#engine'
import { ApiError, notFound } from '../../middleware/errors.ts'
import { type Actor, systemActor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { forecast, type Versions } from './forecast.ts'
import { createJobs } from './jobs.ts'
import type { Counts, MigrationRecord, Migrations, ResultRecord, Wanted } from './types.ts'

export { migrationRoutes } from './routes.ts'
export type { Migrations } from './types.ts'

/** More are moved by a second migration. */
const mostInstances = 20_000
const atOnce = 500

/** Migrations over the collections `migrations`, `migrationResults`. */
export function createMigrations(services: Services): Migrations {
  const migrations = () => services.db.collection<MigrationRecord>('migrations')
  const results = () => services.db.collection<ResultRecord>('migrationResults')
  const jobs = createJobs(services)

  const get = async (id: string): Promise<MigrationRecord> => {
    const record = await migrations().findOne({ _id: id })
    if (!record) throw notFound('migration', id)
    return record
  }

  const versionsOf = async ({ process, from, to }: Wanted): Promise<Versions> => {
    if (from === to)
      throw new ApiError(
        422,
        'sameVersion',
        `The instances are in version ${to} already. Choose another one.`,
      )
    const [old, next] = await Promise.all([
      services.processes.definition(process, from),
      services.processes.definition(process, to),
    ])
    return { from: old.process, to: next }
  }

  const planOf = ({ from, to }: Versions, { nodes = {}, renew }: Wanted) => {
    for (const target of Object.values(nodes))
      if (!to.process.nodes[target])
        throw new ApiError(
          422,
          'unknownNode',
          `Version ${to.version} has no step "${target}". Choose another one.`,
        )
    return planFor(from, to.process, nodes, renew)
  }

  /** The instances that are meant, as they are now. */
  const affected = async ({
    process: key,
    from: version,
    instances: ids,
  }: Wanted): Promise<ProcessInstance[]> => {
    if (ids) {
      const found = await Promise.all(ids.map(id => services.engine.instances.get(id)))
      return found.filter(
        (one): one is ProcessInstance =>
          one?.definition.key === key && one.definition.version === version && isOpen(one),
      )
    }
    const found: ProcessInstance[] = []
    for (const status of ['running', 'suspended'] as const) {
      for (let before: string | undefined; found.length < mostInstances; ) {
        const filter = { key, version, status, limit: atOnce, ...(before && { before }) }
        const more = await services.engine.instances.find(filter)
        found.push(...more)
        if (more.length < atOnce) break
        before = more.at(-1)!._id
      }
    }
    return found.slice(0, mostInstances)
  }

  const begin = async (record: MigrationRecord, items: Pick<ResultRecord, 'instance' | 'back'>[]) => {
    await migrations().insertOne({ ...record, status: 'paused' })
    const pending = items.map(
      ({ instance, back }): ResultRecord => ({
        _id: `${record._id}/${instance}`,
        migration: record._id,
        instance,
        state: 'pending',
        reason: null,
        back,
        at: null,
      }),
    )
    for (let at = 0; at < pending.length; at += 1000) await results().insertMany(pending.slice(at, at + 1000))
    await migrations().updateOne({ _id: record._id }, { $set: { status: 'running' } })
    await services.audit.record({
      actor: record.actor,
      action: record.rollbackOf ? 'migration.takenBack' : 'migration.started',
      target: record._id,
      after: { process: record.key, from: record.from, to: record.to, instances: items.length },
    })
    await jobs.work(record._id)
    return record
  }

  /** What somebody did to a migration, noted; `null` where its state does not allow it. */
  const noted = async (
    actor: Actor,
    record: MigrationRecord | null,
    refusal: string,
  ): Promise<MigrationRecord> => {
    if (!record) throw new ApiError(409, 'notAllowed', refusal)
    await services.audit.record({ actor, action: `migration.${record.status}`, target: record._id })
    return record
  }

  return {
    get,
    async check(wanted, limit) {
      const versions = await versionsOf(wanted)
      const plan = planOf(versions, wanted)
      const instances = await affected(wanted)
      const tried = await Promise.all(
        instances.slice(0, limit).map(instance => forecast(services, instance, versions, plan)),
      )
      const deals = await dealsOf(services, instances.slice(0, limit))
      const forecasts = tried.map((each, index) => {
        const deal = deals.get(instances[index]!.subject?.id ?? '')
        return deal ? { ...each, deal } : each
      })
      return { total: instances.length, forecasts }
    },
    async start(actor, wanted) {
      const versions = await versionsOf(wanted)
      const plan = planOf(versions, wanted)
      const instances = await affected(wanted)
      if (instances.length === 0)
        throw new ApiError(409, 'nothingToMove', `Nothing runs in version ${wanted.from} any more.`)
      const record = newMigration(services, actor, { ...wanted, plan })
      return begin(
        record,
        instances.map(instance => ({ instance: instance._id, back: backwards(plan.nodes, instance) })),
      )
    },
    async rollback(actor, id) {
      const { key, from, to, plan, status } = await get(id)
      if (status === 'running')
        throw new ApiError(
          409,
          'running',
          'The migration is still running. Stop it first, then take it back.',
        )
      const moved = await results().find({ migration: id, state: 'moved' }).toArray()
      if (moved.length === 0) throw new ApiError(409, 'nothingToMove', 'It moved nothing that could go back.')
      const wanted = { process: key, from: to, to: from }
      const versions = await versionsOf(wanted)
      const back = planOf(versions, { ...wanted, nodes: backwards(plan.nodes) })
      const record = newMigration(services, actor, { ...wanted, plan: back, rollbackOf: id })
      return begin(record, moved)
    },
    async cancel(actor, id) {
      await get(id)
      return noted(actor, await jobs.cancel(id), 'It is not running any more. Reload.')
    },
    async resume(actor, id) {
      await get(id)
      return noted(actor, await jobs.resume(id), 'Only one that was stopped can go on.')
    },
    list: key =>
      migrations()
        .find(key ? { key } : {})
        .sort({ createdAt: -1 })
        .limit(50)
        .toArray(),
    async counts(id) {
      const count = (state?: ResultRecord['state']) =>
        results().countDocuments({ migration: id, ...(state && { state }) })
      const [total, moved, refused, pending] = await Promise.all([
        count(),
        count('moved'),
        count('refused'),
        count('pending'),
      ])
      return { total, moved, refused, pending } satisfies Counts
    },
    async results(id, { state, cursor, limit }) {
      const found = await results()
        .find({ migration: id, ...(state && { state }), ...(cursor && { _id: { $gt: cursor } }) })
        .sort({ _id: 1 })
        .limit(limit + 1)
        .toArray()
      const items = found.slice(0, limit)
      return { items, ...(found.length > limit && { next: items.at(-1)!._id }) }
    },
    begin() {
      void results().createIndexes([{ key: { migration: 1, state: 1, _id: 1 } }])
      void migrations().createIndexes([{ key: { status: 1 } }, { key: { key: 1, createdAt: -1 } }])
      jobs.start()
    },
    end: () => jobs.stop(),
    finished: id => jobs.finished(id),
  }
}

function newMigration(
  services: Services,
  actor: Actor,
  {
    process: key,
    from,
    to,
    plan,
    rollbackOf = null,
  }: Wanted & Pick<MigrationRecord, 'plan'> & { rollbackOf?: string | null },
): MigrationRecord {
  return {
    _id: services.newId(),
    key,
    from,
    to,
    plan,
    status: 'running',
    rollbackOf,
    actor,
    createdAt: services.now(),
    endedAt: null,
    message: null,
    runner: null,
    lease: null,
  }
}

function isOpen({ status }: ProcessInstance): boolean {
  return status === 'running' || status === 'suspended'
}

async function dealsOf(services: Services, instances: ProcessInstance[]) {
  const ids = instances.flatMap(({ subject }) => (subject?.entity === 'deal' ? [subject.id] : []))
  const deals = ids.length > 0 ? await services.deals.findByIds(systemActor, [...new Set(ids)]) : []
  return new Map(deals.map(deal => [deal._id, { id: deal._id, title: deal.title }]))
}
