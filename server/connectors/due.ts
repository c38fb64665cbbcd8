/** A due date as drawings give it: a duration from now, a date (the end of that day, UTC), or an instant. */
export function dueDate(value: unknown, now: Date): Date | null | 'invalid' {
  if (value === undefined || value === null || value === '') return null
  if (typeof value !== 'string') return 'invalid'
  const duration = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(value)
  if (duration && value.length > 2) {
    const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = duration
      .slice(1)
      .map(part => Number(part ?? 0))
    const length = (((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds
    return new Date(now.getTime() + length * 1000)
  }
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T23:59:59.000Z` : value)
  return Number.isNaN(date.getTime()) || !/^\d{4}-/.test(value) ? 'invalid' : date
}
