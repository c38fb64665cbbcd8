/** The audit log: append-only, each entry chained to the one before. */
import type { Actor } from '../../policy.ts'

export interface AuditRecord {
  /** 1, 2, 3 … without gaps. */
  _id: number
  at: Date
  actor: string
  actorName: string
  /** `session.opened`, `deal.changed`, `process.published` … */
  action: string
  target: string | null
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  requestId: string | null
  prevHash: string
  hash: string
}

export interface Audit {
  record(entry: {
    actor: Actor
    action: string
    target?: string
    before?: Record<string, unknown>
    after?: Record<string, unknown>
    requestId?: string
  }): Promise<void>
  /** Whether this has been done to the target already. */
  has(action: string, target: string): Promise<boolean>
  list(o: {
    cursor?: string
    limit?: number
    action?: string
  }): Promise<{ items: AuditRecord[]; next?: string }>
  /** The first entry whose chain does not hold, or null. */
  verify(): Promise<number | null>
}
