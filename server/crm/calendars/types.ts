/** Working time: when the house works, and where a team or a person differs from it. */
import type { BusinessCalendar, HolidayPlace, Json, Subject } from '#engine'
import type { Actor } from '../../policy.ts'

export type Span = [opens: string, closes: string]

/** What is said for the house, a team or a person; what is left out is taken from the next wider one. */
export interface WorkingTime {
  /** IANA zone. */
  zone?: string
  /** By ISO weekday, 1 = Monday; a weekday without spans is free. */
  hours?: Record<string, Span[]>
  /** Whose public holidays are free; null for none at all. */
  place?: HolidayPlace | null
  /** Days off besides, first and last day included. */
  closed: { from: string; until: string; name: string }[]
  /** Days with hours of their own, e.g. a Saturday that is worked. */
  days: { date: string; hours: Span[]; name: string }[]
}

/** `house`, `team:<id>` or `user:<id>`. */
export type Whose = string

export interface WorkingTimeRecord extends WorkingTime {
  _id: Whose
  version: number
}

export interface Calendars {
  /** What is said for somebody; null when nothing is. */
  get(whose: Whose): Promise<WorkingTimeRecord | null>
  /** Everything that was said, the house first. */
  list(): Promise<WorkingTimeRecord[]>
  put(actor: Actor, whose: Whose, time: WorkingTime, version?: number): Promise<WorkingTimeRecord>
  /** Goes back to what the next wider one says. */
  remove(actor: Actor, whose: Whose): Promise<void>
  /** The calendar that results, for timers; `draft` stands for what is being edited. */
  effective(whose: Whose, draft?: WorkingTime): Promise<BusinessCalendar>
  /** What a step reads: `zone`, and where it is asked for `calendar` and `calendars` of the record's owner and team. */
  dataFor(subject: Subject | undefined, reads: string[]): Promise<Record<string, Json>>
}
