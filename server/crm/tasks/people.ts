/** Tasks when people change: a deal handed over, a colleague gone, a due date passed. */
import { systemActor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { publishTask } from './effects.ts'
import { taskModel } from './model.ts'
import { trailed } from './trail.ts'
import type { TaskRecord } from './types.ts'

/** The deal's tasks are seen by those who see the deal; what a former owner had to do, the new one has to. */
export async function followDeal(
  services: Services,
  { _id, owners, team }: { _id: string; owners: string[]; team: string | null },
  before: { owners: string[] },
): Promise<void> {
  const tasks = taskModel(services)
  await tasks.updateMany({ deal: _id, status: 'open' }, { $set: { owners, team } })
  const [next] = owners
  const former = before.owners.filter(owner => !owners.includes(owner))
  if (!next || former.length === 0) return
  const handed = await tasks
    .find({ deal: _id, status: 'open', assignee: { $in: former } })
    .lean<TaskRecord[]>()
  for (const task of handed) await give(services, task, next)
}

/** Takes open tasks away from somebody who left: to the head of the team, else to whoever takes them. */
export async function handOver(services: Services, user: string): Promise<number> {
  const open = await taskModel(services).find({ assignee: user, status: 'open' }).lean<TaskRecord[]>()
  for (const task of open) {
    const [head] = task.team ? await services.users.resolve(`head:${task.team}`) : []
    await give(services, task, head && head._id !== user ? head._id : null)
  }
  return open.length
}

async function give(services: Services, task: TaskRecord, next: string | null): Promise<void> {
  const offered = next ? undefined : { candidateGroups: task.team ?? 'administrator' }
  await taskModel(services).updateOne(
    { _id: task._id, status: 'open', assignee: task.assignee },
    {
      $set: { assignee: next, delegatedBy: null },
      $inc: { version: 1 },
      ...(offered && { $addToSet: offered }),
      ...trailed({ at: services.now(), by: 'system', what: 'handedOver', from: task.assignee, to: next }),
    },
  )
  await services.audit.record({
    actor: systemActor,
    action: 'task.handedOver',
    target: task._id,
    before: { assignee: task.assignee },
    after: { assignee: next },
  })
  const told = next ? [next] : (await services.users.resolve('administrator')).map(each => each._id)
  await services.notifications.notify(told, {
    key: `handed/${task._id}/${task.assignee}`,
    type: 'task',
    title: task.name,
    link: linkTo(task),
  })
  publishTask(services, task)
  publishTask(services, { ...task, assignee: next })
}

const mostAtOnce = 500

/** Tells each person once of his tasks that became overdue; many at once are told as one. */
export async function remindOfOverdue(services: Services): Promise<number> {
  const tasks = taskModel(services)
  const now = services.now()
  const overdue = await tasks
    .find({ status: 'open', dueSort: { $lt: now }, remindedAt: { $exists: false } })
    .sort({ dueSort: 1 })
    .limit(mostAtOnce)
    .lean<TaskRecord[]>()
  const byPerson = grouped(overdue)
  for (const [person, theirs] of byPerson) {
    const [first] = theirs
    const one = theirs.length === 1
    await services.notifications.notify([person], {
      key: `overdue/${first!._id}`,
      type: 'overdue',
      title: one ? first!.name : `${theirs.length} tasks are overdue`,
      link: one ? linkTo(first!) : '/tasks?overdue=true',
    })
  }
  await tasks.updateMany({ _id: { $in: overdue.map(task => task._id) } }, { $set: { remindedAt: now } })
  return overdue.length
}

function grouped(tasks: TaskRecord[]): Map<string, TaskRecord[]> {
  const byPerson = new Map<string, TaskRecord[]>()
  for (const task of tasks) {
    if (task.assignee) byPerson.set(task.assignee, [...(byPerson.get(task.assignee) ?? []), task])
  }
  return byPerson
}

function linkTo(task: TaskRecord): string {
  return `/tasks/${encodeURIComponent(task._id)}`
}
