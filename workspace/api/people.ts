/** Colleagues, and the search over everything. */
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import type { Company, Contact, Page, Product, SearchHit, Team, User } from './types.ts'

export const usersQuery = queryOptions({
  queryKey: ['users', 'all'],
  queryFn: async () => (await api.get<Page<User>>('users', { limit: 200 })).items,
  staleTime: 300_000,
})

export const teamsQuery = queryOptions({
  queryKey: ['teams'],
  queryFn: async () => (await api.get<Page<Team>>('teams', { limit: 200 })).items,
  staleTime: 300_000,
})

export const searchQuery = (q: string) =>
  queryOptions({
    queryKey: ['search', q],
    queryFn: async ({ signal }) => (await api.get<Page<SearchHit>>('search', { q }, signal)).items,
    enabled: q.length > 1,
    staleTime: 10_000,
  })

/** Who stands in for oneself, and until when; null ends it. */
export const setMyAbsence = (absence: { deputyId: string; until: string } | null) =>
  api.put<User>('me/absence', absence ?? {})

const lookUp =
  <T>(path: string) =>
  (q: string) =>
    queryOptions({
      queryKey: [path, 'lookUp', q],
      queryFn: async ({ signal }) => (await api.get<Page<T>>(path, { q }, signal)).items,
      staleTime: 60_000,
    })

export const companiesLookUp = lookUp<Company>('companies')
export const contactsLookUp = lookUp<Contact>('contacts')
export const productsLookUp = lookUp<Product>('products')
