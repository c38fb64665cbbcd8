/** `/api/webhooks` for administrators, `/api/hooks/:id` for other programs. */
import type { Route } from '../../routes/route.ts'
import { flag, integer, many, map, moment, oneOf, output, page, string } from '../../routes/schemas.ts'
import type { CallRecord, WebhookRecord, WebhookValues } from './index.ts'

const properties = {
  name: { type: 'string', minLength: 1, maxLength: 120 },
  message: { type: 'string', minLength: 1, maxLength: 200 },
  correlation: {
    type: 'object',
    additionalProperties: false,
    properties: { key: { type: 'string', maxLength: 500, description: 'FEEL over `body`, e.g. =body.deal' } },
  },
  active: { type: 'boolean' },
}
const always = {
  id: string,
  name: string,
  message: string,
  correlation: map(string),
  active: flag,
  url: string,
  createdAt: moment,
}
const sometimes = { lastReceivedAt: moment }
const shown = output(always, sometimes)
const secret = { secret: string }
const call = output(
  {
    id: string,
    at: moment,
    outcome: oneOf('processing', 'accepted', 'refused'),
    delivered: integer(),
    started: integer(),
  },
  { message: string },
)
const manage = { tag: 'Webhooks', permission: 'settings.manage' as const }

/** The routes of this folder. */
export const webhookRoutes: Route[] = [
  {
    ...manage,
    method: 'get',
    path: '/webhooks',
    summary: 'Webhooks by name',
    answers: { 200: output({ items: many(shown) }) },
    async handle({ services }) {
      const { baseUrl } = services.config
      return { items: (await services.webhooks.list()).map(hook => present(hook, baseUrl)) }
    },
  },
  {
    ...manage,
    method: 'post',
    path: '/webhooks',
    summary: 'Add a webhook; its secret is told once',
    body: { type: 'object', additionalProperties: false, required: ['name', 'message'], properties },
    answers: {
      201: output({ ...always, ...secret }, sometimes),
      422: 'The correlation key is no FEEL expression',
    },
    async handle({ services, actor, body, answer }) {
      const { webhook, secret } = await services.webhooks.create(actor, body as WebhookValues)
      return answer(201, { ...present(webhook, services.config.baseUrl), secret })
    },
  },
  {
    ...manage,
    method: 'patch',
    path: '/webhooks/:id',
    summary: 'Change a webhook',
    body: { type: 'object', additionalProperties: false, properties },
    answers: { 200: shown },
    async handle({ services, actor, params, body }) {
      const changed = await services.webhooks.update(actor, params.id!, body as Partial<WebhookValues>)
      return present(changed, services.config.baseUrl)
    },
  },
  {
    ...manage,
    method: 'delete',
    path: '/webhooks/:id',
    summary: 'Delete a webhook',
    answers: { 204: 'Done' },
    async handle({ services, actor, params, answer }) {
      await services.webhooks.remove(actor, params.id!)
      return answer(204)
    },
  },
  {
    ...manage,
    method: 'post',
    path: '/webhooks/:id/secret',
    summary: 'A new secret; the present one stays good until the next change',
    body: { type: 'object', additionalProperties: false, properties: {} },
    answers: { 200: output(secret) },
    handle: async ({ services, actor, params }) => ({
      secret: await services.webhooks.renewSecret(actor, params.id!),
    }),
  },
  {
    ...manage,
    method: 'get',
    path: '/webhooks/:id/log',
    summary: 'Calls of the last seven days, newest first',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: { cursor: { type: 'string', maxLength: 40 } },
    },
    answers: { 200: page(call) },
    async handle({ services, params, query }) {
      const found = await services.webhooks.calls(params.id!, query.cursor as string | undefined)
      return { ...found, items: found.items.map(presentCall) }
    },
  },
  {
    method: 'post',
    path: '/hooks/:id',
    tag: 'Webhooks',
    summary: 'Where other programs call: a JSON body signed as Standard Webhooks says',
    description:
      'Headers `webhook-id`, `webhook-timestamp` (seconds), `webhook-signature` = `v1,base64(HMAC-SHA256(secret, id.timestamp.body))`. A repeated id has no effect and is answered 200.',
    permission: 'public',
    rate: { points: 600, seconds: 60 },
    body: { raw: ['application/json', 'text/plain', 'application/octet-stream'], limit: 256 * 1024 },
    answers: {
      200: output({ status: oneOf('accepted', 'duplicate') }, { delivered: integer(), started: integer() }),
      401: 'Not signed, wrongly signed, or more than five minutes old',
      422: 'No JSON, or no correlation key in it',
    },
    handle: ({ services, params, headers, raw }) =>
      services.webhooks.receive({ id: params.id!, headers, body: raw ?? Buffer.alloc(0) }),
  },
]

function present(hook: WebhookRecord, baseUrl: string) {
  const { _id, name, message, correlation, active, createdAt, lastReceivedAt } = hook
  return {
    id: _id,
    name,
    message,
    correlation,
    active,
    url: `${baseUrl}/api/hooks/${_id}`,
    createdAt: createdAt.toISOString(),
    ...(lastReceivedAt && { lastReceivedAt: lastReceivedAt.toISOString() }),
  }
}

function presentCall({ _id, at, outcome, message, delivered, started }: CallRecord) {
  return { id: _id, at: at.toISOString(), outcome, ...(message && { message }), delivered, started }
}
