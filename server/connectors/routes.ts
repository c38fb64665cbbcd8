/** `/api/connectors`: what the designer offers as blocks. */
import type { Route } from '../routes/route.ts'
import { connectors } from './index.ts'

/** The routes of this folder. */
export const connectorRoutes: Route[] = [
  {
    method: 'get',
    path: '/connectors',
    tag: 'Connectors',
    summary: 'What a service task can do, with the JSON Schema of its input',
    permission: 'processes.read',
    answers: {
      200: {
        type: 'object',
        properties: {
          items: {
            type: 'array',
            items: {
              type: 'object',
              properties: {
                type: { type: 'string' },
                title: { type: 'string' },
                description: { type: 'string' },
                group: { type: 'string' },
                icon: { type: 'string' },
                input: { type: 'object' },
                output: { type: 'object' },
              },
            },
          },
        },
      },
    },
    async handle() {
      const items = Object.values(connectors).map(({ run: _, output = {}, ...shown }) => ({
        ...shown,
        output,
      }))
      return { items }
    },
  },
]
