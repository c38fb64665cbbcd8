/** What an import would do and what it would start, without doing any of it. */
import { type Json, step } from '#engine'
import type { Services } from '../../services.ts'
import { makePlan, type Operation, type Plan, type RowPlan } from './plan.ts'
import type { Table } from './read.ts'
import type { FilePreview, ImportRecord, Preview } from './types.ts'

const shown = 200
/** So many deals are asked one by one which processes they would start; more are reckoned from these. */
const asked = 1000

/** A full dry run. */
export async function previewImport(
  services: Services,
  record: ImportRecord,
  tables: (file: string) => Promise<Table>,
): Promise<Preview> {
  const plan = await makePlan(services, record, tables)
  return {
    files: plan.files.map(({ file, mapping, rows, notices }): FilePreview => {
      const problems = rows.flatMap(row => row.problems)
      return {
        file: file.id,
        filename: file.filename,
        entity: mapping.entity,
        rows: rows.length,
        create: rows.filter(row => row.operation?.type === 'create').length,
        update: rows.filter(row => row.operation && row.operation.type !== 'create').length,
        rejected: rows.filter(row => row.operation === null).length,
        problems: problems.slice(0, shown),
        problemsTotal: problems.length,
        notices: notices.slice(0, shown),
        noticesTotal: notices.length,
      }
    }),
    stages: stagesOf(plan),
    starts: await startsOf(services, plan),
  }
}

const dealRows = (plan: Plan): RowPlan[] =>
  plan.files.filter(file => file.mapping.entity === 'deal').flatMap(file => file.rows)

/** Deals per stage after the import, as the rows say. */
function stagesOf(plan: Plan): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const file of plan.files.filter(each => each.mapping.entity === 'deal')) {
    const column = Object.keys(file.mapping.columns).find(name => file.mapping.columns[name] === 'stage')
    const index = column ? file.table.header.indexOf(column) : -1
    for (const row of file.rows) {
      const stage =
        row.operation && stageOf(row.operation, row.cells[index]?.trim(), file.mapping.options.stages ?? {})
      if (stage) counts[stage] = (counts[stage] ?? 0) + 1
    }
  }
  return counts
}

function stageOf(
  operation: Operation,
  written: string | undefined,
  stages: Record<string, string>,
): string | undefined {
  if (operation.type === 'create') return operation.values.stage as string
  return written ? (stages[written] ?? written) : undefined
}

type Starting = Preview['starts']

async function startsOf(services: Services, plan: Plan): Promise<Starting> {
  const created = dealRows(plan).flatMap(row =>
    row.operation?.type === 'create' ? [row.operation.values] : [],
  )
  const kindOf = new Map(
    plan.world.pipelines.map(each => [each.key, new Map(each.stages.map(stage => [stage.key, stage]))]),
  )
  const starts: Starting = { processes: [], tasks: 0, letters: 0 }
  const counts = new Map<string, { name: string; count: number }>()
  const dry = new Map<string, Promise<{ tasks: number; letters: number }>>()
  const add = async (
    key: string,
    name: string,
    at: { startEvent?: string; startAt?: string },
    deal: Values,
    times: number,
  ) => {
    const known = counts.get(key) ?? { name, count: 0 }
    counts.set(key, { name, count: known.count + times })
    const place = `${key} ${at.startEvent ?? at.startAt}`
    if (!dry.has(place)) dry.set(place, firstEffects(services, key, at, deal))
    const { tasks, letters } = await dry.get(place)!
    starts.tasks += tasks * times
    starts.letters += letters * times
  }
  const sample = created.slice(0, asked)
  const times = sample.length > 0 ? created.length / sample.length : 1
  for (const deal of created) {
    const pipeline = plan.world.pipelines.find(each => each.key === deal.pipeline)
    const stage = kindOf.get(String(deal.pipeline))?.get(String(deal.stage))
    if (pipeline && stage?.kind === 'open')
      await add(pipeline.key, pipeline.name, { startAt: stage.node }, deal, 1)
  }
  for (const deal of sample) {
    const wouldStart = await services.engine.wouldStart('deal.created', dataOf(deal))
    for (const { key, name, startEvent } of wouldStart) {
      if (!kindOf.has(key)) await add(key, name, { startEvent }, deal, times)
    }
  }
  starts.processes = [...counts].map(([key, { name, count }]) => ({ key, name, count: Math.round(count) }))
  return { ...starts, tasks: Math.round(starts.tasks), letters: Math.round(starts.letters) }
}

type Values = Record<string, unknown>

/** The first thing a process does, played without consequence. */
async function firstEffects(
  services: Services,
  key: string,
  at: { startEvent?: string; startAt?: string },
  deal: Values,
): Promise<{ tasks: number; letters: number }> {
  const { process, version, hash } = await services.engine.definitions.get(key)
  const result = step(process, null, {
    type: 'start',
    id: 'preview',
    at: services.now().toISOString(),
    instance: 'preview',
    definition: { key, version, hash },
    ...at,
    variables: {},
    subject: { entity: 'deal', id: String(deal._id) },
    data: dataOf(deal),
  })
  if (!result.ok) return { tasks: 0, letters: 0 }
  const tasks = result.effects.filter(effect => effect.type === 'createTask').length
  const letters = result.effects.filter(
    effect => effect.type === 'runJob' && effect.job.connector === 'sendEmail',
  ).length
  return { tasks, letters }
}

function dataOf(deal: Values): Record<string, Json> {
  const { _id, owners, ...values } = deal as { _id: string; owners?: string[] }
  const plain = JSON.parse(JSON.stringify(values)) as Record<string, Json>
  const owner = owners?.[0] ?? null
  const now = new Date().toISOString()
  return {
    deal: { ...plain, id: _id, owner, owners: owners ?? [], status: 'open' },
    company: plain.company ? { id: plain.company } : null,
    contact: null,
    owner: owner ? { id: owner } : null,
    manager: null,
    products: plain.products ?? [],
    today: now.slice(0, 10),
    now,
  }
}
