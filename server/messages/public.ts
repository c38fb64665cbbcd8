/** `/api/public`: what people without an account may do: answer a question, hand in a form. */
import { ApiError } from '../middleware/errors.ts'
import type { Route, Schema } from '../routes/route.ts'
import type { AnswerRecord } from './types.ts'

const rate = { points: 30, seconds: 60 }

const question: Schema = {
  type: 'object',
  properties: {
    title: { type: 'string' },
    text: { type: 'string' },
    from: { type: 'string' },
    options: {
      type: 'array',
      items: { type: 'object', properties: { value: { type: 'string' }, label: { type: 'string' } } },
    },
    answered: { type: 'string', description: 'What was answered, when it was' },
  },
}

/** The public routes of this folder. */
export const publicRoutes: Route[] = [
  {
    method: 'get',
    path: '/public/answers/:token',
    tag: 'Public',
    summary: 'The question behind a link in a letter',
    permission: 'public',
    rate,
    answers: { 200: question, 404: 'No such link' },
    handle: async ({ services, params }) => presentQuestion(await services.mail.answers.read(params.token!)),
  },
  {
    method: 'post',
    path: '/public/answers/:token',
    tag: 'Public',
    summary: 'Answer it; the waiting process goes on',
    permission: 'public',
    rate,
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['answer'],
      properties: {
        answer: { type: 'string', maxLength: 100 },
        comment: { type: 'string', maxLength: 2000 },
      },
    },
    answers: { 200: question, 409: 'Answered already', 410: 'No longer open' },
    async handle({ services, params, body }) {
      const { answer, comment = '' } = body as { answer: string; comment?: string }
      return presentQuestion(await services.mail.answers.take(params.token!, answer, comment))
    },
  },
  {
    method: 'post',
    path: '/public/forms/:key',
    tag: 'Public',
    summary: 'Hand in a form of a website',
    description:
      'Starts every process whose start event has the trigger `form.submitted` and whose condition holds; the condition and the process see `form` with the fields and the key.',
    permission: 'public',
    rate,
    body: {
      type: 'object',
      maxProperties: 60,
      additionalProperties: { type: ['string', 'number', 'boolean', 'null'] },
    },
    bodyLimit: 64 * 1024,
    answers: { 202: { type: 'object', properties: { accepted: { type: 'boolean' } } } },
    async handle({ services, params, body, headers, requestId, answer }) {
      const fields = cleanFields(body as Record<string, unknown>)
      const repeatable = headers['idempotency-key']
      const id = typeof repeatable === 'string' ? repeatable.slice(0, 100) : requestId
      await services.engine.recordChanged({
        id: `form/${params.key}/${id}`,
        event: 'form.submitted',
        subject: { entity: 'form', id: `${params.key}/${id}` },
        data: { form: { ...fields, key: params.key! } },
      })
      return answer(202, { accepted: true })
    },
  },
]

function cleanFields(body: Record<string, unknown>): Record<string, string | number | boolean | null> {
  const entries = Object.entries(body)
  for (const [key, value] of entries) {
    if (
      !/^[\p{L}_][\p{L}\p{N}_-]{0,63}$/u.test(key) ||
      ['__proto__', 'constructor', 'prototype'].includes(key)
    )
      throw new ApiError(
        422,
        'invalid',
        `"${key.slice(0, 40)}" is no field name: use letters, digits, _ and -.`,
      )
    if (typeof value === 'string' && value.length > 5000)
      throw new ApiError(422, 'invalid', `The field "${key}" is longer than 5,000 characters.`)
  }
  return Object.fromEntries(entries) as Record<string, string | number | boolean | null>
}

function presentQuestion(record: AnswerRecord) {
  const { title, text, from, options, answer } = record
  return { title, text, from, options, ...(answer && { answered: answer.value }) }
}
