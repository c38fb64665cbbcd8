/** Tasks: what people have to do, from processes and of their own. */
import { invalid, notFound } from '../../middleware/errors.ts'
import type { Actor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { completeTask } from './complete.ts'
import { changeTask, closeTask, createTask, publishTask } from './effects.ts'
import { assign, claim, delegate, release, resolve } from './hands.ts'
import { countTasks, listTasks } from './list.ts'
import { farAhead, taskModel } from './model.ts'
import { followDeal, handOver, remindOfOverdue } from './people.ts'
import { mayAssign, mayClaim, mayComplete, mayDelegate, mayResolve, visible } from './rules.ts'
import type { TaskRecord, Tasks } from './types.ts'

/** The tasks of this house. */
export function createTasks(services: Services): Tasks {
  const tasks = taskModel(services)

  async function get(actor: Actor, id: string): Promise<TaskRecord> {
    const task = await tasks.findOne({ $and: [{ _id: id }, visible(actor)] }).lean<TaskRecord>()
    if (!task) throw notFound('task', id)
    return task
  }

  async function createTodo(actor: Actor, input: Parameters<Tasks['createTodo']>[1]): Promise<TaskRecord> {
    const deal = input.deal ? await services.deals.get(actor, input.deal) : undefined
    const people = input.assignee ? await services.users.resolve(input.assignee) : []
    if (input.assignee && people.length === 0)
      throw invalid(`There is nobody active behind "${input.assignee}".`, { assignee: 'unknown' })
    const due = input.due ?? null
    const record: TaskRecord = {
      _id: input.key ?? services.newId(),
      kind: 'todo',
      name: input.name.trim(),
      documentation: input.description ?? null,
      deal: deal?._id ?? null,
      subject: deal ? { entity: 'deal', id: deal._id } : null,
      owners: deal?.owners ?? [],
      team: deal?.team ?? null,
      instance: null,
      token: null,
      node: null,
      process: null,
      assignee: people.length === 1 ? people[0]!._id : null,
      candidateUsers: [],
      candidateGroups: people.length > 1 ? [input.assignee!] : [],
      due,
      dueSort: due ?? farAhead,
      priority: 50,
      form: [],
      outcomes: [],
      values: {},
      status: 'open',
      outcome: null,
      completedAt: null,
      completedBy: null,
      createdAt: services.now(),
      createdBy: actor.id,
      version: 1,
    }
    const { _id, ...$setOnInsert } = record
    await tasks.updateOne({ _id }, { $setOnInsert }, { upsert: true })
    if (record.assignee && record.assignee !== actor.id) {
      const link = `/tasks/${encodeURIComponent(_id)}`
      await services.notifications.notify([record.assignee], {
        key: `task/${_id}`,
        type: 'task',
        title: record.name,
        text: deal?.title,
        link,
      })
    }
    publishTask(services, record)
    return (await tasks.findById(_id).lean<TaskRecord>())!
  }

  return {
    get,
    createTodo,
    handOver: user => handOver(services, user),
    mayAssign,
    mayClaim,
    mayComplete,
    mayDelegate,
    mayResolve,
    find: id => tasks.findById(id).lean<TaskRecord>(),
    openAt: (instance, token) => tasks.findOne({ instance, token, status: 'open' }).lean<TaskRecord>(),
    openOf: deals =>
      tasks
        .find({ deal: { $in: deals }, status: 'open' })
        .sort({ dueSort: 1, _id: 1 })
        .limit(2000)
        .lean<TaskRecord[]>(),
    list: (actor, filter, counts) => listTasks(services, actor, filter, counts),
    counts: actor => countTasks(services, actor),
    async after(actor, task) {
      const mine = { assignee: actor.id, status: 'open' as const, _id: { $ne: task._id } }
      const same =
        task.deal &&
        (await tasks
          .findOne({ ...mine, deal: task.deal })
          .sort({ dueSort: 1 })
          .lean<TaskRecord>())
      return same || tasks.findOne(mine).sort({ dueSort: 1, _id: 1 }).lean<TaskRecord>()
    },
    claim: async (actor, id) => claim(services, actor, await get(actor, id)),
    release: async (actor, id) => release(services, actor, await get(actor, id)),
    assign: async (actor, id, user) => assign(services, actor, await get(actor, id), user),
    delegate: async (actor, id, user, note) => delegate(services, actor, await get(actor, id), user, note),
    resolve: async (actor, id, note) => resolve(services, actor, await get(actor, id), note),
    complete: async (actor, id, input) => completeTask(services, actor, await get(actor, id), input),
    onCreateTask: (effect, instance) => createTask(services, effect, instance),
    onChangeTask: (effect, instance) => changeTask(services, effect, instance),
    onCloseTask: (effect, instance) => closeTask(services, effect, instance),
    follow: (deal, before) => followDeal(services, deal, before),
    remind: () => remindOfOverdue(services),
    async removeOf(deal) {
      await tasks.deleteMany({ deal })
    },
  }
}
