/** Companies, contacts and products: three sorts of records that work alike. */
import { type Model, Schema, type SchemaDefinition } from 'mongoose'
import { collection, type Index } from '../../database.ts'
import { ApiError, conflict, notFound } from '../../middleware/errors.ts'
import type { Actor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { containing, cursorAfter, nameKey, readCursor } from '../text.ts'
import { readTogether } from '../together.ts'
import { checkFields } from './customFields.ts'
import type {
  Companies,
  CompanyRecord,
  ContactRecord,
  Contacts,
  NewRecord,
  ProductRecord,
  Products,
  RecordBase,
  Records,
} from './types.ts'

export { checkFields } from './customFields.ts'

type Entity = 'company' | 'contact' | 'product'
type Stored<T> = T & { nameKey: string }

interface Kind<T extends RecordBase> {
  entity: Entity
  collection: string
  fields: SchemaDefinition
  indexes: Index[]
  /** What a new record has where nothing was given. */
  empty: Omit<T, keyof RecordBase>
  /** Fields that a search looks into beside the name. */
  searched: string[]
}

/** The companies of this house. */
export function createCompanies(services: Services): Companies {
  return createRecords<CompanyRecord>(services, {
    entity: 'company',
    collection: 'companies',
    fields: {
      industry: String,
      email: String,
      phone: String,
      website: String,
      address: String,
      country: String,
      revenue: Number,
      employees: Number,
      founded: Number,
      requisites: String,
      parent: String,
    },
    indexes: [[{ parent: 1 }]],
    empty: {
      industry: null,
      email: null,
      phone: null,
      website: null,
      address: null,
      country: null,
      revenue: null,
      employees: null,
      founded: null,
      requisites: null,
      parent: null,
    },
    searched: ['email', 'phone', 'website'],
  })
}

/** The people at the customers. */
export function createContacts(services: Services): Contacts {
  return createRecords<ContactRecord>(services, {
    entity: 'contact',
    collection: 'contacts',
    fields: { email: String, phone: String, position: String, company: String, birthday: String },
    indexes: [[{ company: 1 }], [{ email: 1 }]],
    empty: { email: null, phone: null, position: null, company: null, birthday: null },
    searched: ['email', 'phone'],
  })
}

/** The price list. */
export function createProducts(services: Services): Products {
  return createRecords<ProductRecord>(services, {
    entity: 'product',
    collection: 'products',
    fields: { code: String, series: String, price: Number, currency: String, unit: String, active: Boolean },
    indexes: [[{ code: 1 }]],
    empty: { code: null, series: null, price: null, currency: null, unit: null, active: true },
    searched: ['code', 'series'],
  })
}

function createRecords<T extends RecordBase>(services: Services, kind: Kind<T>): Records<T> {
  // Mongoose's own generics do not survive a type parameter; what is stored is checked by the schema.
  const model = collection<RecordBase & { nameKey: string }>(
    services.db,
    kind.collection,
    { ...common, ...kind.fields },
    [[{ nameKey: 1, _id: 1 }], [{ externalId: 1 }], ...kind.indexes],
  ) as unknown as Model<Stored<RecordBase>>
  const read = <R>(result: unknown) => result as R

  async function get(_actor: Actor, id: string): Promise<T> {
    const record = await model.findById(id).lean()
    if (!record) throw notFound(kind.entity, id)
    return read<T>(record)
  }

  async function fresh(actor: Actor, values: NewRecord<T>): Promise<Stored<T>> {
    const now = services.now()
    await checkFields(services, kind.entity, values.fields ?? {})
    const record = {
      externalId: null,
      ...kind.empty,
      ...values,
      _id: values._id ?? services.newId(),
      name: values.name.trim(),
      nameKey: nameKey(values.name),
      fields: values.fields ?? {},
      createdAt: now,
      updatedAt: now,
      createdBy: actor.id,
      version: 1,
    }
    return record as unknown as Stored<T>
  }

  async function createMany(actor: Actor, values: NewRecord<T>[]) {
    const failed: { index: number; message: string }[] = []
    const created: Stored<T>[] = []
    for (const [index, value] of values.entries()) {
      await fresh(actor, value).then(
        record => created.push(record),
        error => failed.push({ index, message: (error as Error).message }),
      )
    }
    const lost = new Set<string>()
    await model.insertMany(created as never[], { ordered: false }).catch(error => {
      for (const { err } of error.writeErrors ?? []) lost.add(String(err?.op?._id))
      if (!error.writeErrors) throw error
    })
    for (const [index, value] of values.entries()) {
      if (value._id && lost.has(value._id)) failed.push({ index, message: 'exists' })
    }
    return { created: created.filter(record => !lost.has(record._id)) as T[], failed }
  }

  return {
    get,
    createMany,
    findByIds: readTogether(async ids => read<T[]>(await model.find({ _id: { $in: ids } }).lean())),
    findByNames: async names => read<T[]>(await model.find({ nameKey: { $in: names.map(nameKey) } }).lean()),
    findByExternalIds: async ids => read<T[]>(await model.find({ externalId: { $in: ids } }).lean()),
    async list({ q, company, cursor, limit = 50 }) {
      const [key, id] = cursor ? readCursor(cursor, 2) : []
      const conditions: Record<string, unknown>[] = []
      if (q) conditions.push({ $or: ['name', ...kind.searched].map(field => ({ [field]: containing(q) })) })
      if (company) conditions.push({ company })
      const base = conditions.length > 0 ? { $and: conditions } : {}
      const after = cursor && { $or: [{ nameKey: { $gt: key } }, { nameKey: key, _id: { $gt: id } }] }
      const filter = after ? { $and: [...conditions, after] } : base
      const [items, total] = await Promise.all([
        model
          .find(filter as never)
          .sort({ nameKey: 1, _id: 1 })
          .limit(limit)
          .lean(),
        model.countDocuments(base as never),
      ])
      const last = items.at(-1)
      return {
        items: read<T[]>(items),
        total,
        ...(last && items.length === limit && { next: cursorAfter(last.nameKey, last._id) }),
      }
    },
    async create(actor, values) {
      const record = await fresh(actor, values)
      const known = await model.insertMany([record] as never[]).then(
        () => null,
        async error => {
          const present = error.code === 11000 && (await model.findById(record._id).lean())
          if (!present) throw error
          return present
        },
      )
      return known ? read<T>(known) : record
    },
    async update(actor, id, changes, { version } = {}) {
      if (changes.fields) await checkFields(services, kind.entity, changes.fields)
      const { fields, ...plain } = changes as Partial<RecordBase>
      const set: Record<string, unknown> = { ...plain, updatedAt: services.now() }
      if (plain.name !== undefined) set.nameKey = nameKey(plain.name)
      for (const [key, value] of Object.entries(fields ?? {})) set[`fields.${key}`] = value
      const guard = version === undefined ? {} : { version }
      const after = await model
        .findOneAndUpdate(
          { _id: id, ...guard },
          { $set: set, $inc: { version: 1 } },
          { returnDocument: 'after' },
        )
        .lean()
      if (after) return read<T>(after)
      const now = await get(actor, id)
      throw conflict(
        `Expected version ${version}, but the ${kind.entity} is at ${now.version}: somebody changed it. Reload it.`,
        {
          version: now.version,
        },
      )
    },
    async remove(_actor, id) {
      const used = await services.deals.countUsing(kind.entity, id)
      if (used > 0) {
        throw new ApiError(
          409,
          'inUse',
          `${used} deals name this ${kind.entity}. Change them first, or keep it.`,
          { deals: used },
        )
      }
      const { deletedCount } = await model.deleteOne({ _id: id })
      if (deletedCount === 0) throw notFound(kind.entity, id)
    },
  }
}

const common: SchemaDefinition = {
  _id: String,
  name: String,
  nameKey: String,
  fields: Schema.Types.Mixed,
  externalId: String,
  createdAt: Date,
  updatedAt: Date,
  createdBy: String,
  version: Number,
}
