/** Public holidays of a country, state or region, as the data a business calendar holds. */
import Holidays from 'date-holidays'

/** Where a calendar's holidays are kept: `{ country: 'DE', state: 'BY' }`. */
export interface HolidayPlace {
  country: string
  state?: string
  region?: string
}

/** Days on which offices are closed, as `YYYY-MM-DD`, from the first to the last year. */
export function holidaysOf(
  { country, state, region }: HolidayPlace,
  firstYear: number,
  lastYear = firstYear,
): string[] {
  const holidays = new Holidays()
  if (!(country in holidays.getCountries())) return []
  holidays.init(country, state ?? '', region ?? '')
  const days = new Set<string>()
  for (let year = firstYear; year <= lastYear; year++) {
    for (const { type, date } of holidays.getHolidays(year)) {
      if (type === 'public') days.add(date.slice(0, 10))
    }
  }
  return [...days].sort()
}
