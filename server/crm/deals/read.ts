/** Reading deals: the board, its columns, the list. Every query carries the actor's scope. */
import { type Actor, scopeOf } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { containing, cursorAfter, readCursor } from '../text.ts'
import { dealModel } from './model.ts'
import type {
  ColumnRecord,
  CompanyFigures,
  DealFilter,
  DealPage,
  DealRecord,
  DealStatus,
  PageRequest,
} from './types.ts'

const cardsAtFirst = 30
/** Names of companies that contain what was typed, at most. */
const mostCompanies = 500

/** Figures of every stage by one query, and the newest cards of each. */
export async function board(
  services: Services,
  actor: Actor,
  filter: DealFilter & { pipeline: string },
): Promise<ColumnRecord[]> {
  const pipeline = await services.processes.pipeline(filter.pipeline)
  const stages = pipeline?.stages ?? []
  const match = await matching(services, actor, filter)
  const [figures, pages] = await Promise.all([
    dealModel(services).aggregate<{ _id: string; count: number; sum: number }>([
      { $match: match },
      { $group: { _id: '$stage', count: { $sum: 1 }, sum: { $sum: worth } } },
    ]),
    Promise.all(stages.map(({ key }) => cards(services, match, key, { limit: cardsAtFirst }))),
  ])
  const byStage = new Map(figures.map(figure => [figure._id, figure]))
  return stages.map(({ key }, index) => {
    const { count = 0, sum = 0 } = byStage.get(key) ?? {}
    return { stage: key, count, sum: Math.round(sum * 100) / 100, ...pages[index]! }
  })
}

/** A won deal is worth what it closed at, any other what it may bring. */
const worth = { $cond: [{ $eq: ['$status', 'won'] }, { $ifNull: ['$closeValue', '$amount'] }, '$amount'] }

/** More cards of one stage. */
export async function column(
  services: Services,
  actor: Actor,
  filter: DealFilter & { pipeline: string; stage: string },
  page: PageRequest,
): Promise<DealPage> {
  return cards(services, await matching(services, actor, filter), filter.stage, page)
}

async function cards(
  services: Services,
  match: Record<string, unknown>,
  stage: string,
  { cursor, limit = cardsAtFirst }: PageRequest,
): Promise<DealPage> {
  const [since, id] = cursor ? readCursor(cursor, 2) : []
  const at = new Date(String(since))
  const after = cursor
    ? [{ $or: [{ stageSince: { $lt: at } }, { stageSince: at, _id: { $lt: String(id) } }] }]
    : []
  const items = await dealModel(services)
    .find({ $and: [{ ...match, stage }, ...after] })
    .sort({ stageSince: -1, _id: -1 })
    .limit(limit + 1)
    .lean<DealRecord[]>()
  const last = items.length > limit ? items[limit - 1] : undefined
  return { items: items.slice(0, limit), ...(last && { next: cursorAfter(last.stageSince, last._id) }) }
}

/** How many deals of each company are open, won and lost, and what they are worth: one query, however many. */
export async function figuresOf(
  services: Services,
  actor: Actor,
  companies: string[],
): Promise<Map<string, CompanyFigures>> {
  const found = await dealModel(services).aggregate<{
    _id: { company: string; status: DealStatus }
    count: number
    sum: number
  }>([
    { $match: { company: { $in: companies }, ...scopeOf(actor) } },
    { $group: { _id: { company: '$company', status: '$status' }, count: { $sum: 1 }, sum: { $sum: worth } } },
  ])
  const figures = new Map<string, CompanyFigures>()
  for (const { _id, count, sum } of found) {
    const known = figures.get(_id.company) ?? { open: 0, won: 0, lost: 0, sum: 0 }
    const worthNow = _id.status === 'lost' ? 0 : sum
    figures.set(_id.company, {
      ...known,
      [_id.status]: count,
      sum: Math.round((known.sum + worthNow) * 100) / 100,
    })
  }
  return figures
}

const sortable = [
  'number',
  'title',
  'amount',
  'stage',
  'stageSince',
  'createdAt',
  'updatedAt',
  'expectedClose',
  'closedAt',
  'closeValue',
] as const
type Sortable = (typeof sortable)[number]

/** What a list of deals may be sorted by; a minus in front turns it round. */
export const dealSorts: string[] = sortable.flatMap(field => [field, `-${field}`])

/** A page of deals. */
export async function list(
  services: Services,
  actor: Actor,
  filter: DealFilter,
  { cursor, limit = 50, sort = '-createdAt' }: PageRequest & { sort?: string },
): Promise<DealPage & { total: number }> {
  const match = await matching(services, actor, filter)
  const down = sort.startsWith('-')
  const field = (down ? sort.slice(1) : sort) as Sortable
  const order = down ? -1 : 1
  const deals = dealModel(services)
  const condition = cursor ? { $and: [match, after(field, down, readCursor(cursor, 2))] } : match
  const [items, total] = await Promise.all([
    deals
      .find(condition as never)
      .sort({ [field]: order, _id: order })
      .limit(limit + 1)
      .lean<DealRecord[]>(),
    deals.countDocuments(match as never),
  ])
  const last = items.length > limit ? items[limit - 1] : undefined
  return { items: items.slice(0, limit), total, ...(last && { next: cursorAfter(last[field], last._id) }) }
}

/** MongoDB sorts empty values first; comparisons never match them, so they are named. */
function after(
  field: Sortable,
  down: boolean,
  [value, id]: (string | number | boolean | null)[],
): Record<string, unknown> {
  const isDate = field === 'stageSince' || field === 'createdAt' || field === 'updatedAt'
  const at = isDate && value !== null ? new Date(String(value)) : value
  const next = { [field]: at, _id: down ? { $lt: id } : { $gt: id } }
  if (at === null) return down ? next : { $or: [{ [field]: { $ne: null } }, next] }
  if (down) return { $or: [{ [field]: { $lt: at } }, { [field]: null }, next] }
  return { $or: [{ [field]: { $gt: at } }, next] }
}

async function matching(
  services: Services,
  actor: Actor,
  filter: DealFilter,
): Promise<Record<string, unknown>> {
  const { q, owner, team, product, ...exact } = filter
  const conditions: Record<string, unknown>[] = [scopeOf(actor)]
  if (owner) conditions.push({ owners: owner === 'me' ? actor.id : owner })
  if (team) conditions.push({ team })
  if (product) conditions.push({ 'products.product': product })
  if (q?.trim()) conditions.push(await textMatch(services, q.trim()))
  const known = Object.fromEntries(Object.entries(exact).filter(([, value]) => value !== undefined))
  const restrictions = conditions.filter(condition => Object.keys(condition).length > 0)
  return { ...known, ...(restrictions.length > 0 && { $and: restrictions }) }
}

async function textMatch(services: Services, q: string): Promise<Record<string, unknown>> {
  const { items } = await services.companies.list({ q, limit: mostCompanies })
  const number = /^#?\d{1,9}$/.test(q) ? [{ number: Number(q.replace('#', '')) }] : []
  return {
    $or: [
      { title: containing(q) },
      { company: { $in: items.map(each => each._id) } },
      { externalId: q },
      ...number,
    ],
  }
}
