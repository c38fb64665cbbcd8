/** Documents: rendered from a template once, printed to PDF, kept for good. */
import { createHash } from 'node:crypto'
import type { mongo } from 'mongoose'
import type { Json, Subject } from '#engine'
import { ApiError, notFound } from '../middleware/errors.ts'
import { type Actor, scopeOf, seesAll, systemActor } from '../policy.ts'
import type { Services } from '../services.ts'
import { contextOf } from './data.ts'
import { withFonts } from './fonts.ts'
import { createPrinter, PrinterUnavailable } from './print.ts'
import { InvalidTemplate, RenderFailed } from './templates/index.ts'

export { documentRoutes } from './routes.ts'
export { createTemplates, type Templates, templateRoutes } from './templates/index.ts'

/** A document as stored in `documents`; what it says never changes once it is `ready`. */
export interface DocumentRecord {
  _id: string
  status: 'rendering' | 'ready' | 'failed'
  /** Why it is `failed`. */
  reason: string | null
  /** `Q-2026-0001`: one row of numbers a template and year. */
  number: string
  title: string
  template: string
  deal: string | null
  dealTitle: string | null
  owners: string[]
  team: string | null
  instance: string | null
  html: string | null
  /** PDF bytes, at most 8 MB. */
  pdf: Buffer | null
  size: number
  sha256: string | null
  createdAt: Date
  /** When a server last began to render it. */
  begunAt?: Date
  locale?: string | null
  by: string | null
  byName: string
}

/** A document without its contents. */
export type DocumentSummary = Omit<DocumentRecord, 'html' | 'pdf'>

export interface RenderRequest {
  /** Key of a document template, e.g. `quotation`. */
  template: string
  title?: string
  subject?: Subject
  /** Variables of the process and extra data for the template. */
  variables?: Record<string, Json>
  data?: Record<string, Json>
  locale?: string
  /** The same key gives the same document, however often it is asked for. */
  key: string
  by: Actor
  instance?: string
}

export interface Documents {
  /** Throws `RenderFailed` or 422/503 with the cure; nothing is stored as ready then. */
  render(request: RenderRequest): Promise<DocumentSummary>
  /** Once more what failed, or was left lying when a server died. 409 when there is nothing to repeat. */
  retry(actor: Actor, id: string): Promise<DocumentSummary>
  /** Takes up one document that a person asked for and whose server died; answers how many (0 or 1). */
  resume(): Promise<number>
  get(actor: Actor, id: string): Promise<DocumentSummary>
  /** The bytes, without a scope check, for attaching. */
  pdf(id: string): Promise<{ filename: string; content: Buffer } | null>
  content(actor: Actor, id: string, format: 'pdf' | 'html'): Promise<{ filename: string; content: Buffer }>
  list(
    actor: Actor,
    o: { deal?: string; q?: string; cursor?: string; limit?: number },
  ): Promise<{ items: DocumentSummary[]; next?: string }>
  /** The deal has other people now, who see its documents in their list. */
  follow(deal: { _id: string; owners: string[]; team: string | null }): Promise<void>
  stop(): Promise<void>
}

const largestPdf = 8 * 1024 * 1024
/** Nothing takes this long to print: who began it is gone. */
const abandonedAfter = 120_000
const withoutContents = { html: 0, pdf: 0 } as const
const numberLetters: Record<string, string> = { quotation: 'Q', invoice: 'INV' }

