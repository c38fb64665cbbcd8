import { planTimer } from '#engine'
import type { Services } from '../services.ts'

/** A due date as drawings give it: a duration or working time from now, a date (the end of that day), or an instant. */
export async function dueDate(services: Services, value: unknown): Promise<Date | null | 'invalid'> {
  if (value === undefined || value === null || value === '') return null
  if (typeof value !== 'string') return 'invalid'
  const calendar = await services.calendars.effective('house')
  const planned = planTimer({
    kind: /^\d{4}-/.test(value) ? 'date' : 'duration',
    text: /^\d{4}-\d{2}-\d{2}$/.test(value) ? `${value}T23:59:59` : value,
    from: services.now().toISOString(),
    zone: calendar.zone,
    calendar,
  })
  return planned.ok ? new Date(planned.due) : 'invalid'
}
