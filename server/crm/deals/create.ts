/** New deals: what is missing gets its default, what does not fit is refused. */
import { ApiError, invalid } from '../../middleware/errors.ts'
import type { Actor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import type { Pipeline } from '../processes/types.ts'
import { checkFields } from '../records/index.ts'
import type { UserRecord } from '../users/types.ts'
import { dealModel, nextNumbers } from './model.ts'
import type { DealRecord, NewDeal } from './types.ts'

/** Stores new deals in one write; those that do not fit are named, the others are made. */
export async function createDeals(
  services: Services,
  actor: Actor,
  inputs: NewDeal[],
  { quiet }: { quiet: boolean },
): Promise<{ created: DealRecord[]; failed: { index: number; message: string; error?: unknown }[] }> {
  const deals = dealModel(services)
  const surroundings = await look(services, inputs)
  const failed: { index: number; message: string; error?: unknown }[] = []
  const fitting: { index: number; deal: DealRecord }[] = []
  for (const [index, input] of inputs.entries()) {
    try {
      if (input.fields) await checkFields(services, 'deal', input.fields)
      fitting.push({ index, deal: build(services, actor, input, surroundings, quiet) })
    } catch (error) {
      failed.push({ index, message: (error as Error).message, error })
    }
  }
  if (fitting.length === 0) return { created: [], failed }
  const first = await nextNumbers(services, 'deals', fitting.length)
  for (const [offset, { deal }] of fitting.entries()) deal.number = first + offset
  const refused = new Set<number>()
  await deals
    .insertMany(
      fitting.map(each => each.deal),
      { ordered: false },
    )
    .catch(error => {
      if (!error.writeErrors) throw error
      for (const { index } of error.writeErrors as { index: number }[]) refused.add(index)
    })
  const created: DealRecord[] = []
  for (const [position, { index, deal }] of fitting.entries()) {
    if (refused.has(position)) failed.push({ index, message: 'exists' })
    else created.push(deal)
  }
  return { created, failed }
}

interface Surroundings {
  pipelines: Map<string, Pipeline>
  first: Pipeline | undefined
  users: Map<string, UserRecord>
  currency: string
}

async function look(services: Services, inputs: NewDeal[]): Promise<Surroundings> {
  const [pipelines, settings] = await Promise.all([services.processes.pipelines(), services.settings.get()])
  const ids = [...new Set(inputs.flatMap(input => input.owners ?? []))]
  const users = await services.users.findByIds(ids)
  return {
    pipelines: new Map(pipelines.map(pipeline => [pipeline.key, pipeline])),
    first: pipelines[0],
    users: new Map(users.map(user => [user._id, user])),
    currency: settings.currency,
  }
}

function build(
  services: Services,
  actor: Actor,
  input: NewDeal,
  around: Surroundings,
  quiet: boolean,
): DealRecord {
  const now = services.now()
  const pipeline = input.pipeline ? around.pipelines.get(input.pipeline) : around.first
  if (!pipeline)
    throw invalid(
      input.pipeline ? `There is no pipeline "${input.pipeline}".` : 'Publish a pipeline first.',
      { pipeline: 'unknown' },
    )
  const stage = input.stage ? pipeline.stages.find(each => each.key === input.stage) : pipeline.stages[0]
  if (!stage)
    throw invalid(`The pipeline "${pipeline.name}" has no stage "${input.stage}".`, { stage: 'unknown' })
  const owners = input.owners?.length || actor.role === 'system' ? (input.owners ?? []) : [actor.id]
  demandOwners(actor, owners, around.users)
  demandTeam(actor, input.team)
  const status = stage.kind === 'open' ? 'open' : stage.kind
  const _id = input._id ?? services.newId()
  const event = { id: `${_id}/created`, event: 'deal.created' as const, at: now, data: {} }
  return {
    _id,
    number: 0,
    title: input.title.trim(),
    pipeline: pipeline.key,
    stage: stage.key,
    stageSince: input.stageSince ?? now,
    status,
    amount: input.amount ?? null,
    currency: input.currency ?? around.currency,
    discount: input.discount ?? null,
    owners,
    team: input.team ?? teamOf(actor, owners, around.users),
    company: input.company ?? null,
    contact: input.contact ?? null,
    source: input.source ?? null,
    expectedClose: input.expectedClose ?? null,
    engagedAt: input.engagedAt ?? null,
    closedAt: closingDay(input, status, now),
    closeValue: input.closeValue ?? null,
    lossReason: input.lossReason ?? null,
    probability: input.probability ?? null,
    products: input.products ?? [],
    fields: input.fields ?? {},
    externalId: input.externalId ?? null,
    createdAt: input.createdAt ?? now,
    updatedAt: now,
    createdBy: actor.id,
    updatedBy: actor.name,
    version: 1,
    outbox: quiet ? [] : [event],
    ...(!quiet && { pendingAt: now }),
  }
}

/** A closed deal was closed today, unless its day is given, or said to be unknown (null). */
function closingDay(input: NewDeal, status: DealRecord['status'], now: Date): string | null {
  if (input.closedAt !== undefined) return input.closedAt
  return status === 'open' ? null : now.toISOString().slice(0, 10)
}

/** A manager gives deals to himself and to people of his teams only. */
export function demandOwners(actor: Actor, owners: string[], users: Map<string, UserRecord>): void {
  for (const owner of owners) {
    if (owner === actor.id) continue
    const user = users.get(owner)
    if (!user) throw invalid(`There is no user "${owner}".`, { owners: 'unknown' })
    if (actor.role === 'manager' && (!user.team || !actor.teams.includes(user.team))) {
      throw new ApiError(
        403,
        'forbidden',
        `${user.name} is not of your team; ask an administrator to hand the deal over.`,
      )
    }
  }
}

/** A manager keeps his deals within his teams; elsewhere he would lose sight of them. */
export function demandTeam(actor: Actor, team: string | null | undefined): void {
  if (actor.role !== 'manager' || !team || actor.teams.includes(team)) return
  throw new ApiError(403, 'forbidden', 'This is not your team; ask an administrator to hand the deal over.')
}

function teamOf(actor: Actor, owners: string[], users: Map<string, UserRecord>): string | null {
  const owner = owners[0]
  if (!owner) return null
  return users.get(owner)?.team ?? (owner === actor.id ? (actor.teams[0] ?? null) : null)
}
