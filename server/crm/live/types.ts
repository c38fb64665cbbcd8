/** Live updates: hints that something changed, told to everyone who may see it. */
import type { Actor, Permission } from '../../policy.ts'

export interface LiveEvent {
  type: 'deal' | 'task' | 'instance' | 'import' | 'notification' | 'process' | 'letter'
  /** Plain JSON with at least the id, e.g. `{ id }` or `{ id, done, total }`. */
  data: Record<string, unknown>
  /** Who may hear it: named users, those in whose scope the record is, or those who hold a permission. */
  to?: { users?: string[]; owners?: string[]; team?: string | null; permission?: Permission }
}

export interface Live {
  /** Never throws and never waits: bursts are merged, and sent to every server process. */
  publish(event: LiveEvent): void
  /** Everything the actor may hear from now on, or after the given event id. */
  subscribe(
    actor: Actor,
    after: string | undefined,
    send: (id: string, event: LiveEvent) => void,
    /** The server stops. */
    end?: () => void,
  ): () => void
  start(): void
  stop(): Promise<void>
}
