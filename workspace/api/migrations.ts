/** Carrying running processes over to another version: a plan, a dry run, the job, the way back. */
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { at, pagesOf } from './paged.ts'
import type { Instant, Named } from './types.ts'

export interface PlanStep {
  node: string
  name: string
  type: string
  /** How many stand there now. */
  standing: number
  /** What it becomes, as far as the versions tell. */
  to?: string
  by?: 'id' | 'name'
}

export interface Proposal {
  running: number
  steps: PlanStep[]
  targets: { id: string; name: string; type: string }[]
}

export interface Wanted {
  process: string
  from: number
  to: number
  nodes?: Record<string, string>
  renew?: string[]
  instances?: string[]
}

export interface Forecast {
  instance: string
  deal?: { id: string; title: string }
  ok: boolean
  reason?: string
  /** Steps where it stands and which the plan gives no counterpart. */
  missing: string[]
  moves: { from: string; to: string }[]
  opens: string[]
  closes: string[]
}

export interface Migration {
  id: string
  process: { key: string; name: string }
  from: number
  to: number
  status: 'running' | 'paused' | 'cancelled' | 'done'
  createdAt: Instant
  endedAt?: Instant
  by?: Named
  message?: string
  rollbackOf?: string
  counts: { total: number; moved: number; refused: number; pending: number }
}

export interface MigrationResult {
  instance: string
  state: 'pending' | 'moved' | 'refused'
  reason?: string
  at?: Instant
}

export const proposalQuery = (process: string, from: number, to: number) =>
  queryOptions({
    queryKey: ['migrations', 'proposal', process, from, to],
    queryFn: () => api.get<Proposal>(`processes/${encodeURIComponent(process)}/migration`, { from, to }),
  })

/** Nothing is changed by it. */
export const checkMigration = (wanted: Wanted) =>
  api.post<{ total: number; fit: number; items: Forecast[] }>('migrations/check', wanted)

export const startMigration = (wanted: Wanted) => api.post<Migration>('migrations', wanted)

export const migrationsQuery = (process?: string) =>
  queryOptions({
    queryKey: ['migrations', 'list', process ?? ''],
    queryFn: async () => (await api.get<{ items: Migration[] }>('migrations', { process })).items,
  })

/** Read again each second while it runs. */
export const migrationQuery = (id: string) =>
  queryOptions({
    queryKey: ['migrations', id],
    queryFn: () => api.get<Migration>(at('migrations', id)),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? 1000 : false),
  })

export const migrationResultsQuery = (id: string, state?: MigrationResult['state']) =>
  pagesOf<MigrationResult>(['migrations', id, 'results'], at('migrations', id, 'results'), { state })

export const actOnMigration = (id: string, verb: 'cancel' | 'resume' | 'rollback') =>
  api.post<Migration>(at('migrations', id, verb))
