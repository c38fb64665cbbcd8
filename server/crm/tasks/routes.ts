/** Tasks over HTTP: lists, one task with its form, and what may be done with it. */
import type { Call, Route } from '../../routes/route.ts'
import {
  flag,
  id,
  input,
  integer,
  many,
  map,
  moment,
  named,
  number,
  oneOf,
  orNull,
  output,
  page,
  paging,
  string,
  text,
  values,
  words,
} from '../../routes/schemas.ts'
import { taskSorts } from './list.ts'
import { presentTask, presentTasks } from './present.ts'
import type { TaskFilter, TaskRecord } from './types.ts'

const tag = 'Tasks'

const rowAlways = {
  id: string,
  name: string,
  state: oneOf('overdue', 'today', 'planned', 'noDate'),
  createdAt: moment,
  kind: oneOf('process', 'todo'),
  status: oneOf('open', 'completed', 'cancelled'),
}
const rowSometimes = {
  deal: output(
    { id: string, title: string, amount: orNull(number), currency: string, stage: string },
    { company: named },
  ),
  process: output({ key: string, name: string, instance: string }),
  due: moment,
  assignee: named,
  delegatedBy: named,
  completedAt: moment,
  completedBy: named,
  outcome: string,
}
const change = output(
  {
    at: moment,
    what: oneOf(
      'claimed',
      'released',
      'assigned',
      'delegated',
      'resolved',
      'handedOver',
      'completed',
      'cancelled',
    ),
  },
  { by: named, from: named, to: named, insteadOf: named, note: string },
)
const taskRow = output(rowAlways, rowSometimes)
const taskOut = output(
  {
    ...rowAlways,
    form: many(map()),
    outcomes: many(map()),
    values: map(),
    canClaim: flag,
    canComplete: flag,
    canAssign: flag,
    canDelegate: flag,
    canResolve: flag,
    trail: many(change),
    version: { type: 'integer' },
  },
  { ...rowSometimes, documentation: string },
)
const count = { type: 'integer' }

export const taskRoutes: Route[] = [
  {
    method: 'get',
    path: '/tasks',
    tag,
    summary: 'Tasks: mine, my team’s, those nobody has, those done',
    permission: 'tasks.work',
    query: input({
      view: oneOf('mine', 'team', 'unassigned', 'done'),
      q: text(200),
      overdue: flag,
      deal: id,
      process: id,
      sort: { type: 'string', enum: taskSorts },
      ...paging,
    }),
    answers: {
      200: page(taskRow, { counts: output({ mine: count, team: count, unassigned: count, overdue: count }) }),
    },
    async handle({ actor, query, services }) {
      const counting = services.tasks.counts(actor)
      const [found, counts] = await Promise.all([
        services.tasks.list(actor, query as TaskFilter, counting),
        counting,
      ])
      return { ...found, items: await presentTasks(services, found.items), counts }
    },
  },
  {
    method: 'post',
    path: '/tasks',
    tag,
    summary: 'A to-do of one’s own, without a process',
    permission: 'tasks.work',
    body: input(
      {
        name: words(300),
        dealId: id,
        assignee: id,
        due: { type: 'string', anyOf: [{ format: 'date' }, { format: 'date-time' }] },
        description: text(20_000),
      },
      ['name'],
    ),
    answers: { 201: taskOut },
    async handle({ actor, body, record, services, answer }) {
      const { name, dealId, assignee, due, description } = body as Record<string, string | undefined>
      const task = await services.tasks.createTodo(actor, {
        key: record,
        name: name!,
        deal: dealId,
        assignee: assignee ?? actor.id,
        due: due ? new Date(due) : null,
        description,
      })
      return answer(201, await presentTask(services, actor, task))
    },
  },
  {
    method: 'get',
    path: '/tasks/:id',
    tag,
    summary: 'One task with its form and outcomes',
    permission: 'tasks.work',
    answers: { 200: taskOut },
    handle: async ({ actor, params, services }) =>
      presentTask(services, actor, await services.tasks.get(actor, params.id!)),
  },
  {
    method: 'post',
    path: '/tasks/:id/claim',
    tag,
    summary: 'Take a task that nobody has',
    permission: 'tasks.work',
    answers: { 200: taskOut },
    handle: answerTask(({ actor, params, services }) => services.tasks.claim(actor, params.id!)),
  },
  {
    method: 'post',
    path: '/tasks/:id/release',
    tag,
    summary: 'Give a task back to those it is offered to',
    permission: 'tasks.work',
    answers: { 200: taskOut },
    handle: answerTask(({ actor, params, services }) => services.tasks.release(actor, params.id!)),
  },
  {
    method: 'post',
    path: '/tasks/:id/assign',
    tag,
    summary: 'Hand a task to somebody',
    permission: 'tasks.work',
    body: input({ userId: id }, ['userId']),
    answers: { 200: taskOut },
    handle: answerTask(({ actor, params, body, services }) =>
      services.tasks.assign(actor, params.id!, (body as { userId: string }).userId),
    ),
  },
  {
    method: 'post',
    path: '/tasks/:id/delegate',
    tag,
    summary: 'Ask somebody else to do the work; the task comes back to be completed',
    permission: 'tasks.work',
    body: input({ userId: id, note: text(2000) }, ['userId']),
    answers: { 200: taskOut },
    handle: answerTask(({ actor, params, body, services }) => {
      const { userId, note } = body as { userId: string; note?: string }
      return services.tasks.delegate(actor, params.id!, userId, note)
    }),
  },
  {
    method: 'post',
    path: '/tasks/:id/resolve',
    tag,
    summary: 'Give delegated work back to whoever delegated it',
    permission: 'tasks.work',
    body: input({ note: text(2000) }),
    answers: { 200: taskOut },
    handle: answerTask(({ actor, params, body, services }) =>
      services.tasks.resolve(actor, params.id!, (body as { note?: string }).note),
    ),
  },
  {
    method: 'post',
    path: '/tasks/:id/complete',
    tag,
    summary: 'Complete a task with an outcome and the form’s values',
    description:
      '422 `invalidForm` names each fault by field in `details.fields`; 409 `taskClosed` when somebody was quicker. ' +
      'The answer holds the next task to turn to.',
    permission: 'tasks.work',
    body: input({ outcome: id, values: values(200), version: integer(), commandId: id }),
    answers: { 200: output({}, { next: taskRow }) },
    async handle({ actor, params, body, services }) {
      const done = await services.tasks.complete(actor, params.id!, body)
      const next = await services.tasks.after(actor, done)
      return next ? { next: (await presentTasks(services, [next]))[0] } : {}
    },
  },
]

function answerTask(act: (call: Call) => Promise<TaskRecord>) {
  return async (call: Call) => presentTask(call.services, call.actor, await act(call))
}
