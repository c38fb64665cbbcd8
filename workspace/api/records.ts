/** Companies, contacts, products: the records of the whole house. All three are asked for in the same way. */
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { at, pagesOf } from './paged.ts'
import type { Company, Contact, Json, Product } from './types.ts'

export interface RecordKinds {
  companies: Company
  contacts: Contact
  products: Product
}
export type RecordKind = keyof RecordKinds
export type AnyRecord = RecordKinds[RecordKind]
/** What a form of a record sends; references are ids. */
export type RecordValues = Record<string, Json>

export const recordsQuery = <K extends RecordKind>(kind: K, q: string) =>
  pagesOf<RecordKinds[K]>([kind, 'list'], kind, { q })

/** The people of a company. */
export const contactsOfQuery = (company: string) =>
  pagesOf<Contact>(['contacts', 'of'], 'contacts', { company, limit: 20 })

export const recordQuery = <K extends RecordKind>(kind: K, id: string) =>
  queryOptions({ queryKey: [kind, 'one', id], queryFn: () => api.get<RecordKinds[K]>(at(kind, id)) })

export const addRecord = <K extends RecordKind>(kind: K, values: RecordValues) =>
  api.post<RecordKinds[K]>(kind, values)

export const changeRecord = <K extends RecordKind>(
  kind: K,
  id: string,
  values: RecordValues,
  version: number,
) => api.patch<RecordKinds[K]>(at(kind, id), { ...values, version })

export const deleteRecord = (kind: RecordKind, id: string) => api.delete(at(kind, id))
