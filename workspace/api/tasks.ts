/** Tasks: what people have to do, and what they may do with it. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import type { Json, Task, TaskPage, TaskRow, TaskView } from './types.ts'

export interface TaskFilter {
  view: TaskView
  q?: string
  overdue?: boolean
  deal?: string
  process?: string
  sort?: string
}

export const tasksQuery = (filter: TaskFilter) =>
  infiniteQueryOptions({
    queryKey: ['tasks', 'list', filter],
    queryFn: ({ pageParam, signal }) =>
      api.get<TaskPage>(
        'tasks',
        { ...filter, overdue: filter.overdue || undefined, cursor: pageParam },
        signal,
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next,
  })

/** How many tasks wait for me, my team, nobody. */
export const taskCountsQuery = queryOptions({
  queryKey: ['tasks', 'counts'],
  queryFn: async () => (await api.get<TaskPage>('tasks', { view: 'mine', limit: 1 })).counts,
})

export const dealTasksQuery = (deal: string) =>
  queryOptions({
    queryKey: ['tasks', 'deal', deal],
    queryFn: async () => (await api.get<TaskPage>('tasks', { deal, limit: 100 })).items,
  })

export const taskQuery = (id: string) =>
  queryOptions({ queryKey: ['task', id], queryFn: () => api.get<Task>(`tasks/${encodeURIComponent(id)}`) })

/** What somebody does to one task happens one after the other, however fast he clicks. */
export const changesOf = (id: string) => ({ id: `task/${id}` })

const at = (id: string) => `tasks/${encodeURIComponent(id)}`

export const claimTask = (id: string) => api.post<Task>(`${at(id)}/claim`, {})
export const releaseTask = (id: string) => api.post<Task>(`${at(id)}/release`, {})
export const assignTask = (id: string, userId: string) => api.post<Task>(`${at(id)}/assign`, { userId })

export const delegateTask = (id: string, userId: string) => api.post<Task>(`${at(id)}/delegate`, { userId })
export const resolveTask = (id: string) => api.post<Task>(`${at(id)}/resolve`, {})

/** Completes it by one of its outcomes; answers with the task that opens next. */
export const completeTask = (
  id: string,
  body: { outcome: string; values: Record<string, Json>; version: number },
) => api.post<{ next?: TaskRow }>(`${at(id)}/complete`, body)

export const addTodo = (body: { name: string; dealId?: string; assignee?: string; due?: string }) =>
  api.post<Task>('tasks', body)
