/** Companies, contacts and products over HTTP. */
import type { Json } from '#engine'
import type { Call, Route, Schema } from '../../routes/route.ts'
import {
  amount,
  currency,
  day,
  email,
  flag,
  id,
  input,
  integer,
  map,
  moment,
  named,
  number,
  orNull,
  output,
  page,
  paging,
  string,
  text,
  values,
  words,
} from '../../routes/schemas.ts'
import type { Services } from '../../services.ts'
import { lookUpNames, type NameOf, present } from '../names.ts'
import type { CompanyRecord, ContactRecord, ProductRecord, RecordBase, Records } from './types.ts'

interface Kind<T extends RecordBase> {
  path: string
  tag: string
  one: string
  store(services: Services): Records<T>
  /** Fields that may come in, beside name and custom fields. */
  fields: Record<string, Schema>
  /** Incoming names that differ from the record's. */
  renamed: Record<string, string>
  out: Record<string, Schema>
  present(record: T, companies: NameOf): Record<string, unknown>
  /** Ids of companies whose names the answer shows. */
  companies(record: T): string | null
}

const optionalText = orNull(text(500))

const companies: Kind<CompanyRecord> = {
  path: 'companies',
  tag: 'Companies',
  one: 'company',
  store: services => services.companies,
  fields: {
    industry: optionalText,
    email: orNull(email),
    phone: optionalText,
    website: optionalText,
    address: orNull(text(1000)),
    country: optionalText,
    revenue: orNull(amount),
    employees: orNull(integer(0, 100_000_000)),
    founded: orNull(integer(0, 3000)),
    requisites: orNull(text(2000)),
    parentId: orNull(id),
  },
  renamed: { parentId: 'parent' },
  out: {
    industry: string,
    email: string,
    phone: string,
    website: string,
    address: string,
    country: string,
    revenue: number,
    employees: number,
    founded: number,
    requisites: string,
    parent: named,
    deals: output({ open: number, won: number, lost: number, sum: number }),
  },
  companies: record => record.parent,
  present: (
    {
      industry,
      email: mail,
      phone,
      website,
      address,
      country,
      revenue,
      employees,
      founded,
      requisites,
      parent,
    },
    names,
  ) =>
    present({
      industry,
      email: mail,
      phone,
      website,
      address,
      country,
      revenue,
      employees,
      founded,
      requisites,
      parent: names(parent),
    }),
}

const contacts: Kind<ContactRecord> = {
  path: 'contacts',
  tag: 'Contacts',
  one: 'contact',
  store: services => services.contacts,
  fields: {
    email: orNull(email),
    phone: optionalText,
    position: optionalText,
    birthday: orNull(day),
    companyId: orNull(id),
  },
  renamed: { companyId: 'company' },
  out: { email: string, phone: string, position: string, birthday: day, company: named },
  companies: record => record.company,
  present: ({ email: mail, phone, position, birthday, company }, names) =>
    present({ email: mail, phone, position, birthday, company: names(company) }),
}

const products: Kind<ProductRecord> = {
  path: 'products',
  tag: 'Products',
  one: 'product',
  store: services => services.products,
  fields: {
    code: optionalText,
    series: optionalText,
    price: orNull(amount),
    currency: orNull(currency),
    unit: optionalText,
    active: flag,
  },
  renamed: {},
  out: { code: string, series: string, price: number, currency: string, unit: string, active: flag },
  companies: () => null,
  present: ({ code, series, price, currency: money, unit, active }) => ({
    active,
    ...present({ code, series, price, currency: money, unit }),
  }),
}

export const recordRoutes: Route[] = [...routesOf(companies), ...routesOf(contacts), ...routesOf(products)]

function routesOf<T extends RecordBase>(kind: Kind<T>): Route[] {
  const { path, tag, one } = kind
  const out = output(
    { id: string, name: string, fields: map(), version: { type: 'integer' }, createdAt: moment },
    kind.out,
  )
  const given = { fields: values(100), ...kind.fields }
  return [
    {
      method: 'get',
      path: `/${path}`,
      tag,
      summary: `The ${path}, by name`,
      permission: 'deals.read',
      query: input({ q: text(200), ...(one === 'contact' && { company: id }), ...paging }),
      answers: { 200: page(out) },
      async handle(call) {
        const found = await kind.store(call.services).list(call.query)
        const items = await presentAll(call.services, kind, found.items)
        return { ...found, items: await withFigures(call, one, items) }
      },
    },
    {
      method: 'post',
      path: `/${path}`,
      tag,
      summary: `A new ${one}`,
      permission: 'deals.write',
      body: input({ name: words(300), ...given }, ['name']),
      answers: { 201: out },
      async handle({ actor, body, record, services, answer }) {
        const values = { ...incoming(kind, body), _id: record }
        const made = await kind.store(services).create(actor, values as never)
        return answer(201, await presentOne(services, kind, made))
      },
    },
    {
      method: 'get',
      path: `/${path}/:id`,
      tag,
      summary: `One ${one}`,
      permission: 'deals.read',
      answers: { 200: out },
      async handle(call) {
        const record = await kind.store(call.services).get(call.actor, call.params.id!)
        const [shown] = await withFigures(call, one, await presentAll(call.services, kind, [record]))
        return shown
      },
    },
    {
      method: 'patch',
      path: `/${path}/:id`,
      tag,
      summary: `Change a ${one}; null empties a field`,
      permission: 'deals.write',
      body: input({ name: words(300), version: integer(), ...given }, ['version']),
      answers: { 200: out },
      async handle({ actor, params, body, services }) {
        const { version, ...changes } = body as { version: number }
        const record = await kind
          .store(services)
          .update(actor, params.id!, incoming(kind, changes) as never, { version })
        return presentOne(services, kind, record)
      },
    },
    {
      method: 'delete',
      path: `/${path}/:id`,
      tag,
      summary: `Delete a ${one} that no deal names`,
      permission: 'deals.write',
      answers: { 204: 'Deleted' },
      handle: ({ actor, params, services }) => kind.store(services).remove(actor, params.id!),
    },
  ]
}

function incoming<T extends RecordBase>(kind: Kind<T>, body: object): Record<string, Json> {
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [kind.renamed[key] ?? key, value]))
}

async function presentAll<T extends RecordBase>(services: Services, kind: Kind<T>, records: T[]) {
  const names = await lookUpNames(services, { companies: records.map(kind.companies) })
  return records.map(record => ({
    id: record._id,
    name: record.name,
    fields: record.fields ?? {},
    version: record.version,
    createdAt: record.createdAt.toISOString(),
    ...kind.present(record, names.companies),
  }))
}

async function presentOne<T extends RecordBase>(services: Services, kind: Kind<T>, record: T) {
  const [shown] = await presentAll(services, kind, [record])
  return shown!
}

const none = { open: 0, won: 0, lost: 0, sum: 0 }

/** Companies are shown with how the caller's deals with them stand. */
async function withFigures<R extends { id: string }>({ actor, services }: Call, one: string, shown: R[]) {
  if (one !== 'company') return shown
  const figures = await services.deals.figuresOf(
    actor,
    shown.map(each => each.id),
  )
  return shown.map(each => ({ ...each, deals: figures.get(each.id) ?? none }))
}
