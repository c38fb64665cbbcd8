import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, startApp, type TestApp } from '#tests/support/app.ts'

interface Time {
  whose: string
  name?: string
  version: number
  said?: object
  calendar: { zone: string; hours?: Record<string, string[][]>; holidays: string[]; days?: object }
}
interface Preview {
  due?: string
  problem?: string
}

const week = (opens: string, closes: string) =>
  Object.fromEntries(['1', '2', '3', '4', '5'].map(day => [day, [[opens, closes]]]))

describe('Working time', () => {
  let app: TestApp
  let admin: Caller
  let owner: Caller
  let team: string
  beforeAll(async () => {
    app = await startApp()
    admin = await app.signIn('administrator')
    team = (await admin.post<{ id: string }>('/teams', { name: 'Dubai' })).body.id
    owner = await app.signIn('manager', { team, name: 'Omar Owner' })
    await admin.put('/settings', { timeZone: 'Europe/Berlin' })
  })

  const show = async (whose: string) => (await admin.get<Time>(`/working-time/${whose}`)).body
  const preview = async (whose: string, from: string, text: string, more = {}) =>
    (await admin.post<Preview>('/working-time/preview', { whose, from, text, ...more })).body
  // Friday, 27 November 2026, 17:00 in Berlin.
  const friday = '2026-11-27T16:00:00.000Z'

  it('is Monday to Friday, 9 to 17 in the house’s zone, until somebody says it', async () => {
    expect(await show('house')).toMatchObject({
      version: 0,
      calendar: { zone: 'Europe/Berlin', holidays: [] },
    })
    expect(await preview('house', friday, '4 working hours')).toMatchObject({
      due: '2026-11-30T12:00:00.000Z',
    })
  })

  it('is said for the house: hours, the country’s holidays, days off, a Saturday that is worked', async () => {
    const said = {
      hours: week('09:00', '18:00'),
      place: { country: 'DE', state: 'BE' },
      closed: [{ from: '2026-12-28', until: '2026-12-30', name: 'Between the years' }],
      days: [{ date: '2026-12-19', hours: [['10:00', '14:00']], name: 'Before Christmas' }],
    }
    expect(await preview('house', friday, '4 working hours', { said })).toMatchObject({
      due: '2026-11-30T11:00:00.000Z',
    })
    const { body } = await admin.put<Time>('/working-time/house', { ...said, version: 0 })
    expect(body.calendar.holidays).toEqual(expect.arrayContaining(['2026-12-25', '2026-12-29']))
    expect([body.version, body.calendar.days]).toEqual([1, { '2026-12-19': [['10:00', '14:00']] }])
    // From Wednesday 23 December over the holidays and the days off to Thursday 31.
    expect(await preview('house', '2026-12-23T11:00:00.000Z', '2 working days')).toMatchObject({
      due: '2026-12-31T11:00:00.000Z',
    })
  })

  it('differs for a team and a person; what they do not say is the wider one’s', async () => {
    await admin.put(`/working-time/team:${team}`, {
      zone: 'Asia/Dubai',
      hours: { '7': [['08:00', '16:00']], '1': [['08:00', '16:00']] },
    })
    await admin.put(`/working-time/user:${owner.id}`, { hours: { '1': [['08:00', '12:00']] } })
    const mine = await show(`user:${owner.id}`)
    expect(mine).toMatchObject({
      name: 'Omar Owner',
      calendar: { zone: 'Asia/Dubai', hours: { '1': [['08:00', '12:00']] } },
    })
    expect(mine.calendar.holidays).toContain('2026-12-25')
    const { body } = await admin.get<{ items: Time[] }>('/working-time')
    expect(body.items.map(item => item.name ?? item.whose)).toEqual(['house', 'Dubai', 'Omar Owner'])
  })

  it('is off for the days on which somebody is away', async () => {
    await admin.put(`/users/${owner.id}/absence`, {
      deputyId: admin.id,
      from: '2026-11-30T00:00:00.000Z',
      until: '2026-12-05T00:00:00.000Z',
    })
    expect((await show(`user:${owner.id}`)).calendar.holidays).toContain('2026-11-30')
  })

  it('is handed to every step of a process that has a timer, the owner’s beside the house’s', async () => {
    const data = await app.services.calendars.dataFor(undefined, ['calendar', 'zone'])
    expect(data).toMatchObject({ zone: 'Europe/Berlin', calendar: { hours: week('09:00', '18:00') } })
    expect(await app.services.calendars.dataFor(undefined, ['zone'])).toEqual({ zone: 'Europe/Berlin' })
    const deal = await app.services.deals.create(
      { id: owner.id, name: 'Omar', role: 'manager', teams: [team], heads: [] },
      { title: 'Sand', pipeline: 'b2b-sale' } as never,
    )
    const { calendars } = await app.services.calendars.dataFor({ entity: 'deal', id: deal._id }, [
      'calendar',
      'zone',
    ])
    expect(calendars).toMatchObject({ owner: { zone: 'Asia/Dubai' } })
  })

  it('counts in a process without any data of the CRM', async () => {
    const xml = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="x"><process id="waits" name="Waits" isExecutable="true">
      <startEvent id="S"/><sequenceFlow id="a" sourceRef="S" targetRef="T"/>
      <intermediateCatchEvent id="T"><timerEventDefinition><timeDate>2031-07-01T09:00</timeDate></timerEventDefinition></intermediateCatchEvent>
      <sequenceFlow id="b" sourceRef="T" targetRef="E"/><endEvent id="E"/></process></definitions>`
    await admin.post('/processes/waits/publish', { xml })
    const { body } = await admin.post<{ instance: string }>('/processes/waits/start', {})
    const { body: shown } = await admin.get<{ tokens: { until: string }[] }>(`/instances/${body.instance}`)
    expect(shown.tokens[0]!.until).toBe('2031-07-01T07:00:00.000Z')
  })

  it('knows countries, states and holidays by name', async () => {
    const { body: countries } = await admin.get<{ items: object[] }>('/working-time/places?language=ru')
    expect(countries.items.length).toBeGreaterThan(100)
    const { body: states } = await admin.get<{ items: object[] }>('/working-time/places?country=DE')
    expect(states.items).toContainEqual({ code: 'BY', name: expect.any(String) })
    const { body } = await admin.get<{ items: object[] }>(
      '/working-time/holidays?country=RU&year=2026&language=ru',
    )
    expect(body.items).toContainEqual({ date: '2026-05-09', name: 'День Победы' })
  })

  it('is refused where it makes no sense, to managers, and over somebody else’s change', async () => {
    const backwards = await admin.put('/working-time/house', { hours: { '1': [['18:00', '09:00']] } })
    const nobody = await admin.put('/working-time/user:nobody', {})
    const stale = await admin.put('/working-time/house', { version: 0 })
    const manager = await owner.put('/working-time/house', {})
    expect([backwards, nobody, stale, manager].map(reply => reply.status)).toEqual([422, 404, 409, 403])
  })

  it('is forgotten again', async () => {
    expect((await admin.delete(`/working-time/team:${team}`)).status).toBe(204)
    expect((await show(`team:${team}`)).calendar.zone).toBe('Europe/Berlin')
  })
})
