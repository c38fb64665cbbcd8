/** Lists that go on: one page after the other by cursor, filters in the key. */
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query'
import { api, type Query } from './client.ts'
import type { Page } from './types.ts'

/** The pages of a list. What was shown stays until the answer to a changed filter is there. */
export const pagesOf = <T, P extends Page<T> = Page<T>>(key: string[], path: string, filter: Query = {}) =>
  infiniteQueryOptions({
    queryKey: [...key, filter],
    queryFn: ({ pageParam, signal }) => api.get<P>(path, { ...filter, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next,
    placeholderData: keepPreviousData,
  })

/** The path of one thing below its list, its id encoded. */
export const at = (list: string, id: string, rest = '') =>
  `${list}/${encodeURIComponent(id)}${rest ? `/${rest}` : ''}`
