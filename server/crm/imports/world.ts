/** What the rows of an import may refer to: records that are there, and records the import is about to make. */
import { createHash } from 'node:crypto'
import { can } from '../../policy.ts'
import type { Services } from '../../services.ts'
import type { Pipeline } from '../processes/types.ts'
import type { Settings } from '../settings/types.ts'
import { nameKey } from '../text.ts'
import { Names } from './names.ts'
import type { ImportEntity, ImportRecord } from './types.ts'

/** Entities that other rows may name. */
export type Referred = 'company' | 'contact' | 'product' | 'user' | 'team'

export interface World {
  import: string
  /** Whether who imports may make people. */
  mayMakeUsers: boolean
  settings: Settings
  pipelines: Pipeline[]
  names: Record<Referred, Names>
  /** Prices and currencies of products by id. */
  prices: Map<string, { price: number | null; currency: string | null }>
  /** Companies of contacts by contact id. */
  companyOf: Map<string, string | null>
}

export const collections: Record<ImportEntity | 'team', string> = {
  company: 'companies',
  contact: 'contacts',
  product: 'products',
  user: 'users',
  team: 'teams',
  deal: 'deals',
}

interface Listed {
  _id: string
  name: string
  price?: number | null
  currency?: string | null
  company?: string | null
}

/** Reads the names of everything once. */
export async function readWorld(services: Services, { _id, actor }: ImportRecord): Promise<World> {
  const list = (entity: Referred) =>
    services.db
      .collection<Listed>(collections[entity])
      .find({}, { projection: { name: 1, price: 1, currency: 1, company: 1 } })
      .toArray()
  const [settings, pipelines, companies, contacts, products, users, teams] = await Promise.all([
    services.settings.get(),
    services.processes.pipelines(),
    list('company'),
    list('contact'),
    list('product'),
    list('user'),
    list('team'),
  ])
  return {
    import: _id,
    mayMakeUsers: can(actor, 'users.manage'),
    settings,
    pipelines,
    names: {
      company: namesOf(companies),
      contact: namesOf(contacts),
      product: namesOf(products),
      user: namesOf(users),
      team: namesOf(teams),
    },
    prices: new Map(products.map(({ _id, price = null, currency = null }) => [_id, { price, currency }])),
    companyOf: new Map(contacts.map(({ _id, company = null }) => [_id, company])),
  }
}

function namesOf(records: Listed[]): Names {
  const names = new Names()
  for (const { _id, name } of records) names.add(name, _id)
  return names
}

/** The id a row's record gets: the same whenever the import comes by again. */
export function idOfRow(importId: string, file: string, row: number): string {
  return hash(`${importId}/${file}/${row}`)
}

/** The id of a record that is made because a row names it. */
export function idOfName(importId: string, entity: Referred, name: string): string {
  return hash(`${importId}/${entity}/${nameKey(name)}`)
}

const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 24)
