import type { BusinessCalendar, Instant, Json } from '#engine/pure.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Texts } from '../i18n/texts.ts'

/** What a timer counts by, as the server would bring it: the house's zone and working time. */
export function worldOf({ workingTime }: Catalogue): Record<string, Json> {
  if (!workingTime) return {}
  return {
    ...(workingTime.zone && { zone: workingTime.zone }),
    calendar: workingTime as unknown as Json,
  }
}

/** The zone a test counts and speaks in. */
export const zoneOf = (data: Record<string, Json>): string =>
  typeof data.zone === 'string' ? data.zone : 'UTC'

/** The date of a moment in a zone, as `YYYY-MM-DD`. */
export const dayIn = (zone: string, at: Instant): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(new Date(at))

/** A moment as the house's clock shows it. */
export const momentIn = (data: Record<string, Json>, at: Instant, t: Texts): string =>
  new Intl.DateTimeFormat(t.locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: zoneOf(data),
  }).format(new Date(at))

/** Which clock and which working time count, as a sentence. */
export function countedBy({ workingTime }: Catalogue, t: Texts): string {
  const zone = workingTime?.zone ?? 'UTC'
  const hours = hoursInWords(workingTime?.hours ?? nineToFive, t)
  return t(workingTime ? 'test.countedBy' : 'test.countedByUnknown', {
    zone,
    hours: hours || t('test.never'),
  })
}

const nineToFive: NonNullable<BusinessCalendar['hours']> = Object.fromEntries(
  ['1', '2', '3', '4', '5'].map(day => [day, [['09:00', '17:00']]]),
)

/** `Mon–Fri 09:00–17:00, Sat 10:00–14:00`: weekdays beside each other with the same hours are one. */
export function hoursInWords(hours: NonNullable<BusinessCalendar['hours']>, t: Texts): string {
  const groups: { from: number; until: number; spans: string }[] = []
  for (let day = 1; day <= 7; day++) {
    const spans = (hours[String(day)] ?? []).map(([opens, closes]) => `${opens}–${closes}`).join(', ')
    const last = groups.at(-1)
    if (last?.until === day - 1 && last.spans === spans) last.until = day
    else if (spans) groups.push({ from: day, until: day, spans })
  }
  return groups
    .map(({ from, until, spans }) => {
      const days = from === until ? weekday(from, t) : `${weekday(from, t)}–${weekday(until, t)}`
      return `${days} ${spans}`
    })
    .join('; ')
}

/** 1 January 2024 was a Monday. */
const weekday = (day: number, t: Texts) =>
  new Intl.DateTimeFormat(t.locale, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day))
