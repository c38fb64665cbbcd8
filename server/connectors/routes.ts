/** `/api/connectors`: what the designer offers as blocks. */
import { present } from '../crm/names.ts'
import { invalid } from '../middleware/errors.ts'
import type { Route } from '../routes/route.ts'
import { many, map, moment, output, string } from '../routes/schemas.ts'
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
      200: output({
        items: many(
          output({
            type: string,
            title: string,
            description: string,
            group: string,
            icon: string,
            input: map(),
            output: map(),
          }),
        ),
      }),
    },
    async handle() {
      const items = Object.values(connectors).map(({ run: _, output = {}, ...shown }) => ({
        ...shown,
        output,
      }))
      return { items }
    },
  },
  {
    method: 'get',
    path: '/secrets',
    tag: 'Connectors',
    summary: 'Names of the stored secrets; their values are never shown',
    permission: 'settings.manage',
    answers: { 200: output({ items: many(output({ name: string, updatedAt: moment }, { by: string })) }) },
    async handle({ services }) {
      const found = await services.connectors.secrets.list()
      const users = await services.users.findByIds(found.map(secret => secret.updatedBy))
      return {
        items: found.map(({ name, updatedAt, updatedBy }) => ({
          name,
          updatedAt: updatedAt.toISOString(),
          ...present({ by: users.find(user => user._id === updatedBy)?.name }),
        })),
      }
    },
  },
  {
    method: 'put',
    path: '/secrets/:name',
    tag: 'Connectors',
    summary: 'Store a secret; a header of httpRequest names it as {{secret.NAME}}',
    permission: 'settings.manage',
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['value'],
      properties: { value: { type: 'string', minLength: 1, maxLength: 4000 } },
    },
    answers: { 204: 'Stored', 422: 'The name may hold letters, digits and _ only' },
    async handle({ services, actor, params, body, answer }) {
      const name = params.name!
      if (!/^\w{1,80}$/.test(name))
        throw invalid('A secret’s name holds letters, digits and _ only.', { name: 'invalid' })
      await services.connectors.secrets.put(actor, name, (body as { value: string }).value)
      return answer(204)
    },
  },
  {
    method: 'delete',
    path: '/secrets/:name',
    tag: 'Connectors',
    summary: 'Delete a secret',
    permission: 'settings.manage',
    answers: { 204: 'Done' },
    async handle({ services, actor, params, answer }) {
      await services.connectors.secrets.remove(actor, params.name!)
      return answer(204)
    },
  },
]
