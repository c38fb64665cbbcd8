/** Weeks as data: ISO weekdays, 1 = Monday. */
import type { Hours } from '../../../api/workingTime.ts'

export const weekdays = ['1', '2', '3', '4', '5', '6', '7']

/** What counts until somebody says otherwise. */
export const usualWeek: Hours = Object.fromEntries(
  weekdays.slice(0, 5).map(day => [day, [['09:00', '17:00']]]),
)

/** The weekday's name in a language. */
export function weekdayName(day: string, language: string): string {
  // 4 January 1970 was a Sunday.
  return new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(
    (3 + Number(day)) * 86_400_000,
  )
}

/** The instant at which clocks in the zone show this time (`2026-11-27T17:00`). */
export function instantIn(zone: string, local: string): string {
  const wanted = Date.parse(`${local}Z`)
  let guess = wanted
  // The second look is for guesses on the other side of a change of the clock.
  for (let look = 0; look < 2; look++) guess = wanted - offsetAt(guess, zone)
  return new Date(guess).toISOString()
}

function offsetAt(at: number, zone: string): number {
  const shown = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at)
  return Date.parse(`${shown.replace(' ', 'T')}Z`) - Math.floor(at / 1000) * 1000
}

/** The next Friday, 17:00, as `datetime-local` writes it: where working time shows best. */
export function nextFriday(now = new Date()): string {
  const day = new Date(now.getTime() + ((5 - now.getDay() + 7) % 7 || 7) * 86_400_000)
  return `${day.toISOString().slice(0, 10)}T17:00`
}
