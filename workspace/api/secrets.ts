/** Keys and passwords of other systems: their names can be read, their values only written. */
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { at } from './paged.ts'
import type { Instant, Page } from './types.ts'

export interface Secret {
  name: string
  updatedAt: Instant
  /** Who stored it last. */
  by?: string
}

export const secretsQuery = queryOptions({
  queryKey: ['secrets'],
  queryFn: async () => (await api.get<Page<Secret>>('secrets')).items,
})

/** Stores a value under a name; an earlier one is replaced. */
export const putSecret = ({ name, value }: { name: string; value: string }) =>
  api.put<void>(at('secrets', name), { value })
export const deleteSecret = (name: string) => api.delete(at('secrets', name))
