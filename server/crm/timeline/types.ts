/** What happened to a deal, newest first. */
import type { Actor } from '../../policy.ts'

export type TimelineType =
  | 'note'
  | 'stage'
  | 'task'
  | 'letter'
  | 'document'
  | 'process'
  | 'change'
  | 'message'
  | 'incident'

export interface TimelineRecord {
  _id: string
  deal: string
  at: Date
  type: TimelineType
  title: string
  text: string | null
  /** A user id, or null when a process did it. */
  by: string | null
  byName: string
  instance: string | null
  /** Path in the browser, e.g. `/documents/42`. */
  link: string | null
  /** What the title says, for pages in other languages. */
  data: Record<string, unknown> | null
}

export interface NewEntry {
  /** Makes a repetition harmless; a new id when unset. */
  key?: string
  deal: string
  type: TimelineType
  title: string
  text?: string
  by?: Actor
  instance?: string
  link?: string
  at?: Date
  data?: Record<string, unknown>
}

export interface Timeline {
  add(entry: NewEntry): Promise<void>
  addMany(entries: NewEntry[]): Promise<void>
  list(
    deal: string,
    options?: { cursor?: string; limit?: number },
  ): Promise<{ items: TimelineRecord[]; next?: string }>
  removeOf(deal: string): Promise<void>
}
