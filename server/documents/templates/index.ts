/** Templates of letters and documents: the shipped ones, the house's own, and its changes to shipped ones. */
import type { Json } from '#engine'
import { ApiError, conflict, notFound } from '../../middleware/errors.ts'
import type { Actor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { InvalidTemplate, parseTemplate } from './guard.ts'
import { createRenderer, oneLine } from './render.ts'
import { readShipped, type TemplateKind, type TemplateSource } from './shipped.ts'
import { textOf } from './text.ts'

export { InvalidTemplate } from './guard.ts'
export { RenderFailed } from './render.ts'
export { templateRoutes } from './routes.ts'
export type { TemplateKind } from './shipped.ts'

/** A template as stored and shown; `_id` is `<kind>:<key>`. */
export interface TemplateRecord extends TemplateSource {
  _id: string
  builtIn: boolean
  /** Null for a shipped one that nobody changed. */
  updatedAt: Date | null
  updatedBy: string | null
}

export interface Rendered {
  html: string
  /** Letters only. */
  subject?: string
  text?: string
}

export interface Templates {
  list(kind?: TemplateKind): Promise<TemplateRecord[]>
  /** By id, or by kind and key. */
  get(id: string): Promise<TemplateRecord>
  find(kind: TemplateKind, key: string): Promise<TemplateRecord | null>
  /** Stores the house's own version; throws 422 `invalidTemplate` with line and column. */
  save(actor: Actor, template: TemplateChanges & { kind: TemplateKind; key: string }): Promise<TemplateRecord>
  create(
    actor: Actor,
    template: TemplateChanges & { kind: TemplateKind; key: string },
  ): Promise<TemplateRecord>
  /** Deletes an own template; a changed shipped one becomes what it was. */
  remove(actor: Actor, id: string): Promise<void>
  render(template: Pick<TemplateSource, 'kind' | 'body' | 'subject'>, data: Record<string, unknown>): Rendered
  /** Ids and bare keys, for the designer's check of connector inputs. */
  names(): Promise<string[]>
}

export interface TemplateChanges {
  name?: string
  subject?: string
  body?: string
  sample?: Json
}

type Stored = Omit<TemplateRecord, 'builtIn'>

/** The catalogue of templates over `<root>/templates` and the collection `templates`. */
export function createTemplates(services: Services): Templates {
  const shipped = readShipped(services.config.root, services.config.language)
  const builtIn = new Map(shipped.templates.map(template => [`${template.kind}:${template.key}`, template]))
  const renderer = createRenderer(shipped.partials)
  const own = () => services.db.collection<Stored>('templates')

  const fromShipped = (id: string): TemplateRecord | null => {
    const template = builtIn.get(id)
    return template ? { _id: id, ...template, builtIn: true, updatedAt: null, updatedBy: null } : null
  }

  const find = async (id: string): Promise<TemplateRecord | null> => {
    const stored = await own().findOne({ _id: id })
    return stored ? { ...stored, builtIn: builtIn.has(id) } : fromShipped(id)
  }

  const get = async (id: string): Promise<TemplateRecord> => {
    const found = await find(id)
    if (!found) throw notFound('template', id)
    return found
  }

  const check = (template: TemplateSource) => {
    try {
      renderer.check(template.body, 'html')
    } catch (error) {
      throw asApiError(error, 'body')
    }
    try {
      if (template.subject) parseTemplate(template.subject, 'text')
    } catch (error) {
      throw asApiError(error, 'subject')
    }
  }

  const store = async (actor: Actor, template: TemplateSource): Promise<TemplateRecord> => {
    check(template)
    const _id = `${template.kind}:${template.key}`
    const { kind, key, name, subject, body, sample } = template
    const changes = { kind, key, name, body, sample, ...(subject !== undefined && { subject }) }
    await own().updateOne(
      { _id },
      { $set: { ...changes, updatedAt: services.now(), updatedBy: actor.id } },
      { upsert: true },
    )
    await services.audit.record({ actor, action: 'template.changed', target: _id })
    return get(_id)
  }

  return {
    async list(kind) {
      const stored = await own().find({}).toArray()
      const mine = stored.map(template => ({ ...template, builtIn: builtIn.has(template._id) }))
      const changed = new Set(stored.map(template => template._id))
      const rest = [...builtIn.keys()].filter(id => !changed.has(id)).map(id => fromShipped(id)!)
      return [...mine, ...rest]
        .filter(template => !kind || template.kind === kind)
        .sort((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name))
    },
    get,
    find: (kind, key) => find(key.startsWith(`${kind}:`) ? key : `${kind}:${key}`),
    async save(actor, changes) {
      const present = await find(`${changes.kind}:${changes.key}`)
      if (!present) throw notFound('template', `${changes.kind}:${changes.key}`)
      return store(actor, { ...present, ...defined(changes) })
    },
    async create(actor, template) {
      const id = `${template.kind}:${template.key}`
      if (await find(id))
        throw conflict(`There is already a template "${template.key}" of this kind. Choose another name.`)
      return store(actor, {
        name: template.key,
        body: '',
        sample: {},
        ...defined(template),
      } as TemplateSource)
    },
    async remove(actor, id) {
      const { deletedCount } = await own().deleteOne({ _id: id })
      if (!deletedCount && builtIn.has(id))
        throw new ApiError(
          409,
          'builtIn',
          'A shipped template cannot be deleted; it is already as it was shipped.',
        )
      if (!deletedCount) throw notFound('template', id)
      await services.audit.record({ actor, action: 'template.removed', target: id })
    },
    render(template, data) {
      const html = renderer.render(template.body, 'html', data)
      if (template.kind === 'document') return { html }
      const subject = oneLine(renderer.render(template.subject ?? '', 'text', data))
      return { html, subject, text: textOf(html) }
    },
    async names() {
      const all = await own()
        .find({}, { projection: { key: 1, kind: 1 } })
        .toArray()
      const ids = new Set([...builtIn.keys(), ...all.map(template => template._id)])
      return [...ids].flatMap(id => [id, id.replace(/^\w+:/, '')])
    },
  }
}

/** A template's problem as the API tells it. */
export function asApiError(error: unknown, part: 'body' | 'subject' = 'body'): unknown {
  if (!(error instanceof InvalidTemplate)) return error
  const { line, column, message } = error.problem
  return new ApiError(422, 'invalidTemplate', `Line ${line}, column ${column}: ${message}`, {
    line,
    column,
    part,
  })
}

function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as T
}
