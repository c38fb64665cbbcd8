/** `/api/templates`: read, try out, change. */
import type { Json } from '#engine'
import { ApiError } from '../../middleware/errors.ts'
import type { Route, Schema } from '../../routes/route.ts'
import { flag, json, many, moment, oneOf, output, string } from '../../routes/schemas.ts'
import { contextOf } from '../data.ts'
import { withFonts } from '../fonts.ts'
import {
  asApiError,
  RenderFailed,
  type TemplateChanges,
  type TemplateRecord,
  type Templates,
} from './index.ts'
import type { TemplateKind } from './shipped.ts'

const kind = oneOf('email', 'document')
const texts = {
  name: { type: 'string', minLength: 1, maxLength: 120 },
  subject: { type: 'string', maxLength: 500 },
  body: { type: 'string', maxLength: 70_000 },
}
const sample: Schema = { type: 'object', maxProperties: 200 }

const always = { id: string, kind, name: string, builtIn: flag }
const summary = output(always, { updatedAt: moment })
const full = output({ ...always, body: string, sample: json }, { updatedAt: moment, subject: string })

/** The routes of this folder. */
export const templateRoutes: Route[] = [
  {
    method: 'get',
    path: '/templates',
    tag: 'Templates',
    summary: 'Templates of letters and documents',
    permission: 'signedIn',
    query: { type: 'object', additionalProperties: false, properties: { kind } },
    answers: { 200: output({ items: many(summary) }) },
    async handle({ services, query }) {
      const items = await services.templates.list(query.kind as TemplateKind | undefined)
      return { items: items.map(presentRow) }
    },
  },
  {
    method: 'post',
    path: '/templates',
    tag: 'Templates',
    summary: 'Add a template of your own',
    permission: 'templates.write',
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['kind', 'name'],
      properties: { kind, key: { type: 'string', pattern: '^[a-z][a-z0-9-]{0,60}$' }, ...texts, sample },
    },
    answers: {
      201: full,
      409: 'A template of this kind and key exists',
      422: 'The template has a mistake; details say where',
    },
    async handle({ services, actor, body, answer }) {
      const wanted = body as TemplateChanges & { kind: TemplateKind; key?: string; name: string }
      const created = await services.templates.create(actor, {
        ...wanted,
        key: wanted.key ?? keyFrom(wanted.name),
      })
      return answer(201, present(created))
    },
  },
  {
    method: 'get',
    path: '/templates/:id',
    tag: 'Templates',
    summary: 'One template with its source and sample data',
    permission: 'signedIn',
    answers: { 200: full },
    handle: async ({ services, params }) => present(await services.templates.get(params.id!)),
  },
  {
    method: 'put',
    path: '/templates/:id',
    tag: 'Templates',
    summary: 'Change a template',
    permission: 'templates.write',
    body: {
      type: 'object',
      additionalProperties: false,
      properties: { ...texts, sample, version: { type: 'integer' } },
    },
    answers: { 200: full, 422: 'The template has a mistake; details say where' },
    async handle({ services, actor, params, body }) {
      const { kind, key } = await services.templates.get(params.id!)
      const { version: _, ...changes } = body as TemplateChanges & { version?: number }
      return present(await services.templates.save(actor, { ...changes, kind, key }))
    },
  },
  {
    method: 'delete',
    path: '/templates/:id',
    tag: 'Templates',
    summary: 'Delete an own template, or take back the changes to a shipped one',
    permission: 'templates.write',
    answers: { 200: full, 204: 'The own template is gone' },
    async handle({ services, actor, params, answer }) {
      const { kind, key } = await services.templates.get(params.id!)
      await services.templates.remove(actor, params.id!)
      const shipped = await services.templates.find(kind, key)
      return shipped ? present(shipped) : answer(204)
    },
  },
  {
    method: 'post',
    path: '/templates/:id/preview',
    tag: 'Templates',
    summary: 'What a template looks like, with its sample or with a deal of yours',
    permission: 'signedIn',
    body: {
      type: 'object',
      additionalProperties: false,
      properties: {
        body: texts.body,
        subject: texts.subject,
        dealId: { type: 'string', maxLength: 64 },
        sample,
      },
    },
    answers: {
      200: output({ html: string }, { subject: string, text: string }),
      422: 'The template has a mistake; details say where',
    },
    async handle({ services, actor, params, body }) {
      const { dealId, ...changes } = body as {
        body?: string
        subject?: string
        dealId?: string
        sample?: Json
      }
      const template = { ...(await services.templates.get(params.id!)), ...changes }
      if (dealId) await services.deals.get(actor, dealId)
      const subject = dealId ? { entity: 'deal', id: dealId } : undefined
      const data = subject
        ? await contextOf(services, { subject, document: { number: '—' } })
        : (template.sample as Record<string, unknown>)
      return preview(services.templates, template, data)
    },
  },
]

function preview(templates: Templates, template: TemplateRecord, data: Record<string, unknown>) {
  try {
    const rendered = templates.render(template, data)
    return template.kind === 'document' ? { ...rendered, html: withFonts(rendered.html) } : rendered
  } catch (error) {
    if (error instanceof RenderFailed)
      throw new ApiError(422, 'invalidTemplate', `${error.message} ${error.cure}`)
    throw asApiError(error)
  }
}

function keyFrom(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return /^[a-z]/.test(plain) ? plain.slice(0, 60) : `template-${Date.now().toString(36)}`
}

function presentRow(template: TemplateRecord) {
  const { _id, kind, name, builtIn, updatedAt } = template
  return { id: _id, kind, name, builtIn, ...(updatedAt && { updatedAt: updatedAt.toISOString() }) }
}

function present(template: TemplateRecord) {
  const { subject, body, sample } = template
  return { ...presentRow(template), ...(subject !== undefined && { subject }), body, sample }
}
