/** Running and finished processes: where each one is, why, and what may be done about it. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { at, pagesOf } from './paged.ts'
import type { HistoryStep, Instance, InstanceRow, Json, Page, ProcessSummary } from './types.ts'

/** A token of an instance; one that waits for a task says which. */
export type Waiting = Instance['tokens'][number] & { task?: string; message?: string }

export interface InstanceFilter {
  process?: string
  status?: string
  deal?: string
  incident?: boolean
}

export const instancesQuery = (filter: InstanceFilter) =>
  pagesOf<InstanceRow>(['instances', 'list'], 'instances', {
    ...filter,
    incident: filter.incident || undefined,
  })

export const instanceQuery = (id: string) =>
  queryOptions({ queryKey: ['instance', id], queryFn: () => api.get<Instance>(at('instances', id)) })

export const historyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['instance', id, 'history'],
    queryFn: ({ pageParam }) =>
      api.get<Page<HistoryStep>>(at('instances', id, 'history'), { cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next,
  })

const act = (id: string, verb: string, body: object = {}) =>
  api.post<Instance>(at('instances', id, verb), body)

/** Tries the failed step again, with changed variables where the cause lay in them; answers how it stands then. */
export const retryIncident = (id: string, incident: string, variables?: Record<string, Json>) =>
  act(id, `incidents/${encodeURIComponent(incident)}/retry`, variables ? { variables } : {})
/** Lets an error event around the step take what happened, as if it had caught it. */
export const handleIncident = (
  id: string,
  incident: string,
  body: { event: string; variables?: Record<string, Json> },
) => act(id, `incidents/${encodeURIComponent(incident)}/handle`, body)
/** Goes on as if the step were done. */
export const skipIncident = (
  id: string,
  incident: string,
  body: { flow?: string; variables?: Record<string, Json> },
) => act(id, `incidents/${encodeURIComponent(incident)}/skip`, body)
export const cancelInstance = (id: string, reason?: string) => act(id, 'cancel', reason ? { reason } : {})
export const suspendInstance = (id: string, reason?: string) => act(id, 'suspend', reason ? { reason } : {})
export const resumeInstance = (id: string) => act(id, 'resume')
/** Begins an ended instance again at a step; answers the new one. */
export const restartInstance = (id: string, body: { at: string; reason?: string; commandId: string }) =>
  api.post<{ instance: string }>(at('instances', id, 'restart'), body)
export const moveToken = (id: string, token: string, to: string) => act(id, 'move', { token, to })
/** Puts another token at a step; `scope` says in which of several open sub-processes. */
export const addToken = (id: string, to: string, scope?: string) => act(id, 'add', { to, scope })
export const removeToken = (id: string, token: string) => act(id, 'remove', { token })
export const changeVariables = (id: string, variables: Record<string, Json>) =>
  api.patch<unknown>(at('instances', id, 'variables'), { variables })
export const changeTimer = (id: string, timer: string, due: string) =>
  api.patch<unknown>(at('instances', id, `timers/${encodeURIComponent(timer)}`), { due })

/** Counts a timer again from the present values. */
/** Brings the message that the instance waits for, to it alone. */
export const deliverMessage = (id: string, name: string, payload: Json) =>
  api.post<unknown>('messages', { name, payload, instance: id, mode: 'one' })
export const recalculateTimer = (id: string, timer: string) =>
  act(id, `timers/${encodeURIComponent(timer)}/recalculate`)

/** Names of the processes, for filters. */
export const processChoicesQuery = queryOptions({
  queryKey: ['processes', 'choices'],
  queryFn: () => api.get<ProcessSummary[]>('processes'),
  staleTime: 300_000,
})
