/** Completing a task: the form is checked, bound fields are written to their records, the process goes on. */
import { type Json, RefusedCommand } from '#engine'
import { ApiError, conflict, forbidden } from '../../middleware/errors.ts'
import type { Actor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import type { DealChanges } from '../deals/types.ts'
import { publishTask } from './effects.ts'
import { boundValues, checkForm } from './form.ts'
import { taskModel } from './model.ts'
import { mayComplete } from './rules.ts'
import { closing, trailed } from './trail.ts'
import type { TaskRecord } from './types.ts'

interface Input {
  outcome?: string
  values?: Record<string, Json>
  version?: number
  commandId?: string
}

/** Completes the task and answers it as it is then. */
export async function completeTask(
  services: Services,
  actor: Actor,
  task: TaskRecord,
  input: Input,
): Promise<TaskRecord> {
  if (task.status !== 'open') throw await closed(services, task)
  if (!mayComplete(actor, task)) throw await notYours(services, task)
  if (input.version !== undefined && input.version !== task.version) {
    throw conflict(`“${task.name}” was changed meanwhile. Reload it and try again.`, {
      version: task.version,
    })
  }
  const outcome = chosen(task, input.outcome)
  const values = checkForm(task, outcome, input.values ?? {})
  await writeBound(services, actor, task, values)
  if (task.kind === 'todo') await closeTodo(services, actor, task, outcome)
  else await goOn(services, actor, task, outcome, values, input.commandId)
  return (await taskModel(services).findById(task._id).lean<TaskRecord>()) ?? task
}

function chosen(task: TaskRecord, outcome: string | undefined): string | undefined {
  if (task.outcomes.length === 0) return undefined
  if (outcome === undefined && task.outcomes.length === 1) return task.outcomes[0]!.id
  if (task.outcomes.some(each => each.id === outcome)) return outcome
  const names = task.outcomes.map(each => `${each.name} (${each.id})`).join(', ')
  throw new ApiError(422, 'unknownOutcome', `“${task.name}” ends in one of: ${names}.`)
}

/** The record is written before the process moves on: should we stop in between, the task is still there to complete. */
async function writeBound(
  services: Services,
  actor: Actor,
  task: TaskRecord,
  values: Record<string, Json>,
): Promise<void> {
  const bound = boundValues(task, values)
  // The task was given to this person, so what its form writes is not limited by his own scope.
  const writer: Actor = { ...actor, role: 'system' }
  const options = task.instance ? { instance: task.instance } : {}
  if (bound.deal && task.deal)
    await services.deals.update(writer, task.deal, bound.deal as DealChanges, options)
  const [deal] =
    task.deal && (bound.company || bound.contact) ? await services.deals.findByIds(writer, [task.deal]) : []
  if (bound.company && deal?.company) await services.companies.update(writer, deal.company, bound.company)
  if (bound.contact && deal?.contact) await services.contacts.update(writer, deal.contact, bound.contact)
}

async function goOn(
  services: Services,
  actor: Actor,
  task: TaskRecord,
  outcome: string | undefined,
  variables: Record<string, Json>,
  commandId: string | undefined,
): Promise<void> {
  const command = {
    ...(commandId !== undefined && { id: commandId }),
    type: 'completeTask' as const,
    token: task.token!,
    // A token keeps its id from task to task: the answer must meet the very task it was given to.
    task: task._id,
    variables,
    ...(outcome !== undefined && outcome !== 'complete' && { outcome }),
  }
  const stepped = await services.engine.command(task.instance!, command, actor.id).catch(async error => {
    // Suspended processes and the like have a reason of their own; these say that somebody was quicker.
    const quicker =
      error instanceof RefusedCommand && ['notWaiting', 'notFound', 'duplicate'].includes(error.code)
    throw quicker ? await closed(services, task) : error
  })
  await services.processes.settle(stepped)
}

async function closeTodo(
  services: Services,
  actor: Actor,
  task: TaskRecord,
  outcome: string | undefined,
): Promise<void> {
  const at = services.now()
  const $set = { status: 'completed', outcome: outcome ?? null, completedAt: at, completedBy: actor.id }
  const { modifiedCount } = await taskModel(services).updateOne(
    { _id: task._id, status: 'open' },
    { $set, $inc: { version: 1 }, ...trailed(closing(task, 'completed', actor.id, at)) },
  )
  if (modifiedCount === 0) throw await closed(services, task)
  if (task.deal) {
    await services.timeline.add({
      key: `${task._id}/done`,
      deal: task.deal,
      at,
      type: 'task',
      title: task.name,
      by: actor,
    })
  }
  publishTask(services, task)
}

/** 409 that says who was quicker, and when. */
export async function closed(services: Services, task: TaskRecord): Promise<ApiError> {
  const now = (await taskModel(services).findById(task._id).lean<TaskRecord>()) ?? task
  const who = await nameOf(services, now.completedBy)
  const when = now.completedAt?.toISOString().replace('T', ' ').slice(0, 16)
  const happened = {
    open: 'is being completed by somebody else just now',
    cancelled: 'is no longer needed: the process went another way',
    completed: `was completed by ${who} at ${when} UTC`,
  }[now.status]
  return new ApiError(409, 'taskClosed', `“${task.name}” ${happened}. Reload the list.`, {
    status: now.status,
  })
}

async function notYours(services: Services, task: TaskRecord): Promise<ApiError> {
  if (task.delegatedBy) {
    const owner = await nameOf(services, task.delegatedBy)
    return forbidden(`“${task.name}” was delegated by ${owner}. Give it back when the work is done.`)
  }
  if (!task.assignee)
    return forbidden(`“${task.name}” is meant for others. Ask one of them, or the head of the team.`)
  return forbidden(
    `“${task.name}” is ${await nameOf(services, task.assignee)}'s. Ask for it to be handed to you.`,
  )
}

async function nameOf(services: Services, id: string | null): Promise<string> {
  const [user] = id ? await services.users.findByIds([id]) : []
  return user?.name ?? 'Baton'
}
