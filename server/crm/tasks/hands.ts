/** A task changes hands: taken, given back, handed on, delegated. Each change is in the task's trail and in the audit log. */
import { ApiError, forbidden, invalid } from '../../middleware/errors.ts'
import type { Actor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { closed } from './complete.ts'
import { publishTask } from './effects.ts'
import { taskModel } from './model.ts'
import { has, mayAssign, mayClaim, mayDelegate, mayResolve } from './rules.ts'
import { trailed } from './trail.ts'
import type { TaskChange, TaskRecord } from './types.ts'

/** Takes a task that nobody has. */
export async function claim(services: Services, actor: Actor, task: TaskRecord): Promise<TaskRecord> {
  await demandOpen(services, task)
  if (task.assignee === actor.id) return task
  if (task.assignee)
    throw new ApiError(
      409,
      'taskTaken',
      `“${task.name}” has somebody already. Ask for it to be handed to you.`,
    )
  if (!mayClaim(actor, task)) throw forbidden(`“${task.name}” is meant for others.`)
  return give(services, actor, task, { what: 'claimed', to: actor.id })
}

/** Gives a task back to those it is offered to. */
export async function release(services: Services, actor: Actor, task: TaskRecord): Promise<TaskRecord> {
  await demandOpen(services, task)
  if (!mayAssign(actor, task))
    throw forbidden('Only the one who has a task, or the head of the team, may release it.')
  if (task.assignee === null) return task
  // Nobody would find a released task that is offered to nobody.
  const lonely = task.candidateUsers.length === 0 && task.candidateGroups.length === 0 && !task.team
  if (lonely)
    await taskModel(services).updateOne({ _id: task._id }, { $addToSet: { candidateGroups: actor.role } })
  return give(services, actor, task, { what: 'released', to: null })
}

/** Hands a task to somebody, for good. */
export async function assign(
  services: Services,
  actor: Actor,
  task: TaskRecord,
  user: string,
): Promise<TaskRecord> {
  await demandOpen(services, task)
  if (!mayAssign(actor, task))
    throw forbidden('Only the one who has a task, the head of the team or an administrator may hand it on.')
  await demandActive(services, user)
  return give(services, actor, task, { what: 'assigned', to: user })
}

/** Lets somebody else do the work; it comes back to the one who has it now. */
export async function delegate(
  services: Services,
  actor: Actor,
  task: TaskRecord,
  user: string,
  note: string | undefined,
): Promise<TaskRecord> {
  await demandOpen(services, task)
  if (!mayDelegate(actor, task)) throw forbidden('Only the one who has a task may delegate it.')
  await demandActive(services, user)
  const delegatedBy = task.delegatedBy ?? task.assignee
  if (user === delegatedBy)
    throw invalid('That is whose task it is. Give it back instead.', { userId: 'invalid' })
  return give(services, actor, task, { what: 'delegated', to: user, delegatedBy, note })
}

/** The delegated work is done, or called off: the task is again his who delegated it. */
export async function resolve(
  services: Services,
  actor: Actor,
  task: TaskRecord,
  note: string | undefined,
): Promise<TaskRecord> {
  await demandOpen(services, task)
  if (!task.delegatedBy)
    throw new ApiError(409, 'notDelegated', `“${task.name}” was not delegated. Complete it instead.`)
  if (!mayResolve(actor, task)) throw forbidden('Only the one it was delegated to may give it back.')
  return give(services, actor, task, { what: 'resolved', to: task.delegatedBy, note })
}

interface Change {
  what: TaskChange['what']
  to: string | null
  delegatedBy?: string | null
  note?: string | undefined
}

/** Gives an open task to somebody, if it is still as it was read. */
async function give(
  services: Services,
  actor: Actor,
  task: TaskRecord,
  { what, to, delegatedBy = null, note }: Change,
): Promise<TaskRecord> {
  const tasks = taskModel(services)
  const change: TaskChange = {
    at: services.now(),
    by: actor.id,
    what,
    from: task.assignee,
    to,
    ...(has(actor, task) && task.assignee !== actor.id && { insteadOf: task.assignee! }),
    ...(note && { note }),
  }
  const after = await tasks
    .findOneAndUpdate(
      { _id: task._id, status: 'open', assignee: task.assignee },
      { $set: { assignee: to, delegatedBy }, $inc: { version: 1 }, ...trailed(change) },
      { returnDocument: 'after' },
    )
    .lean<TaskRecord>()
  if (!after) {
    const now = await tasks.findById(task._id).lean<TaskRecord>()
    if (now?.status !== 'open') throw await closed(services, task)
    throw new ApiError(409, 'taskTaken', `Somebody else took “${task.name}” a moment ago.`)
  }
  await services.audit.record({
    actor,
    action: `task.${what}`,
    target: task._id,
    before: hold(task),
    after: {
      ...hold(after),
      ...(change.insteadOf && { insteadOf: change.insteadOf }),
      ...(note && { note }),
    },
  })
  publishTask(services, task)
  publishTask(services, after)
  if (to !== null && to !== actor.id) await tellOf(services, after)
  return after
}

function hold({ assignee, delegatedBy }: TaskRecord): Record<string, unknown> {
  return { assignee, ...(delegatedBy && { delegatedBy }) }
}

function tellOf(services: Services, task: TaskRecord): Promise<void> {
  return services.notifications.notify([task.assignee!], {
    key: `assigned/${task._id}/${task.version}`,
    type: 'task',
    title: task.name,
    link: `/tasks/${encodeURIComponent(task._id)}`,
  })
}

async function demandOpen(services: Services, task: TaskRecord): Promise<void> {
  if (task.status !== 'open') throw await closed(services, task)
}

async function demandActive(services: Services, user: string): Promise<void> {
  const [person] = await services.users.findByIds([user])
  if (!person?.active) throw invalid('There is no such active user.', { userId: 'unknown' })
}
