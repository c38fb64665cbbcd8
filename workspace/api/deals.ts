/** Deals: the board, the table, one deal and everything around it. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import type {
  Board,
  Card,
  Deal,
  DealPatch,
  DealRow,
  DocumentRow,
  Json,
  Move,
  Named,
  NewDeal,
  Page,
  Pipeline,
  TimelineEntry,
} from './types.ts'

export interface BoardFilter {
  pipeline?: string
  q?: string
  owner?: string
  team?: string
}

export interface DealFilter extends BoardFilter {
  stage?: string
  company?: string
  status?: string
  sort?: string
}

export const pipelinesQuery = queryOptions({
  queryKey: ['pipelines'],
  queryFn: () => api.get<Pipeline[]>('pipelines'),
  staleTime: 300_000,
})

export const boardQuery = (filter: BoardFilter) =>
  queryOptions({
    queryKey: ['deals', 'board', filter],
    queryFn: ({ signal }) => api.get<Board>('deals/board', { ...filter }, signal),
  })

/** The next cards of one column. */
export const moreCards = (stage: string, filter: BoardFilter, cursor: string) =>
  api.get<Page<Card>>(`deals/board/${encodeURIComponent(stage)}`, { ...filter, cursor })

export const dealsQuery = (filter: DealFilter) =>
  infiniteQueryOptions({
    queryKey: ['deals', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<DealRow>>('deals', { ...filter, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next,
  })

const at = (id: string) => `deals/${encodeURIComponent(id)}`

export const dealQuery = (id: string) =>
  queryOptions({ queryKey: ['deal', id], queryFn: () => api.get<Deal>(at(id)) })

export const movesQuery = (id: string) =>
  queryOptions({
    queryKey: ['deal', id, 'moves'],
    queryFn: () => api.get<Move[]>(`${at(id)}/moves`),
    staleTime: 5_000,
  })

export const timelineQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['deal', id, 'timeline'],
    queryFn: ({ pageParam }) => api.get<Page<TimelineEntry>>(`${at(id)}/timeline`, { cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next,
  })

export const dealDocumentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['deal', id, 'documents'],
    queryFn: async () => (await api.get<Page<DocumentRow>>(`${at(id)}/documents`)).items,
  })

export const addDeal = (deal: NewDeal) => api.post<Deal>('deals', deal)
export const changeDeal = (id: string, change: DealPatch) => api.patch<Deal>(at(id), change)
export const deleteDeal = (id: string) => api.delete(at(id))
export const addNote = (id: string, text: string) => api.post<void>(`${at(id)}/notes`, { text })
export const renderDocument = (id: string, template: string) =>
  api.post<DocumentRow>(`${at(id)}/documents`, { template })
export const startProcess = (id: string, key: string) => api.post<unknown>(`${at(id)}/processes`, { key })

/** Moves the deal the modelled way, or throws `moveRefused` with the reason. */
export const moveDeal = (
  id: string,
  body: { stage: string; version: number; values?: Record<string, Json> },
) => api.post<Deal>(`${at(id)}/move`, body)

/** Deals to choose from, by title and company. */
export const dealsLookUp = (q: string) =>
  queryOptions({
    queryKey: ['deals', 'lookUp', q],
    queryFn: async ({ signal }): Promise<Named[]> => {
      const found = await api.get<Page<DealRow>>('deals', { q, limit: 20 }, signal)
      return found.items.map(deal => ({
        id: deal.id,
        name: `${deal.title} · ${deal.company?.name ?? deal.number}`,
      }))
    },
    staleTime: 60_000,
  })
