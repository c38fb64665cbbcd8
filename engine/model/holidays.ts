/** Public holidays of a country, state or region, as the data a business calendar holds. */
import Holidays from 'date-holidays'

/** Where a calendar's holidays are kept: `{ country: 'DE', state: 'BY' }`. */
export interface HolidayPlace {
  country: string
  state?: string
  region?: string
}

/** A free day with its name. */
export interface Holiday {
  date: string
  name: string
}

/** A country or state to choose from. */
export interface Place {
  code: string
  name: string
}

/** Days on which offices are closed, as `YYYY-MM-DD`, from the first to the last year. */
export function holidaysOf(place: HolidayPlace, firstYear: number, lastYear = firstYear): string[] {
  const days = new Set<string>()
  for (let year = firstYear; year <= lastYear; year++)
    for (const { date } of holidayList(place, year)) days.add(date)
  return [...days].sort()
}

/** The public holidays of a year with their names, in the language as far as the country has it. */
export function holidayList(
  { country, state, region }: HolidayPlace,
  year: number,
  language = 'en',
): Holiday[] {
  const holidays = new Holidays()
  if (!(country in holidays.getCountries())) return []
  holidays.init(country, state ?? '', region ?? '')
  return holidays
    .getHolidays(year, language)
    .filter(({ type }) => type === 'public')
    .map(({ date, name }) => ({ date: date.slice(0, 10), name }))
}

/** The countries whose holidays are known. */
export function countriesOf(language: string): Place[] {
  return placesOf(new Holidays().getCountries(language))
}

/** The states or regions of a country that have holidays of their own. */
export function statesOf(country: string, language: string): Place[] {
  return placesOf(new Holidays().getStates(country, language) ?? {})
}

function placesOf(names: Record<string, string>): Place[] {
  return Object.entries(names)
    .map(([code, name]) => ({ code, name }))
    .sort((a, b) => a.name.localeCompare(b.name))
}
