/** ISO-8601 texts to moments and back, on Temporal: the one place that knows its types. */
import { Temporal } from 'temporal-polyfill'
import type { Instant } from './json.ts'

/** An ISO text for a moment: with a zone or an offset as it says, else in `zone`; a mere date is its first moment. */
export function readMoment(text: string, zone = 'UTC'): Instant | null {
  const named = /^(.*)@([A-Za-z_+\-/0-9]+)$/.exec(text)
  try {
    if (named) return toInstant(Temporal.PlainDateTime.from(named[1]!).toZonedDateTime(named[2]!))
    if (/\[[^\]]+\]$/.test(text)) return toInstant(Temporal.ZonedDateTime.from(text))
    if (/^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}(:?\d{2})?)$/i.test(text))
      return toInstant(Temporal.Instant.from(text))
    if (/^\d{4}-\d{2}-\d{2}/.test(text))
      return toInstant(Temporal.PlainDateTime.from(text).toZonedDateTime(zone))
    return null
  } catch {
    return null
  }
}

/** An ISO duration, weeks and fractions included, or one in short units (`2d 4h`, `90s`); null when the text is none. */
export function readDuration(text: string): Temporal.Duration | null {
  const iso = /^[+-]?P/i.test(text.trim()) ? text.trim() : inShortUnits(text.trim())
  if (!iso) return null
  try {
    return Temporal.Duration.from(iso)
  } catch {
    return null
  }
}

function inShortUnits(text: string): string | null {
  const match = /^(?:(\d+)\s*d)?\s*(?:(\d+)\s*h)?\s*(?:(\d+)\s*m)?\s*(?:(\d+)\s*s)?\s*(?:(\d+)\s*ms)?$/i.exec(
    text,
  )
  if (!match || text === '') return null
  const [days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = match
    .slice(1)
    .map(part => Number(part ?? 0))
  return `P${days}DT${hours}H${minutes}M${(seconds * 1000 + milliseconds) / 1000}S`
}

/** `from` and `times` durations; null beyond what a calendar holds. */
export function shift(
  from: Instant,
  duration: Temporal.Duration,
  times: number,
  zone: string,
): Instant | null {
  const whole = Temporal.Duration.from({
    years: duration.years * times,
    months: duration.months * times,
    weeks: duration.weeks * times,
    days: duration.days * times,
  })
  const hours = duration.with({ years: 0, months: 0, weeks: 0, days: 0 })
  try {
    const day = Temporal.Instant.from(from).toZonedDateTimeISO(zone).add(whole)
    return toInstant(day.toInstant().add({ milliseconds: Math.round(hours.total('milliseconds') * times) }))
  } catch {
    return null
  }
}

export function toInstant(moment: Temporal.Instant | Temporal.ZonedDateTime): Instant {
  return new Date(moment.epochMilliseconds).toISOString()
}

export function isZone(zone: string): boolean {
  try {
    new Temporal.PlainDateTime(2000, 1, 1).toZonedDateTime(zone)
    return true
  } catch {
    return false
  }
}
