import { type Connector, fail } from './connector.ts'

/** A step that a program outside does: it fetches the job by its topic (`/api/jobs/fetch`), Baton only waits. */
export const external: Connector = {
  type: 'external',
  title: 'Done by an external worker',
  description: 'A program of yours fetches the job by its topic, does it, and says how it went.',
  group: 'data',
  icon: 'plug',
  input: {
    type: 'object',
    required: ['topic'],
    properties: {
      topic: {
        type: 'string',
        title: 'Topic',
        description: 'The name under which workers ask for such jobs',
        examples: ['invoices'],
      },
      data: {
        title: 'What the worker is given',
        description: '={invoice: number, sum: amount}; all variables of the process come beside it',
        format: 'expression',
      },
    },
  },
  run: async () => fail('This job is for workers outside; Baton does not do it by itself.'),
}
