/** Tasks as the API shows them, field by field. */
import { type Actor, systemActor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { day } from '../context/index.ts'
import { lookUpNames, type NameOf, present } from '../names.ts'
import type { TaskRecord } from './types.ts'

/** Rows of a list: names and deals by a handful of queries. */
export async function presentTasks(
  services: Services,
  tasks: TaskRecord[],
): Promise<Record<string, unknown>[]> {
  const ids = [...new Set(tasks.flatMap(task => task.deal ?? []))]
  // Whoever may see the task sees what its deal is called, or he could not work on it.
  const deals = await services.deals.findByIds(systemActor, ids)
  const names = await lookUpNames(services, {
    users: tasks.flatMap(task => [task.assignee, task.completedBy, task.delegatedBy]),
    companies: deals.map(deal => deal.company),
  })
  const { timeZone } = await services.settings.get()
  const now = services.now()
  return tasks.map(task => {
    const deal = deals.find(each => each._id === task.deal)
    return {
      id: task._id,
      name: task.name,
      state: stateOf(task, now, timeZone),
      createdAt: task.createdAt.toISOString(),
      kind: task.kind,
      status: task.status,
      ...present({
        deal: deal && {
          id: deal._id,
          title: deal.title,
          amount: deal.amount ?? deal.closeValue,
          currency: deal.currency,
          stage: deal.stage,
          ...present({ company: names.companies(deal.company) }),
        },
        process: task.process && { key: task.process.key, name: task.process.name, instance: task.instance },
        due: task.due?.toISOString(),
        assignee: names.users(task.assignee),
        delegatedBy: names.users(task.delegatedBy),
        completedAt: task.completedAt?.toISOString(),
        completedBy: whoCompleted(task, names.users),
        outcome: task.outcome,
      }),
    }
  })
}

/** One task with its form, and what the actor may do with it. */
export async function presentTask(
  services: Services,
  actor: Actor,
  task: TaskRecord,
): Promise<Record<string, unknown>> {
  const [row] = await presentTasks(services, [task])
  const trail = task.trail ?? []
  const names = await lookUpNames(services, {
    users: trail.flatMap(change => [change.by, change.from, change.to, change.insteadOf]),
  })
  return {
    ...row,
    trail: trail.map(({ at, by, what, from, to, insteadOf, note }) => ({
      at: at.toISOString(),
      what,
      ...present({
        by: names.users(by),
        from: names.users(from),
        to: names.users(to),
        insteadOf: names.users(insteadOf),
        note,
      }),
    })),
    ...present({ documentation: task.documentation }),
    form: task.form ?? [],
    outcomes: task.outcomes ?? [],
    values: task.values ?? {},
    canClaim: services.tasks.mayClaim(actor, task),
    canComplete: services.tasks.mayComplete(actor, task),
    canAssign: services.tasks.mayAssign(actor, task),
    canDelegate: services.tasks.mayDelegate(actor, task),
    canResolve: services.tasks.mayResolve(actor, task),
    version: task.version,
  }
}

function whoCompleted(task: TaskRecord, users: NameOf) {
  return users(task.completedBy)
}

/** Overdue is a matter of the instant, today one of the calendar. */
function stateOf(task: TaskRecord, now: Date, timeZone: string): string {
  if (!task.due) return 'noDate'
  if (task.due < now && task.status === 'open') return 'overdue'
  return day(task.due, timeZone) === day(now, timeZone) ? 'today' : 'planned'
}
