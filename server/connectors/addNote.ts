import { type Connector, done } from './connector.ts'
import { dealIdOf, needsDeal } from './subject.ts'

/** A line on the deal's timeline, for whoever reads it later. */
export const addNote: Connector = {
  type: 'addNote',
  title: 'Write a note',
  description: 'Puts a note on the deal’s timeline.',
  group: 'deal',
  icon: 'note',
  input: {
    type: 'object',
    required: ['text'],
    properties: {
      text: { type: 'string', title: 'Note', format: 'longtext' },
      title: { type: 'string', title: 'Heading' },
    },
  },
  async run(input, context) {
    const deal = dealIdOf(context)
    if (!deal) return needsDeal
    const text = String(input.text)
    const title =
      typeof input.title === 'string' && input.title ? input.title : text.split('\n')[0]!.slice(0, 120)
    await context.services.timeline.add({
      key: context.idempotencyKey,
      deal,
      type: 'note',
      title,
      ...(text !== title && { text }),
      instance: context.instance,
    })
    return done()
  },
}
