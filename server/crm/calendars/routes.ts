/** Working time over HTTP. Everybody may know when colleagues work; administrators say it. */
import { countriesOf, holidayList, planTimer, statesOf } from '#engine'
import { ApiError } from '../../middleware/errors.ts'
import type { Call, Route, Schema } from '../../routes/route.ts'
import {
  day,
  flag,
  input,
  integer,
  list,
  many,
  map,
  moment,
  oneOf,
  orNull,
  output,
  string,
  text,
  words,
} from '../../routes/schemas.ts'
import { lookUpNames, present } from '../names.ts'
import { demandTimeZone } from '../settings/index.ts'
import type { WorkingTime, WorkingTimeRecord } from './types.ts'

const tag = 'Working time'
const clock: Schema = { type: 'string', pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' }
const spans: Schema = {
  type: 'array',
  items: { type: 'array', items: clock, minItems: 2, maxItems: 2 },
  maxItems: 6,
}
const weekdays = input(Object.fromEntries(['1', '2', '3', '4', '5', '6', '7'].map(each => [each, spans])))
const code = (max: number): Schema => ({ type: 'string', pattern: `^[A-Za-z0-9-]{1,${max}}$` })
const place = input({ country: code(2), state: code(10), region: code(10) }, ['country'])
const said: Record<string, Schema> = {
  zone: words(100),
  hours: weekdays,
  place: orNull(place),
  closed: list(input({ from: day, until: day, name: text(200) }, ['from', 'until', 'name']), 200),
  days: list(input({ date: day, hours: spans, name: text(200) }, ['date', 'hours', 'name']), 200),
}
const saidOut = output(
  { closed: said.closed!, days: said.days! },
  { zone: string, hours: map(), place: orNull(map()) },
)
const calendarOut = output({ zone: string, holidays: many(string) }, { hours: map(), days: map() })
const timeOut = output(
  { whose: string, calendar: calendarOut, version: integer() },
  { name: string, said: saidOut },
)
const whose: Schema = { type: 'string', pattern: '^(house|(team|user):.{1,100})$' }
const placeOut = output({ code: string, name: string })
const language = oneOf('en', 'ru')

export const calendarRoutes: Route[] = [
  {
    method: 'get',
    path: '/working-time',
    tag,
    summary: 'Whose working time is said, the house first',
    permission: 'signedIn',
    answers: { 200: output({ items: many(output({ whose: string, said: saidOut }, { name: string })) }) },
    async handle({ services }) {
      const records = await services.calendars.list()
      const names = await namesOf(records, services)
      return {
        items: records.map(record => ({ whose: record._id, said: sayings(record), ...names(record._id) })),
      }
    },
  },
  {
    method: 'get',
    path: '/working-time/places',
    tag,
    summary: 'Countries whose holidays are known; the states of one that have holidays of their own',
    permission: 'signedIn',
    query: input({ country: code(2), language }),
    answers: { 200: output({ items: many(placeOut) }) },
    async handle({ query }) {
      const { country, language: chosen = 'en' } = query as { country?: string; language?: string }
      return { items: country ? statesOf(country, chosen) : countriesOf(chosen) }
    },
  },
  {
    method: 'get',
    path: '/working-time/holidays',
    tag,
    summary: 'The public holidays of a country or state in a year',
    permission: 'signedIn',
    query: input({ country: code(2), state: code(10), year: integer(1970, 2100), language }, [
      'country',
      'year',
    ]),
    answers: { 200: output({ items: many(output({ date: string, name: string })) }) },
    async handle({ query }) {
      const {
        year,
        language: chosen,
        ...where
      } = query as { country: string; year: number; language?: string }
      return { items: holidayList(where, year, chosen) }
    },
  },
  {
    method: 'post',
    path: '/working-time/preview',
    tag,
    summary:
      'When a timer set at a moment would be due, by the working time as saved or as it is being changed',
    permission: 'signedIn',
    body: input({ whose, from: moment, text: words(200), within: flag, said: input(said) }, [
      'whose',
      'from',
      'text',
    ]),
    answers: { 200: output({ zone: string }, { due: moment, problem: string }) },
    handle: preview,
  },
  {
    method: 'get',
    path: '/working-time/:whose',
    tag,
    summary:
      'The working time of the house, a team (`team:<id>`) or a person (`user:<id>`), and what results',
    permission: 'signedIn',
    answers: { 200: timeOut },
    handle: call => show(call, call.params.whose!),
  },
  {
    method: 'put',
    path: '/working-time/:whose',
    tag,
    summary: 'Say the working time; what is left out is taken from the team or the house',
    permission: 'settings.manage',
    body: input({ ...said, version: integer() }),
    answers: { 200: timeOut },
    async handle(call) {
      const { version, ...time } = call.body as Partial<WorkingTime> & { version?: number }
      const { whose: id } = call.params
      await call.services.calendars.put(call.actor, id!, complete(time), version)
      return show(call, id!)
    },
  },
  {
    method: 'delete',
    path: '/working-time/:whose',
    tag,
    summary: 'Forget what was said: the team’s or the house’s working time counts again',
    permission: 'settings.manage',
    answers: { 204: 'Forgotten' },
    handle: ({ actor, params, services }) => services.calendars.remove(actor, params.whose!),
  },
]

async function show({ services }: Call, id: string) {
  const [record, calendar] = await Promise.all([services.calendars.get(id), services.calendars.effective(id)])
  const names = await namesOf([{ _id: id }], services)
  return {
    whose: id,
    calendar,
    version: record?.version ?? 0,
    ...names(id),
    ...present({ said: record && sayings(record) }),
  }
}

async function preview({ body, services }: Call) {
  const {
    whose: id,
    from,
    text: written,
    within,
    said: draft,
  } = body as {
    whose: string
    from: string
    text: string
    within?: boolean
    said?: Partial<WorkingTime>
  }
  const calendar = await services.calendars.effective(id, draft && complete(draft))
  const zone = calendar.zone!
  const planned = planTimer({
    kind: 'duration',
    text: written,
    from: new Date(from).toISOString(),
    zone,
    calendar,
    within: within === true,
  })
  return planned.ok ? { zone, due: planned.due } : { zone, problem: planned.problem }
}

/** Spans in order, a zone that exists, days that are not the wrong way round. */
function complete({ closed = [], days = [], ...rest }: Partial<WorkingTime>): WorkingTime {
  demandTimeZone(rest.zone)
  for (const spansOfDay of [...Object.values(rest.hours ?? {}), ...days.map(each => each.hours)])
    for (const [opens, closes] of spansOfDay)
      if (opens >= closes)
        throw new ApiError(
          422,
          'invalid',
          `From ${opens} until ${closes} is no working time: it ends before it begins.`,
        )
  for (const { from, until } of closed)
    if (until < from)
      throw new ApiError(
        422,
        'invalid',
        `From ${from} until ${until} is no time off: it ends before it begins.`,
      )
  return { ...rest, closed, days }
}

function sayings({ _id, version: _v, ...said }: WorkingTimeRecord) {
  const { zone, hours, place: where, closed, days } = said
  return { closed, days, ...present({ zone, hours }), ...(where !== undefined && { place: where }) }
}

async function namesOf(records: { _id: string }[], services: Call['services']) {
  const ids = (kind: string) =>
    records.flatMap(({ _id }) => (_id.startsWith(`${kind}:`) ? [_id.slice(kind.length + 1)] : []))
  const names = await lookUpNames(services, { users: ids('user'), teams: ids('team') })
  return (whoseId: string) => {
    const [kind, id] = whoseId.split(':')
    const found = kind === 'user' ? names.users(id) : kind === 'team' ? names.teams(id) : undefined
    return present({ name: found?.name })
  }
}
