/** Lists of tasks: mine, my team's, those nobody has, those done. */
import { type Actor, seesAll } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { containing, cursorAfter, readCursor } from '../text.ts'
import { taskModel } from './model.ts'
import { hands, offeredTo, visible } from './rules.ts'
import type { TaskCounts, TaskFilter, TaskRecord } from './types.ts'

const sorts: Record<string, keyof TaskRecord> = {
  due: 'dueSort',
  created: 'createdAt',
  createdAt: 'createdAt',
  name: 'name',
  completed: 'completedAt',
  completedAt: 'completedAt',
}
const dated = new Set<keyof TaskRecord>(['dueSort', 'createdAt', 'completedAt'])

/** What a list of tasks may be sorted by; a minus in front turns it round. */
export const taskSorts: string[] = Object.keys(sorts).flatMap(sort => [sort, `-${sort}`])

/** A page of tasks; its total is one of the views' figures where those are asked for as well and nothing narrows the view. */
export async function listTasks(
  services: Services,
  actor: Actor,
  filter: TaskFilter,
  counts?: Promise<TaskCounts>,
): Promise<{ items: TaskRecord[]; total: number; next?: string }> {
  const { view, cursor, limit = 50 } = filter
  const sort = filter.sort ?? (view === 'done' ? '-completed' : 'due')
  const down = sort.startsWith('-')
  const field = sorts[sort.replace('-', '')] ?? 'dueSort'
  const order = down ? -1 : 1
  const match = { $and: [viewOf(actor, view), await narrowed(services, actor, filter)] }
  const tasks = taskModel(services)
  const whole = wholeView(filter)
  const page = cursor ? { $and: [match, after(field, down, readCursor(cursor, 2))] } : match
  const [items, total] = await Promise.all([
    tasks
      .find(page as never)
      .sort({ [field]: order, _id: order })
      .limit(limit + 1)
      .lean<TaskRecord[]>(),
    counts && whole ? counts.then(each => each[whole]) : tasks.countDocuments(match as never),
  ])
  const last = items.length > limit ? items[limit - 1] : undefined
  return {
    items: items.slice(0, limit),
    total,
    ...(last && { next: cursorAfter(last[field] as Date, last._id) }),
  }
}

/** The figures beside the views' names. */
export async function countTasks(services: Services, actor: Actor): Promise<TaskCounts> {
  const tasks = taskModel(services)
  const count = (filter: Record<string, unknown>) => tasks.countDocuments(filter as never)
  const [mine, team, unassigned, overdue] = await Promise.all([
    count(viewOf(actor, 'mine')),
    count(viewOf(actor, 'team')),
    count(viewOf(actor, 'unassigned')),
    count({ ...viewOf(actor, 'mine'), dueSort: { $lt: services.now() } }),
  ])
  return { mine, team, unassigned, overdue }
}

function viewOf(actor: Actor, view: TaskFilter['view']): Record<string, unknown> {
  if (view === 'mine') return { assignee: { $in: hands(actor) }, status: 'open' }
  if (view === 'unassigned') return { $and: [{ assignee: null, status: 'open' }, offeredTo(actor)] }
  if (view === 'team')
    return seesAll(actor) ? { status: 'open' } : { status: 'open', team: { $in: actor.teams } }
  if (view === 'done') return { completedBy: actor.id, status: 'completed' }
  return visible(actor)
}

/** The view whose figure is the list's own, when there is one. */
function wholeView({ view, q, overdue, deal, process }: TaskFilter) {
  const narrow = q?.trim() || overdue || deal || process
  return view === 'done' || narrow ? undefined : view
}

async function narrowed(
  services: Services,
  actor: Actor,
  filter: TaskFilter,
): Promise<Record<string, unknown>> {
  const conditions: Record<string, unknown> = {}
  if (filter.overdue) Object.assign(conditions, { dueSort: { $lt: services.now() }, status: 'open' })
  if (filter.deal) conditions.deal = filter.deal
  if (filter.process) conditions['process.key'] = filter.process
  if (filter.q?.trim()) {
    const { items } = await services.deals.list(actor, { q: filter.q }, { limit: 200 })
    conditions.$or = [{ name: containing(filter.q) }, { deal: { $in: items.map(deal => deal._id) } }]
  }
  return conditions
}

function after(
  field: keyof TaskRecord,
  down: boolean,
  [value, id]: (string | number | boolean | null)[],
): Record<string, unknown> {
  const at = dated.has(field) && value !== null ? new Date(String(value)) : value
  const [beyond, further] = down ? [{ $lt: at }, { $lt: id }] : [{ $gt: at }, { $gt: id }]
  return { $or: [{ [field]: beyond }, { [field]: at, _id: further }] }
}
