/** Calendars: the house's working time, and the differences of teams and people, put together for timers. */
import { Schema } from 'mongoose'
import { type BusinessCalendar, holidaysOf, type Json } from '#engine'
import { collection } from '../../database.ts'
import { conflict, notFound } from '../../middleware/errors.ts'
import { systemActor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { day } from '../context/index.ts'
import { cached } from '../text.ts'
import type { UserRecord } from '../users/types.ts'
import type { Calendars, Span, Whose, WorkingTime, WorkingTimeRecord } from './types.ts'

export { calendarRoutes } from './routes.ts'
export type { Calendars } from './types.ts'

/** Years whose holidays are handed in, the present one included. */
const yearsAhead = 3
const mostDaysOff = 1000

/** The calendars over the collection `workingTimes`. */
export function createCalendars(services: Services): Calendars {
  const times = collection<WorkingTimeRecord>(services.db, 'workingTimes', {
    _id: String,
    zone: String,
    hours: Schema.Types.Mixed,
    place: Schema.Types.Mixed,
    closed: Schema.Types.Mixed,
    days: Schema.Types.Mixed,
    version: Number,
  })
  // Read with nearly every step of a process that has a timer, changed some times a year.
  const all = cached(1000, () => times.find().lean<WorkingTimeRecord[]>().exec())

  const get = async (whose: Whose) => (await all.get()).find(({ _id }) => _id === whose) ?? null

  /** From the house to the one who is meant, and his absence. */
  async function chain(whose: Whose): Promise<{ said: (WorkingTime | null)[]; user?: UserRecord }> {
    const [kind, id] = whose.split(':')
    const house = await get('house')
    if (kind === 'house' || !id) return { said: [house] }
    if (kind === 'team') return { said: [house, await get(whose)] }
    const [user] = await services.users.findByIds([id])
    const team = user?.team ? await get(`team:${user.team}`) : null
    return { said: [house, team, await get(whose)], ...(user && { user }) }
  }

  async function effective(whose: Whose, draft?: WorkingTime): Promise<BusinessCalendar> {
    const { said, user } = await chain(whose)
    const { timeZone } = await services.settings.get()
    const layers = [...(draft ? said.slice(0, -1) : said), draft].filter(layer => layer != null)
    const nearest = <Key extends keyof WorkingTime>(key: Key) =>
      layers.findLast(layer => layer[key] !== undefined)?.[key]
    const zone = nearest('zone') ?? timeZone
    const today = day(services.now(), zone)
    const year = Number(today.slice(0, 4))
    const place = nearest('place')
    const holidays = new Set([
      ...(place ? holidaysOf(place, year, year + yearsAhead - 1) : []),
      ...layers.flatMap(({ closed }) => closed.flatMap(({ from, until }) => daysBetween(from, until))),
      ...awayOn(user, zone),
    ])
    const hours = nearest('hours')
    const days = Object.fromEntries(layers.flatMap(layer => layer.days.map(each => [each.date, each.hours])))
    const away = new Set(awayOn(user, zone))
    const worked = Object.entries(days).filter(([date]) => date >= today && !away.has(date))
    return {
      zone,
      ...(hours && { hours }),
      holidays: [...holidays].filter(date => date >= today).sort(),
      ...(worked.length > 0 && { days: Object.fromEntries(worked) as Record<string, Span[]> }),
    }
  }

  return {
    get,
    effective,
    async list() {
      const found = await all.get()
      return [...found].sort((a, b) => Number(b._id === 'house') - Number(a._id === 'house'))
    },
    async put(actor, whose, time, version) {
      await demandKnown(services, whose)
      const before = await times.findById(whose).lean<WorkingTimeRecord>()
      if (version !== undefined && version !== (before?.version ?? 0))
        throw conflict('Expected the working time as you read it, but somebody changed it meanwhile. Reload.')
      const record = { _id: whose, ...time, version: (before?.version ?? 0) + 1 }
      await times.replaceOne({ _id: whose }, record, { upsert: true })
      all.forget()
      await services.audit.record({
        actor,
        action: 'workingTime.changed',
        target: whose,
        before: before && { ...before },
        after: { ...time },
      } as never)
      return record
    },
    async remove(actor, whose) {
      await times.deleteOne({ _id: whose })
      all.forget()
      await services.audit.record({ actor, action: 'workingTime.removed', target: whose })
    },
    async dataFor(subject, reads) {
      const { timeZone } = await services.settings.get()
      const house = await get('house')
      const zone = { zone: house?.zone ?? timeZone }
      if (!reads.includes('calendar')) return zone
      const calendar = await effective('house')
      const [deal] =
        subject?.entity === 'deal' ? await services.deals.findByIds(systemActor, [subject.id]) : []
      if (!deal) return { ...zone, calendar } as unknown as Record<string, Json>
      const owner = deal.owners[0]
      const calendars = {
        ...(owner && { owner: await effective(`user:${owner}`) }),
        ...(deal.team && { team: await effective(`team:${deal.team}`) }),
      }
      return { ...zone, calendar, calendars } as unknown as Record<string, Json>
    },
  }
}

async function demandKnown(services: Services, whose: Whose): Promise<void> {
  const [kind, id] = whose.split(':')
  if (whose === 'house') return
  if (kind === 'team' && id && (await services.teams.findByIds([id])).length > 0) return
  if (kind === 'user' && id && (await services.users.findByIds([id])).length > 0) return
  throw notFound('working time', whose)
}

/** Whole days on which somebody's deputy acts for him. */
function awayOn(user: UserRecord | undefined, zone: string): string[] {
  const absence = user?.absence
  if (!absence) return []
  const last = new Date(new Date(absence.until).getTime() - 1)
  return daysBetween(day(new Date(absence.from), zone), day(last, zone))
}

/** Every day from the first to the last. */
function daysBetween(from: string, until: string): string[] {
  const days: string[] = []
  const at = new Date(`${from}T00:00:00Z`)
  for (
    ;
    days.length < mostDaysOff && at.toISOString().slice(0, 10) <= until;
    at.setUTCDate(at.getUTCDate() + 1)
  )
    days.push(at.toISOString().slice(0, 10))
  return days
}