/** Documents over the collection `documents` and one Chromium. */
export function createDocuments(services: Services): Documents {
  const printer = createPrinter({ executable: services.config.chromium, log: services.log })
  const records = () => services.db.collection<DocumentRecord>('documents')
  void records()
    .createIndexes([
      { key: { deal: 1, _id: -1 } },
      { key: { createdAt: -1, _id: -1 } },
      { key: { begunAt: 1 }, partialFilterExpression: { status: 'rendering' } },
    ])
    .catch(error => services.log.warn({ err: error }, 'documents: the indexes could not be made'))

  const nextNumber = async (template: string): Promise<string> => {
    const series = `${numberLetters[template] ?? template.slice(0, 3).toUpperCase()}-${services.now().getUTCFullYear()}`
    const counters = services.db.collection<{ _id: string; last: number }>('counters')
    const counter = await counters.findOneAndUpdate(
      { _id: `document:${series}` },
      { $inc: { last: 1 } },
      { upsert: true, returnDocument: 'after' },
    )
    return `${series}-${String(counter!.last).padStart(4, '0')}`
  }

  /** Takes the number first: a rendering that is repeated goes on with the same one. */
  const reserve = async (id: string, request: RenderRequest): Promise<DocumentRecord> => {
    const present = await records().findOne({ _id: id })
    if (present) return present
    const deal = request.subject?.entity === 'deal' ? await dealOf(request.subject.id) : undefined
    const [number, template] = await Promise.all([
      nextNumber(request.template),
      services.templates.find('document', request.template),
    ])
    const record: DocumentRecord = {
      _id: id,
      status: 'rendering',
      reason: null,
      number,
      title: request.title || `${template?.name ?? request.template} ${number}`,
      template: request.template,
      deal: deal?._id ?? null,
      dealTitle: deal?.title ?? null,
      owners: deal?.owners ?? [],
      team: deal?.team ?? null,
      instance: request.instance ?? null,
      html: null,
      pdf: null,
      size: 0,
      sha256: null,
      createdAt: services.now(),
      begunAt: services.now(),
      locale: request.locale ?? null,
      by: request.by.role === 'system' ? null : request.by.id,
      byName: request.by.name,
    }
    await records().updateOne({ _id: id }, { $setOnInsert: record }, { upsert: true })
    return (await records().findOne({ _id: id }))!
  }

  const dealOf = async (id: string) =>
    (await services.db
      .collection<{ _id: string; title: string; owners: string[]; team: string | null }>('deals')
      .findOne({ _id: id }, { projection: { title: 1, owners: 1, team: 1 } })) ?? undefined

  const produce = async (record: DocumentRecord, request: Order) => {
    const template = await services.templates.find('document', request.template)
    if (!template)
      throw new RenderFailed(
        `There is no document template "${request.template}".`,
        'Create it under Templates, or name another one in the step.',
      )
    const document = { number: record.number, title: record.title }
    const data = await contextOf(services, { ...request, document })
    const { html } = services.templates.render(template, data)
    const pdf = await printer.print(withFonts(html))
    if (pdf.length > largestPdf)
      throw new RenderFailed('The PDF is larger than 8 MB.', 'Use smaller pictures in the template.')
    return { html, pdf }
  }

  const finish = async (record: DocumentRecord, request: Order): Promise<DocumentSummary> => {
    const unfinished = { _id: record._id, status: { $ne: 'ready' as const } }
    try {
      const { html, pdf } = await produce(record, request)
      const sha256 = createHash('sha256').update(pdf).digest('hex')
      const ready = { status: 'ready' as const, reason: null, html, pdf, size: pdf.length, sha256 }
      await records().updateOne(unfinished, { $set: ready })
    } catch (error) {
      const reason = (error as Error).message
      await records().updateOne(unfinished, { $set: { status: 'failed', reason } })
      throw explain(error)
    }
    const projection = withoutContents
    const done = (await records().findOne({ _id: record._id }, { projection })) as DocumentSummary
    await tell(services, done, request)
    return done
  }

  const abandoned = (): mongo.Filter<DocumentRecord> => {
    const since = new Date(services.now().getTime() - abandonedAfter)
    return { status: 'rendering', createdAt: { $lt: since }, begunAt: { $not: { $gte: since } } }
  }
  const repeatable = (): mongo.Filter<DocumentRecord> => ({ $or: [{ status: 'failed' }, abandoned()] })
  /** Marks it as begun anew, so that no other server takes it too. */
  const take = (filter: mongo.Filter<DocumentRecord>) =>
    records().findOneAndUpdate(
      filter,
      { $set: { status: 'rendering', reason: null, begunAt: services.now() } },
      { returnDocument: 'after' },
    )

  const scoped = async (actor: Actor, id: string): Promise<DocumentSummary> => {
    const record = await records().findOne({ _id: id }, { projection: withoutContents })
    if (!record) throw notFound('document', id)
    if (record.deal && !seesAll(actor)) await services.deals.get(actor, record.deal)
    else if (!seesAll(actor) && record.by !== actor.id) throw notFound('document', id)
    return record
  }

  return {
    async render(request) {
      const id = createHash('sha256').update(request.key).digest('hex').slice(0, 24)
      const record = await reserve(id, request)
      return record.status === 'ready' ? summaryOf(record) : finish(record, request)
    },
    async retry(actor, id) {
      const found = await scoped(actor, id)
      const record = found.instance ? null : await take({ _id: id, ...repeatable() })
      if (!record)
        throw new ApiError(
          409,
          'notFailed',
          found.instance
            ? 'A process ordered this document; retry the step that did.'
            : 'This document is printed already, or just being printed.',
        )
      return finish(record, orderOf(record))
    },
    async resume() {
      const record = await take({ ...abandoned(), instance: null })
      if (!record) return 0
      await finish(record, orderOf(record)).catch(error =>
        services.log.warn(
          { err: error, document: record._id },
          'a document left behind could not be printed',
        ),
      )
      return 1
    },
    get: scoped,
    async pdf(id) {
      const record = await records().findOne({ _id: id, status: 'ready' }, { projection: { html: 0 } })
      return record?.pdf ? { filename: filenameOf(record, 'pdf'), content: bytes(record.pdf) } : null
    },
    async content(actor, id, format) {
      await scoped(actor, id)
      const record = await records().findOne({ _id: id })
      if (record?.status !== 'ready')
        throw new ApiError(
          409,
          'notReady',
          record?.reason ?? 'The document is still being rendered. Try again in a moment.',
        )
      const content = format === 'html' ? Buffer.from(withFonts(record.html!)) : bytes(record.pdf!)
      return { filename: filenameOf(record, format), content }
    },
    async list(actor, { deal, q, cursor, limit = 50 }) {
      if (deal) await services.deals.get(actor, deal)
      const words = q?.trim() ? { title: { $regex: escapeRegExp(q.trim()), $options: 'i' } } : {}
      const before = cursor ? cursorFilter(cursor) : {}
      const scope = deal ? { deal } : scopeOf(actor)
      const found = await records()
        .find({ $and: [scope, words, before] }, { projection: withoutContents })
        .sort({ createdAt: -1, _id: -1 })
        .limit(limit + 1)
        .toArray()
      const items = found.slice(0, limit)
      const last = items.at(-1)
      return {
        items,
        ...(found.length > limit && last && { next: `${last.createdAt.toISOString()}_${last._id}` }),
      }
    },
    async follow({ _id, owners, team }) {
      await records().updateMany({ deal: _id }, { $set: { owners, team } })
    },
    stop: () => printer.stop(),
  }
}

