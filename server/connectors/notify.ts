import { type Connector, done, fail } from './connector.ts'
import { dealIdOf, dealOf } from './subject.ts'

/** A notification in Baton for colleagues: no letter, no task. */
export const notify: Connector = {
  type: 'notify',
  title: 'Notify colleagues',
  description: 'Shows a notification to a user, a role, a team, or the head of a team.',
  group: 'people',
  icon: 'bell',
  input: {
    type: 'object',
    required: ['title'],
    properties: {
      to: {
        title: 'Who',
        description: 'A user, a role, a team, head:<team>, or a list. Empty: the deal’s owners.',
        format: 'user',
      },
      title: { type: 'string', title: 'Message' },
      text: { type: 'string', title: 'Details', format: 'longtext' },
    },
  },
  output: { users: { type: 'integer', title: 'How many people were told' } },
  async run(input, context) {
    const { services, idempotencyKey } = context
    const wanted = (Array.isArray(input.to) ? input.to : [input.to]).filter(
      who => typeof who === 'string' && who !== '',
    ) as string[]
    const deal = await dealOf(context)
    const found = await Promise.all(
      (wanted.length ? wanted : (deal?.owners ?? [])).map(who => services.users.resolve(who)),
    )
    const users = [...new Set(found.flat().map(user => user._id))]
    if (users.length === 0)
      return fail('There is nobody to notify.', 'Name a user, a role or a team in the step.')
    const id = dealIdOf(context)
    await services.notifications.notify(users, {
      type: 'process',
      title: String(input.title),
      ...(typeof input.text === 'string' && input.text && { text: input.text }),
      ...(id && { link: `/deals/${id}` }),
      key: idempotencyKey,
    })
    return done({ users: users.length })
  },
}
