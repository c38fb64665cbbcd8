/** Companies, contacts, products: the records that are shared by the whole house. */
import type { Json } from '#engine'
import type { Actor } from '../../policy.ts'

export interface RecordBase {
  _id: string
  name: string
  /** Values of the custom fields by key. */
  fields: Record<string, Json>
  externalId: string | null
  createdAt: Date
  updatedAt: Date
  createdBy: string
  version: number
}

export interface CompanyRecord extends RecordBase {
  industry: string | null
  email: string | null
  phone: string | null
  website: string | null
  address: string | null
  country: string | null
  /** Yearly revenue in millions, number of employees, year founded: as the world's CSV files bring them. */
  revenue: number | null
  employees: number | null
  founded: number | null
  /** Tax number and bank details, as documents need them. */
  requisites: string | null
  /** Id of the company it belongs to. */
  parent: string | null
}

export interface ContactRecord extends RecordBase {
  email: string | null
  phone: string | null
  position: string | null
  /** Company id. */
  company: string | null
  birthday: string | null
}

export interface ProductRecord extends RecordBase {
  code: string | null
  series: string | null
  price: number | null
  currency: string | null
  unit: string | null
  active: boolean
}

/** What every shared entity offers; `T` is its record. */
export interface Records<T extends RecordBase> {
  get(actor: Actor, id: string): Promise<T>
  findByIds(ids: string[]): Promise<T[]>
  /** One page, by name. */
  list(o: {
    q?: string
    company?: string
    cursor?: string
    limit?: number
  }): Promise<{ items: T[]; total: number; next?: string }>
  /** Exact match, not minding case and outer spaces; for imports. */
  findByNames(names: string[]): Promise<T[]>
  findByExternalIds(ids: string[]): Promise<T[]>
  /** The one with this `_id`, when there is one already. */
  create(actor: Actor, values: NewRecord<T>): Promise<T>
  createMany(
    actor: Actor,
    values: NewRecord<T>[],
  ): Promise<{ created: T[]; failed: { index: number; message: string }[] }>
  update(actor: Actor, id: string, changes: Partial<NewRecord<T>>, options?: { version?: number }): Promise<T>
  remove(actor: Actor, id: string): Promise<void>
}

export type NewRecord<T extends RecordBase> = { name: string; _id?: string } & Partial<
  Omit<T, '_id' | 'name' | 'createdAt' | 'updatedAt' | 'createdBy' | 'version'>
>

export type Companies = Records<CompanyRecord>
export type Contacts = Records<ContactRecord>
export type Products = Records<ProductRecord>
