import { systemActor } from '../policy.ts'
import { type Connector, done, fail } from './connector.ts'
import { dueDate } from './due.ts'
import { dealIdOf } from './subject.ts'

/** A to-do for a colleague, beside the process: the process goes on at once. */
export const createTask: Connector = {
  type: 'createTask',
  title: 'Create a task',
  description: 'Puts a to-do on somebody’s list and goes on. To wait for a person, use a user task instead.',
  group: 'people',
  icon: 'checkbox',
  input: {
    type: 'object',
    required: ['name'],
    properties: {
      name: { type: 'string', title: 'What to do' },
      assignee: {
        type: 'string',
        title: 'Who',
        description: 'A user, or head:<team>. Empty: the deal’s owner.',
        format: 'user',
      },
      due: {
        type: 'string',
        title: 'Due',
        description: 'A duration such as P2D or 2 working days, or a date',
        format: 'due',
      },
      description: { type: 'string', title: 'Description', format: 'longtext' },
    },
  },
  output: { task: { type: 'string', title: 'Id of the task' } },
  async run(input, context) {
    const { services, idempotencyKey } = context
    const due = await dueDate(services, input.due)
    if (due === 'invalid')
      return fail(
        `"${String(input.due)}" is no due date.`,
        'Use a duration such as P2D or 2 working days, or a date.',
      )
    const deal = dealIdOf(context) ?? null
    const assignee = await whoFor(input.assignee, deal, context.services)
    const task = await services.tasks.createTodo(systemActor, {
      name: String(input.name),
      deal,
      assignee,
      due,
      description: typeof input.description === 'string' && input.description ? input.description : null,
      key: idempotencyKey,
    })
    return done({ task: task._id })
  },
}

async function whoFor(
  wanted: unknown,
  deal: string | null,
  services: Parameters<Connector['run']>[1]['services'],
) {
  if (typeof wanted === 'string' && wanted) return wanted
  if (!deal) return null
  const [record] = await services.deals.findByIds(systemActor, [deal])
  return record?.owners[0] ?? null
}
