/**
 * When things are due: ISO-8601 durations, dates, date-times and repetitions, cron, working days.
 *
 * Pure: the moment to count from, the time zone and the working hours are handed in. Days, weeks and months are
 * steps on the calendar of the zone (`P1D` from 09:00 is 09:00 the next day, daylight saving or not), hours are hours
 * (`PT24H`); `P1M` from 31 January is 28 February.
 */
import { addWorkingTime, type BusinessCalendar, nextWorkingMoment, readWorkingTime } from './calendar.ts'
import { type Cycle, nextOpenRound, nextRound, type Round, readCycle } from './cycle.ts'
import type { Instant } from './json.ts'
import { isZone, readDuration, readMoment, shift } from './moments.ts'

export type { BusinessCalendar } from './calendar.ts'
export { type Cycle, nextRound, type Round } from './cycle.ts'
export { readMoment } from './moments.ts'

/** How a timer's text is meant: BPMN's timeDate, timeDuration, timeCycle. */
export type TimerKind = 'date' | 'duration' | 'cycle'

export interface TimerPlan {
  kind: TimerKind
  text: string
  from: Instant
  /** IANA time zone of calendar steps and of texts without a zone; UTC when unset. */
  zone?: string
  /** Working hours and holidays for durations in working days or hours. */
  calendar?: BusinessCalendar
  /** What ends outside working time waits for the next opening. */
  within?: boolean
}

/** `past` tells a date that lies behind; `cycle` is kept for `nextRound`. */
export type PlannedTimer =
  | { ok: true; due: Instant; past: boolean; cycle?: Cycle }
  | { ok: false; problem: string }

/** When a timer fires first. A cycle that has no round left is a problem too. */
export function planTimer({ within = false, ...plan }: TimerPlan): PlannedTimer {
  const planned = planAnyTime(plan)
  if (!within || !planned.ok) return planned
  const due = nextWorkingMoment(planned.due, plan.calendar, plan.zone)
  if (!due) return { ok: false, problem: 'The working time it is to wait for never begins.' }
  if (!planned.cycle) return { ...planned, due }
  const cycle = readCycle(plan.text.trim(), plan.from, plan.zone ?? 'UTC')
  const round = cycle.ok && roundAfter(cycle.cycle, { ...plan, within }, plan.from)
  return round ? { ok: true, past: false, ...round } : planned
}

/** The round after, kept to working time where the timer is. */
export function roundAfter(
  cycle: Cycle,
  { within, calendar, zone }: Pick<TimerPlan, 'within' | 'calendar' | 'zone'>,
  notBefore?: Instant,
): Round | null {
  return !within
    ? nextRound(cycle, notBefore)
    : nextOpenRound(cycle, at => nextWorkingMoment(at, calendar, zone), notBefore)
}

function planAnyTime({ kind, text, from, zone = 'UTC', calendar }: TimerPlan): PlannedTimer {
  const body = text.trim()
  if (!isZone(zone)) return { ok: false, problem: `"${zone}" is no time zone.` }
  if (kind === 'date') {
    const due = readMoment(body, zone)
    if (due) return { ok: true, due, past: due < from }
    return { ok: false, problem: `"${body}" is no date or date and time, such as 2026-12-01T09:00.` }
  }
  if (kind === 'duration') {
    const due = addDuration(from, body, { zone, calendar })
    if (due) return { ok: true, due, past: due < from }
    return { ok: false, problem: `"${body}" is no duration, such as PT48H, P2D or 2 working days.` }
  }
  return planCycle(body, from, zone)
}

/** What is wrong with a timer's literal text; null when it can be read. */
export function timerProblem(kind: TimerKind, text: string): string | null {
  const planned = planTimer({ kind, text, from: '2000-01-01T00:00:00.000Z' })
  return planned.ok || planned.problem.includes('no round left') ? null : planned.problem
}

/** The moment a duration later (or earlier, if it is negative); null when the text is no duration. */
export function addDuration(
  from: Instant,
  text: string,
  { zone = 'UTC', calendar, times = 1 }: { zone?: string; calendar?: BusinessCalendar; times?: number } = {},
): Instant | null {
  const working = readWorkingTime(text)
  if (working) return addWorkingTime(from, { ...working, count: working.count * times }, calendar, zone)
  const duration = readDuration(text)
  return duration && shift(from, duration, times, zone)
}

/** Length in milliseconds, a day being 24 hours, a month 30 days; null when the text is no duration. */
export function durationMilliseconds(text: string): number | null {
  const duration = readDuration(text)
  if (!duration) return null
  const days = duration.years * 365 + duration.months * 30
  return duration
    .with({ years: 0, months: 0 })
    .add({ hours: days * 24 })
    .total('milliseconds')
}

function planCycle(text: string, from: Instant, zone: string): PlannedTimer {
  const cycle = readCycle(text, from, zone)
  if (!cycle.ok) return cycle
  const round = nextRound(cycle.cycle, from)
  if (!round) return { ok: false, problem: `"${text}" has no round left after ${from}.` }
  return { ok: true, due: round.due, past: false, cycle: round.cycle }
}
