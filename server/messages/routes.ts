/** `/api/letters`: the outbox. */
import type { Route, Schema } from '../routes/route.ts'
import { integer, many, moment, named, oneOf, output, page, string } from '../routes/schemas.ts'
import type { LetterRecord, LetterSummary } from './types.ts'

const status = oneOf('sent', 'notSent', 'failed', 'waiting')
const always: Record<string, Schema> = {
  id: string,
  to: string,
  subject: string,
  status,
  at: moment,
  attempts: integer(),
  by: { anyOf: [named, oneOf('process')] },
}
const sometimes = { cc: string, reason: string, cure: string, deal: named, instance: string }
const row = output(always, sometimes)
const full = output({ ...always, html: string, text: string, attachments: many(named) }, sometimes)

/** The routes of the outbox. */
export const messageRoutes: Route[] = [
  {
    method: 'get',
    path: '/letters',
    tag: 'Letters',
    summary: 'The outbox: letters of the deals you may see, newest first',
    permission: 'deals.read',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        status,
        q: { type: 'string', maxLength: 100 },
        deal: { type: 'string', maxLength: 64 },
        cursor: { type: 'string', maxLength: 100 },
        limit: { type: 'integer', minimum: 1, maximum: 200 },
      },
    },
    answers: { 200: page(row) },
    async handle({ services, actor, query }) {
      const found = await services.mail.list(actor, query as Parameters<typeof services.mail.list>[1])
      return { ...found, items: found.items.map(presentRow) }
    },
  },
  {
    method: 'get',
    path: '/letters/:id',
    tag: 'Letters',
    summary: 'One letter with its text',
    permission: 'deals.read',
    answers: { 200: full },
    handle: async ({ services, actor, params }) => presentLetter(await services.mail.get(actor, params.id!)),
  },
  {
    method: 'post',
    path: '/letters/:id/send',
    tag: 'Letters',
    summary: 'Try to send a letter now',
    permission: 'deals.write',
    answers: { 200: row, 409: 'It has been sent already' },
    handle: async ({ services, actor, params }) => presentRow(await services.mail.send(actor, params.id!)),
  },
]

function presentRow(letter: LetterSummary) {
  return {
    id: letter._id,
    to: letter.to.join(', '),
    ...(letter.cc.length && { cc: letter.cc.join(', ') }),
    subject: letter.subject,
    status: letter.status === 'sending' ? 'waiting' : letter.status,
    ...(letter.reason && { reason: letter.reason }),
    ...(letter.cure && { cure: letter.cure }),
    ...(letter.deal && { deal: { id: letter.deal, name: letter.dealTitle ?? '' } }),
    ...(letter.instance && { instance: letter.instance }),
    at: (letter.sentAt ?? letter.createdAt).toISOString(),
    attempts: letter.attempts,
    by: letter.by ? { id: letter.by, name: letter.byName } : 'process',
  }
}

function presentLetter(letter: LetterRecord) {
  const { html, text, attachments } = letter
  return { ...presentRow(letter), html, text, attachments }
}
