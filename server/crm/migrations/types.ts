/** Migrations: running instances carried over to another version, many at a time, and back. */
import type { MigrationPlan } from '#engine'
import type { Actor } from '../../policy.ts'
import type { LongRecord } from '../longWork.ts'

export interface MigrationRecord extends LongRecord {
  /** The process. */
  key: string
  from: number
  to: number
  plan: MigrationPlan
  status: 'running' | 'paused' | 'cancelled' | 'done'
  /** The migration that this one takes back. */
  rollbackOf: string | null
  actor: Actor
  createdAt: Date
}

/** What became of one instance. */
export interface ResultRecord {
  /** Migration and instance. */
  _id: string
  migration: string
  instance: string
  state: 'pending' | 'moved' | 'refused'
  reason: string | null
  /** Nodes of the way back. */
  back: Record<string, string>
  at: Date | null
}

export type Counts = Record<'total' | 'moved' | 'refused' | 'pending', number>

/** Which instances are to go where. */
export interface Wanted {
  process: string
  from: number
  to: number
  /** What steps become; those that keep their id need no entry. */
  nodes?: Record<string, string>
  /** Events of the new version whose timers are counted anew. */
  renew?: string[]
  /** Only these; all that run in `from` when unset. */
  instances?: string[]
}

/** What would happen to one instance. */
export interface Forecast {
  instance: string
  deal?: { id: string; title: string }
  ok: boolean
  /** Why not. */
  reason?: string
  /** Steps where it stands and which the plan gives no counterpart. */
  missing: string[]
  /** Where it stands now and would stand then. */
  moves: { from: string; to: string }[]
  /** Sub-processes that would be entered and left. */
  opens: string[]
  closes: string[]
}

export interface Migrations {
  /** What would happen, with nothing changed; at most `limit` instances are tried. */
  check(wanted: Wanted, limit: number): Promise<{ total: number; forecasts: Forecast[] }>
  start(actor: Actor, wanted: Wanted): Promise<MigrationRecord>
  /** Takes back what a migration moved: a migration of its own, by the reverse plan. */
  rollback(actor: Actor, id: string): Promise<MigrationRecord>
  cancel(actor: Actor, id: string): Promise<MigrationRecord>
  /** Goes on with one that was cancelled or paused. */
  resume(actor: Actor, id: string): Promise<MigrationRecord>
  get(id: string): Promise<MigrationRecord>
  /** Newest first. */
  list(key?: string): Promise<MigrationRecord[]>
  counts(id: string): Promise<Counts>
  results(
    id: string,
    page: { state?: ResultRecord['state']; cursor?: string; limit: number },
  ): Promise<{ items: ResultRecord[]; next?: string }>
  begin(): void
  end(): Promise<void>
  /** Resolves when this process does nothing for it any more; for tests. */
  finished(id: string): Promise<void>
}