async function tell(services: Services, document: DocumentSummary, request: Order) {
  if (!document.deal) return
  await services.timeline.add({
    key: `document:${document._id}`,
    deal: document.deal,
    type: 'document',
    title: document.title,
    text: document.number,
    ...(request.by.role !== 'system' && { by: request.by }),
    ...(request.instance && { instance: request.instance }),
    link: `/documents/${document._id}`,
  })
  services.live.publish({
    type: 'deal',
    data: { id: document.deal },
    to: { owners: document.owners, team: document.team },
  })
}

/** What it takes to render a document again from its record alone. */
type Order = Omit<RenderRequest, 'key'>

function orderOf({ template, title, deal, locale, by, byName }: DocumentRecord): Order {
  return {
    template,
    title,
    ...(deal && { subject: { entity: 'deal', id: deal } }),
    ...(locale && { locale }),
    by: by ? { ...systemActor, id: by, name: byName, role: 'manager' } : systemActor,
  }
}

/** Faults of template and printer, for people; whatever else stays what it is. */
function explain(error: unknown): unknown {
  if (error instanceof InvalidTemplate)
    return new RenderFailed(
      `The template has a mistake. ${error.message}`,
      'Correct it under Templates, then retry.',
    )
  if (error instanceof PrinterUnavailable)
    return new ApiError(503, 'printerUnavailable', `${error.message} ${error.cure}`)
  return error
}

function summaryOf(record: DocumentRecord): DocumentSummary {
  const { html: _, pdf: __, ...summary } = record
  return summary
}

/** The driver answers bytes as its own Binary. */
function bytes(stored: Buffer | { buffer: Uint8Array }): Buffer {
  return Buffer.isBuffer(stored) ? stored : Buffer.from(stored.buffer)
}

function filenameOf(record: { title: string; number: string }, extension: string): string {
  const name = record.title
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return `${name.slice(0, 100) || record.number}.${extension}`
}

function cursorFilter(cursor: string) {
  const [at = '', id = ''] = cursor.split('_')
  const createdAt = new Date(at)
  if (Number.isNaN(createdAt.getTime()))
    throw new ApiError(400, 'invalidCursor', 'The cursor is not one of ours.')
  return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, _id: { $lt: id } }] }
}

const escapeRegExp = (text: string) => text.slice(0, 100).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
