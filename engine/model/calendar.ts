/**
 * Working time: `2 working days`, `4 business hours`, counted by a calendar of opening hours and holidays.
 *
 * A calendar is data that is handed in, so that each country, team or person may have its own.
 */
import { Temporal } from 'temporal-polyfill'
import type { Instant } from './json.ts'
import { toInstant } from './moments.ts'

export interface BusinessCalendar {
  /** IANA zone in which the hours are meant. */
  zone?: string
  /** Opening hours by ISO weekday, 1 = Monday, as `['09:00', '17:00']`; a day without hours is free. */
  hours?: Record<string, [opens: string, closes: string][]>
  /** Free days as `YYYY-MM-DD`. */
  holidays?: string[]
  /** Days with hours of their own, holiday or not, e.g. a Saturday that is worked. */
  days?: Record<string, [opens: string, closes: string][]>
}

export interface WorkingTime {
  unit: 'days' | 'hours' | 'minutes'
  count: number
}

const NINE_TO_FIVE: Required<BusinessCalendar>['hours'] = Object.fromEntries(
  ['1', '2', '3', '4', '5'].map(day => [day, [['09:00', '17:00']]]),
)
/** Farther than this no calendar is searched. */
const MAX_DAYS = 4000

/** Reads `2 working days`, `1 business day`, `90 business minutes`; null when the text is something else. */
export function readWorkingTime(text: string): WorkingTime | null {
  const match = /^(\d{1,4})\s+(?:business|working)\s+(day|hour|minute)s?$/i.exec(text.trim())
  return match && { count: Number(match[1]), unit: `${match[2]!.toLowerCase()}s` as WorkingTime['unit'] }
}

/**
 * The moment when so much working time has passed; null when the calendar never opens. Time off counts from the next
 * opening; a number of days keeps the time of day, as far as that day is open so long.
 */
export function addWorkingTime(
  from: Instant,
  time: WorkingTime,
  calendar: BusinessCalendar = {},
  zone = 'UTC',
): Instant | null {
  const start = nextOpen(Temporal.Instant.from(from).toZonedDateTimeISO(calendar.zone ?? zone), calendar)
  if (!start) return null
  const due =
    time.unit === 'days'
      ? afterDays(start, time.count, calendar)
      : afterMinutes(start, minutesOf(time), calendar)
  return due && toInstant(due)
}

/** The moment itself when it is working time, else the next opening; null when the calendar never opens. */
export function nextWorkingMoment(
  at: Instant,
  calendar: BusinessCalendar = {},
  zone = 'UTC',
): Instant | null {
  const open = nextOpen(Temporal.Instant.from(at).toZonedDateTimeISO(calendar.zone ?? zone), calendar)
  return open && toInstant(open)
}

/** Whether a moment is working time. */
export function isWorkingTime(at: Instant, calendar: BusinessCalendar, zone = 'UTC'): boolean {
  const moment = Temporal.Instant.from(at).toZonedDateTimeISO(calendar.zone ?? zone)
  return openings(moment, calendar).some(({ opens, closes }) => isWithin(moment, opens, closes))
}

interface Opening {
  opens: Temporal.ZonedDateTime
  closes: Temporal.ZonedDateTime
}

function minutesOf({ unit, count }: WorkingTime): number {
  return unit === 'hours' ? count * 60 : count
}

/** The hours of a moment's day, in order. */
function openings(day: Temporal.ZonedDateTime, calendar: BusinessCalendar): Opening[] {
  const date = day.toPlainDate()
  const own = calendar.days?.[date.toString()]
  if (!own && calendar.holidays?.includes(date.toString())) return []
  const hours = own ?? (calendar.hours ?? NINE_TO_FIVE)[String(date.dayOfWeek)] ?? []
  return hours
    .map(([opens, closes]) => ({
      opens: at(date, opens, day.timeZoneId),
      closes: at(date, closes, day.timeZoneId),
    }))
    .filter(({ opens, closes }) => compare(opens, closes) < 0)
    .sort((a, b) => compare(a.opens, b.opens))
}

function at(date: Temporal.PlainDate, time: string, zone: string): Temporal.ZonedDateTime {
  if (time === '24:00') return date.add({ days: 1 }).toZonedDateTime(zone)
  return date.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) })
}

const compare = Temporal.ZonedDateTime.compare

function isWithin(
  moment: Temporal.ZonedDateTime,
  opens: Temporal.ZonedDateTime,
  closes: Temporal.ZonedDateTime,
): boolean {
  return compare(opens, moment) <= 0 && compare(moment, closes) < 0
}

/** The moment itself when it is working time, else the next opening. */
function nextOpen(moment: Temporal.ZonedDateTime, calendar: BusinessCalendar): Temporal.ZonedDateTime | null {
  let day = moment
  for (let i = 0; i < MAX_DAYS; i++) {
    for (const { opens, closes } of openings(day, calendar)) {
      if (compare(moment, closes) < 0) return compare(moment, opens) < 0 ? opens : moment
    }
    day = startOfNextDay(day)
  }
  return null
}

function startOfNextDay(day: Temporal.ZonedDateTime): Temporal.ZonedDateTime {
  return day.toPlainDate().add({ days: 1 }).toZonedDateTime(day.timeZoneId)
}

function afterDays(
  start: Temporal.ZonedDateTime,
  count: number,
  calendar: BusinessCalendar,
): Temporal.ZonedDateTime | null {
  let day = start
  for (let left = count, tries = 0; left > 0; tries++) {
    if (tries > MAX_DAYS) return null
    day = startOfNextDay(day)
    if (openings(day, calendar).length > 0) left--
  }
  if (count === 0) return start
  const open = openings(day, calendar)
  const wanted = day.withPlainTime(start.toPlainTime())
  const last = open.at(-1)!
  if (compare(wanted, last.closes) >= 0) return last.closes
  const next = open.find(({ closes }) => compare(wanted, closes) < 0)!
  return compare(wanted, next.opens) < 0 ? next.opens : wanted
}

function afterMinutes(
  start: Temporal.ZonedDateTime,
  minutes: number,
  calendar: BusinessCalendar,
): Temporal.ZonedDateTime | null {
  let left = minutes * 60_000
  let moment: Temporal.ZonedDateTime | null = start
  for (let tries = 0; moment && tries < MAX_DAYS; tries++) {
    const now: Temporal.ZonedDateTime = moment
    const { closes } = openings(now, calendar).find(({ opens, closes }) => isWithin(now, opens, closes))!
    const room = closes.epochMilliseconds - now.epochMilliseconds
    if (left <= room) return now.add({ milliseconds: left })
    left -= room
    moment = nextOpen(closes, calendar)
  }
  return null
}
