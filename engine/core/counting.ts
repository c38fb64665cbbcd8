/** By which clock and calendar a timer or a due date is counted: they come with the command, like all CRM data. */
import type { BusinessCalendar } from '../model/calendar.ts'
import type { TimerCounting } from '../model/types.ts'
import type { Work } from './work.ts'

/** What the runtime brings for processes that read `zone` and `calendar`. */
export interface CalendarData {
  zone?: string
  /** The house's. */
  calendar?: BusinessCalendar
  /** Of those the record belongs to. */
  calendars?: { owner?: BusinessCalendar; team?: BusinessCalendar }
}

/** The owner's working time where it is asked for and there is an owner, else the house's. */
export function countingFor(
  { command }: Work,
  { calendar: whose, within }: TimerCounting,
): { zone: string | undefined; calendar: BusinessCalendar | undefined; within: boolean } {
  const { zone, calendar, calendars } = (command.data ?? {}) as unknown as CalendarData
  return { zone, calendar: (whose && calendars?.[whose]) ?? calendar, within: within === true }
}
