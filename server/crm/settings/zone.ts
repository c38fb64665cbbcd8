import { ApiError } from '../../middleware/errors.ts'

/** Refuses what is no time zone. */
export function demandTimeZone(zone: string | undefined): void {
  if (zone === undefined) return
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
  } catch {
    throw new ApiError(422, 'invalid', `"${zone}" is no time zone; give e.g. Europe/Berlin.`, {
      fields: { timeZone: 'unknown' },
    })
  }
}
