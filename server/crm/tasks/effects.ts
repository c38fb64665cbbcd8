/** The engine's word on tasks: made and closed by effects, each harmless to repeat. */
import type { Effect, ProcessInstance, UserTask } from '#engine'
import { systemActor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import type { DealRecord } from '../deals/types.ts'
import { farAhead, taskModel } from './model.ts'
import { closing, trailed } from './trail.ts'
import type { TaskRecord } from './types.ts'

/** A user task began to wait: shows it to the people it is for. */
export async function createTask(
  services: Services,
  effect: Effect & { type: 'createTask' },
  instance: ProcessInstance,
): Promise<void> {
  const { task } = effect
  const subject = task.subject ?? instance.subject ?? null
  const [deal] = subject?.entity === 'deal' ? await services.deals.findByIds(systemActor, [subject.id]) : []
  const given = await assignment(services, task, deal)
  const record = await build(services, effect, instance, deal, given)
  const { _id, ...$setOnInsert } = record
  const { upsertedCount } = await taskModel(services).updateOne({ _id }, { $setOnInsert }, { upsert: true })
  // Only the first delivery tells people; it may have died after the write, so the notice has a key of its own.
  if (upsertedCount === 0 && (await taskModel(services).exists({ _id, status: { $ne: 'open' } }))) return
  const people = record.assignee ? [record.assignee] : await candidatesOf(services, record)
  if (people.length <= mostTold) {
    await services.notifications.notify(people, {
      key: `task/${_id}`,
      type: 'task',
      title: record.name,
      text: deal?.title,
      link: `/tasks/${encodeURIComponent(_id)}`,
    })
  }
  publishTask(services, record)
}

/** Its process goes on in another version: the task asks for what that one asks. What was answered already stays. */
export async function changeTask(
  services: Services,
  { task, shown }: Effect & { type: 'changeTask' },
  instance: ProcessInstance,
): Promise<void> {
  const before = await taskModel(services).findById(task).lean<TaskRecord>()
  if (before?.status !== 'open') return
  const { key, version } = instance.definition
  const { name } = await services.processes.definition(key, version)
  const $set = {
    ...shown,
    documentation: shown.documentation ?? null,
    values: { ...shown.values, ...before.values },
    process: { key, version, name },
  }
  await taskModel(services).updateOne({ _id: task, status: 'open' }, { $set, $inc: { version: 1 } })
  publishTask(services, before)
}

/** The task was completed or is not wanted any more. */
export async function closeTask(
  services: Services,
  effect: Effect & { type: 'closeTask' },
  instance: ProcessInstance,
): Promise<void> {
  const before = await taskModel(services).findById(effect.task).lean<TaskRecord>()
  if (before?.status !== 'open') return
  const $set = {
    status: effect.reason,
    outcome: effect.outcome ?? null,
    completedAt: new Date(effect.at),
    completedBy: effect.by ?? null,
  }
  const change = closing(before, effect.reason, effect.by, $set.completedAt)
  await taskModel(services).updateOne(
    { _id: effect.task, status: 'open' },
    { $set, $inc: { version: 1 }, ...trailed(change) },
  )
  if (before.deal && effect.reason === 'completed') {
    const [user] = effect.by ? await services.users.findByIds([effect.by]) : []
    const outcome =
      before.outcomes.length > 1 ? before.outcomes.find(each => each.id === effect.outcome)?.name : undefined
    await services.timeline.add({
      key: effect.id,
      deal: before.deal,
      at: new Date(effect.at),
      type: 'task',
      title: outcome ? `${before.name}: ${outcome}` : before.name,
      ...(user && { by: { ...systemActor, id: user._id, name: user.name, role: user.role } }),
      instance: instance._id,
      link: `/tasks/${encodeURIComponent(before._id)}`,
    })
  }
  publishTask(services, before)
}

/** Tells everyone who may see the task that it changed. */
export function publishTask(services: Services, task: TaskRecord): void {
  const people = [...task.owners, ...task.candidateUsers, ...(task.assignee ? [task.assignee] : [])]
  // Groups have no members here; their open lists ask again by the deal's team.
  services.live.publish({ type: 'task', data: { id: task._id }, to: { owners: people, team: task.team } })
  if (task.deal)
    services.live.publish({
      type: 'deal',
      data: { id: task.deal },
      to: { owners: task.owners, team: task.team },
    })
}

/** A task for a whole department is found in its list; nobody wants a notice of each. */
const mostTold = 12

async function candidatesOf(services: Services, task: TaskRecord): Promise<string[]> {
  const named = [...task.candidateUsers, ...task.candidateGroups]
  const found = await Promise.all(named.map(who => services.users.resolve(who)))
  return [...new Set(found.flat().map(user => user._id))]
}

interface Assignment {
  assignee: string | null
  candidateUsers: string[]
  candidateGroups: string[]
}

/** A task never falls between chairs: an assignee who is gone, or none at all, makes it the owner's, then the head's. */
async function assignment(
  services: Services,
  task: UserTask,
  deal: DealRecord | undefined,
): Promise<Assignment> {
  const candidates = { candidateUsers: task.candidateUsers, candidateGroups: task.candidateGroups }
  if (task.assignee) {
    const named = await services.users.resolve(task.assignee)
    if (named.length === 1) return { assignee: named[0]!._id, ...candidates }
    if (named.length > 1)
      return { assignee: null, ...candidates, candidateGroups: [...task.candidateGroups, task.assignee] }
  }
  const resolved = await Promise.all(
    [...task.candidateUsers, ...task.candidateGroups].map(who => services.users.resolve(who)),
  )
  if (resolved.flat().length > 0) return { assignee: null, ...candidates }
  const fallback = [...(deal?.owners ?? []), ...(deal?.team ? [`head:${deal.team}`] : [])]
  for (const who of fallback) {
    const [user] = await services.users.resolve(who)
    if (user) return { assignee: user._id, ...candidates }
  }
  return { assignee: null, ...candidates, candidateGroups: [...task.candidateGroups, 'administrator'] }
}

async function build(
  services: Services,
  effect: Effect & { type: 'createTask' },
  instance: ProcessInstance,
  deal: DealRecord | undefined,
  people: Assignment,
): Promise<TaskRecord> {
  const { task } = effect
  const { key, version } = instance.definition
  const { name } = await services.processes.definition(key, version)
  const due = task.due ? new Date(task.due) : null
  return {
    _id: task.id,
    kind: 'process',
    name: task.name,
    documentation: task.documentation ?? null,
    deal: deal?._id ?? null,
    subject: task.subject ?? instance.subject ?? null,
    owners: deal?.owners ?? [],
    team: deal?.team ?? null,
    instance: instance._id,
    token: effect.token ?? null,
    node: task.node,
    process: { key, version, name },
    ...people,
    due,
    dueSort: due ?? farAhead,
    priority: task.priority ?? 50,
    form: task.form,
    outcomes: task.outcomes,
    values: task.values,
    status: 'open',
    outcome: null,
    completedAt: null,
    completedBy: null,
    createdAt: new Date(effect.at),
    createdBy: 'system',
    version: 1,
  }
}
