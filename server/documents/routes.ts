/** `/api/documents` and a deal's documents. */
import { ApiError } from '../middleware/errors.ts'
import type { Route } from '../routes/route.ts'
import { moment, named, oneOf, output, page, string } from '../routes/schemas.ts'
import type { DocumentSummary } from './index.ts'
import { RenderFailed } from './templates/render.ts'

const row = output(
  {
    id: string,
    name: string,
    number: string,
    template: string,
    status: oneOf('ready', 'rendering', 'failed'),
    createdAt: moment,
    by: { anyOf: [named, oneOf('process')] },
    size: { type: 'integer', description: 'Bytes of the PDF' },
  },
  { reason: string, deal: named },
)

/** A document's HTML may show itself and nothing else. */
const contentPolicy = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; sandbox"

/** The routes of this folder. */
export const documentRoutes: Route[] = [
  {
    method: 'get',
    path: '/documents',
    tag: 'Documents',
    summary: 'Documents of the deals you may see, newest first',
    permission: 'deals.read',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        q: { type: 'string', maxLength: 100 },
        cursor: { type: 'string', maxLength: 100 },
        limit: { type: 'integer', minimum: 1, maximum: 200 },
      },
    },
    answers: { 200: page(row) },
    async handle({ services, actor, query }) {
      const found = await services.documents.list(
        actor,
        query as { q?: string; cursor?: string; limit?: number },
      )
      return { ...found, items: found.items.map(presentDocument) }
    },
  },
  {
    method: 'get',
    path: '/documents/:id',
    tag: 'Documents',
    summary: 'One document, without its contents',
    permission: 'deals.read',
    answers: { 200: row },
    handle: async ({ services, actor, params }) =>
      presentDocument(await services.documents.get(actor, params.id!)),
  },
  {
    method: 'get',
    path: '/documents/:id/content',
    tag: 'Documents',
    summary: 'The document itself',
    permission: 'deals.read',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: { format: { type: 'string', enum: ['pdf', 'html'] }, download: { type: 'boolean' } },
    },
    answers: { 200: 'PDF or HTML', 409: 'Not rendered (yet)' },
    async handle({ services, actor, params, query, answer }) {
      const format = query.format === 'html' ? 'html' : 'pdf'
      const { filename, content } = await services.documents.content(actor, params.id!, format)
      const disposition = query.download ? 'attachment' : 'inline'
      return answer(200, content, {
        'Content-Type': format === 'pdf' ? 'application/pdf' : 'text/html; charset=utf-8',
        'Content-Disposition': `${disposition}; filename="document.${format}"; filename*=UTF-8''${encodeName(filename)}`,
        ...(format === 'html' && {
          'Content-Security-Policy': contentPolicy,
          'X-Frame-Options': 'SAMEORIGIN',
        }),
        'Cache-Control': 'private, max-age=3600',
      })
    },
  },
  {
    method: 'get',
    path: '/deals/:id/documents',
    tag: 'Documents',
    summary: "A deal's documents, newest first",
    permission: 'deals.read',
    answers: { 200: page(row) },
    async handle({ services, actor, params }) {
      const found = await services.documents.list(actor, { deal: params.id!, limit: 200 })
      return { ...found, items: found.items.map(presentDocument) }
    },
  },
  {
    method: 'post',
    path: '/deals/:id/documents',
    tag: 'Documents',
    summary: 'Render a document for a deal now',
    permission: 'deals.write',
    body: {
      type: 'object',
      additionalProperties: false,
      required: ['template'],
      properties: {
        template: { type: 'string', maxLength: 80 },
        title: { type: 'string', maxLength: 200 },
        locale: { type: 'string', enum: ['en', 'ru'] },
      },
    },
    answers: { 201: row, 422: 'The template or the data has a fault', 503: 'No Chromium can be started' },
    async handle({ services, actor, params, body, headers, answer }) {
      const deal = await services.deals.get(actor, params.id!)
      const { template, title, locale } = body as { template: string; title?: string; locale?: string }
      const repeatable = headers['idempotency-key']
      const key = `deal/${deal._id}/${template}/${typeof repeatable === 'string' ? repeatable : services.newId()}`
      try {
        const subject = { entity: 'deal', id: deal._id }
        const document = await services.documents.render({
          template: template.replace(/^document:/, ''),
          ...(title && { title }),
          ...(locale && { locale }),
          subject,
          key,
          by: actor,
        })
        return answer(201, presentDocument(document))
      } catch (error) {
        throw told(error)
      }
    },
  },
  {
    method: 'post',
    path: '/documents/:id/retry',
    tag: 'Documents',
    summary: 'Render a document once more that failed or was left behind by a server that died',
    permission: 'deals.write',
    answers: { 200: row, 409: 'There is nothing to repeat', 422: 'The template or the data has a fault' },
    async handle({ services, actor, params }) {
      try {
        return presentDocument(await services.documents.retry(actor, params.id!))
      } catch (error) {
        throw told(error)
      }
    },
  },
]

function told(error: unknown): unknown {
  return error instanceof RenderFailed
    ? new ApiError(422, 'renderFailed', `${error.message} ${error.cure}`)
    : error
}

/** A document as the API tells it. */
function presentDocument(document: DocumentSummary) {
  return {
    id: document._id,
    name: document.title,
    number: document.number,
    template: document.template,
    status: document.status,
    ...(document.reason && { reason: document.reason }),
    ...(document.deal && { deal: { id: document.deal, name: document.dealTitle ?? '' } }),
    createdAt: document.createdAt.toISOString(),
    by: document.by ? { id: document.by, name: document.byName } : 'process',
    size: document.size,
  }
}

const encodeName = (name: string) => encodeURIComponent(name).replace(/['()*]/g, escape)
