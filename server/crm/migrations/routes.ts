/** Migrations over HTTP: a plan to begin with, a dry run, the job, and the way back. */
import { proposeSteps } from '#engine'
import type { Call, Route, Schema } from '../../routes/route.ts'
import {
  flag,
  id,
  input,
  integer,
  list,
  many,
  map,
  moment,
  named,
  oneOf,
  output,
  page,
  paging,
  string,
} from '../../routes/schemas.ts'
import type { Services } from '../../services.ts'
import { lookUpNames, present } from '../names.ts'
import type { MigrationRecord, ResultRecord, Wanted } from './types.ts'

const tag = 'Migrations'
const states = oneOf('running', 'paused', 'cancelled', 'done')
const resultStates = oneOf('pending', 'moved', 'refused')
/** Instances that a dry run tries. */
const mostTried = 200

const wanted: Schema = input(
  {
    process: id,
    from: integer(1),
    to: integer(1),
    nodes: map(id, 2000),
    renew: list(id, 2000),
    instances: list(id, 1000),
  },
  ['process', 'from', 'to'],
)
const counts = output({ total: integer(), moved: integer(), refused: integer(), pending: integer() })
const migrationOut = output(
  {
    id: string,
    process: output({ key: string, name: string }),
    from: integer(),
    to: integer(),
    nodes: map(string, 2000),
    status: states,
    createdAt: moment,
    counts,
  },
  { by: named, endedAt: moment, message: string, rollbackOf: string },
)
const step = output(
  { node: string, name: string, type: string, standing: integer() },
  { to: string, by: string },
)
const target = output({ id: string, name: string, type: string })
const deal = output({ id: string, title: string })
const forecast = output(
  {
    instance: string,
    ok: flag,
    missing: many(string),
    moves: many(output({ from: string, to: string })),
    opens: many(string),
    closes: many(string),
  },
  { deal, reason: string },
)

export const migrationRoutes: Route[] = [
  {
    method: 'get',
    path: '/processes/:key/migration',
    tag,
    summary: 'A plan to begin with: which step becomes which, by id and by name',
    permission: 'instances.operate',
    query: input({ from: integer(1), to: integer(1) }, ['from', 'to']),
    answers: { 200: output({ running: integer(), steps: many(step), targets: many(target) }) },
    handle: propose,
  },
  {
    method: 'post',
    path: '/migrations/check',
    tag,
    summary: 'A dry run: what would happen to each instance; nothing is changed',
    permission: 'instances.operate',
    body: wanted,
    answers: { 200: output({ total: integer(), fit: integer(), items: many(forecast) }) },
    async handle({ body, services }) {
      const { total, forecasts } = await services.migrations.check(body, mostTried)
      return { total, fit: forecasts.filter(({ ok }) => ok).length, items: forecasts }
    },
  },
  {
    method: 'post',
    path: '/migrations',
    tag,
    summary: 'Carry instances over to another version, as a job',
    description:
      'An instance that does not fit the plan is left as it is, with the reason; the others are moved.',
    permission: 'instances.operate',
    body: wanted,
    answers: { 201: migrationOut },
    async handle({ actor, body, services, answer }) {
      return answer(201, await presentOne(services, await services.migrations.start(actor, body as Wanted)))
    },
  },
  {
    method: 'get',
    path: '/migrations',
    tag,
    summary: 'Migrations, newest first',
    permission: 'instances.operate',
    query: input({ process: id }),
    answers: { 200: output({ items: many(migrationOut) }) },
    async handle({ query, services }) {
      const records = await services.migrations.list((query as { process?: string }).process)
      return { items: await Promise.all(records.map(record => presentOne(services, record))) }
    },
  },
  {
    method: 'get',
    path: '/migrations/:id',
    tag,
    summary: 'One migration and how far it is',
    permission: 'instances.operate',
    answers: { 200: migrationOut },
    handle: async ({ params, services }) => presentOne(services, await services.migrations.get(params.id!)),
  },
  {
    method: 'get',
    path: '/migrations/:id/results',
    tag,
    summary: 'What became of each instance',
    permission: 'instances.operate',
    query: input({ state: resultStates, ...paging }),
    answers: {
      200: page(output({ instance: string, state: resultStates }, { reason: string, at: moment })),
    },
    async handle({ params, query, services }) {
      await services.migrations.get(params.id!)
      const { items, next } = await services.migrations.results(params.id!, query as never)
      return { items: items.map(presentResult), ...present({ next }) }
    },
  },
  verb('cancel', 'Stop a migration; what was moved stays moved', ({ actor, params, services }) =>
    services.migrations.cancel(actor, params.id!),
  ),
  verb('resume', 'Go on with a migration that was stopped', ({ actor, params, services }) =>
    services.migrations.resume(actor, params.id!),
  ),
  verb(
    'rollback',
    'Take a migration back: what it moved returns by the reverse plan, as a job of its own',
    ({ actor, params, services }) => services.migrations.rollback(actor, params.id!),
  ),
]

function verb(name: string, summary: string, act: (call: Call) => Promise<MigrationRecord>): Route {
  return {
    method: 'post',
    path: `/migrations/:id/${name}`,
    tag,
    summary,
    permission: 'instances.operate',
    answers: { 200: migrationOut },
    handle: async call => presentOne(call.services, await act(call)),
  }
}

async function propose({ params, query, services }: Call) {
  const { from, to } = query as { from: number; to: number }
  const key = params.key!
  const [old, next] = await Promise.all([
    services.processes.definition(key, from),
    services.processes.definition(key, to),
  ])
  const filter = { key, version: from }
  const [running, paused] = await Promise.all([
    services.engine.instances.find({ ...filter, status: 'running', limit: 500 }),
    services.engine.instances.find({ ...filter, status: 'suspended', limit: 500 }),
  ])
  const standing: Record<string, number> = {}
  for (const { at } of [...running, ...paused].flatMap(({ tokens }) => tokens))
    standing[at] = (standing[at] ?? 0) + 1
  const total = await Promise.all([
    services.engine.instances.count({ ...filter, status: 'running' }),
    services.engine.instances.count({ ...filter, status: 'suspended' }),
  ])
  return {
    running: total[0] + total[1],
    steps: proposeSteps(old.process, next.process).map(({ name, node, ...rest }) => ({
      ...rest,
      node,
      name: name || node,
      standing: standing[node] ?? 0,
    })),
    targets: Object.values(next.process.nodes).map(({ id: node, name, type }) => ({
      id: node,
      name: name || node,
      type,
    })),
  }
}

async function presentOne(services: Services, record: MigrationRecord) {
  const [{ name }, names, counted] = await Promise.all([
    services.processes.definition(record.key, record.to),
    lookUpNames(services, { users: [record.actor.id] }),
    services.migrations.counts(record._id),
  ])
  return {
    id: record._id,
    process: { key: record.key, name },
    from: record.from,
    to: record.to,
    nodes: record.plan.nodes,
    status: record.status,
    createdAt: record.createdAt.toISOString(),
    counts: counted,
    ...present({
      by: names.users(record.actor.id),
      endedAt: record.endedAt?.toISOString(),
      message: record.message,
      rollbackOf: record.rollbackOf,
    }),
  }
}

function presentResult({ instance, state, reason, at }: ResultRecord) {
  return { instance, state, ...present({ reason, at: at?.toISOString() }) }
}
