import { describe, expect, it } from 'vitest'
import { isWorkingTime } from '#engine/model/calendar.ts'
import {
  addDuration,
  type Cycle,
  durationMilliseconds,
  nextRound,
  planTimer,
  readMoment,
  type TimerKind,
  timerProblem,
} from '#engine/model/durations.ts'
import { holidaysOf } from '#engine/model/holidays.ts'

const from = '2026-11-22T09:30:00.000Z'

function due(kind: TimerKind, text: string, begin = from, zone = 'UTC'): string {
  const planned = planTimer({ kind, text, from: begin, zone })
  return planned.ok ? planned.due : planned.problem
}

/** All due moments of a cycle, at most `most`. */
function rounds(text: string, begin: string, zone = 'UTC', most = 6): string[] {
  const planned = planTimer({ kind: 'cycle', text, from: begin, zone })
  if (!planned.ok) throw new Error(planned.problem)
  const found = [planned.due]
  let cycle: Cycle = JSON.parse(JSON.stringify(planned.cycle))
  while (found.length < most) {
    const next = nextRound(cycle)
    if (!next) break
    found.push(next.due)
    cycle = JSON.parse(JSON.stringify(next.cycle))
  }
  return found
}

describe('A duration', () => {
  it.each([
    ['PT48H', '2026-11-24T09:30:00.000Z'],
    ['P2DT3H', '2026-11-24T12:30:00.000Z'],
    ['P1W', '2026-11-29T09:30:00.000Z'],
    ['PT0.5S', '2026-11-22T09:30:00.500Z'],
    ['PT0S', from],
    ['-P1D', '2026-11-21T09:30:00.000Z'],
    ['2d 4h', '2026-11-24T13:30:00.000Z'],
    ['90s', '2026-11-22T09:31:30.000Z'],
    ['500ms', '2026-11-22T09:30:00.500Z'],
    ['P90D', '2027-02-20T09:30:00.000Z'],
  ])('%s from 22 November is due %s', (text, moment) => {
    expect(due('duration', text)).toBe(moment)
  })

  it('of a month from the last of January ends with February', () => {
    expect(due('duration', 'P1M', '2030-01-31T08:00:00.000Z')).toBe('2030-02-28T08:00:00.000Z')
  })

  it('in days keeps the time of day over daylight saving, in hours it counts hours', () => {
    const evening = '2026-03-28T11:00:00.000Z'
    expect(due('duration', 'P1D', evening, 'Europe/Berlin')).toBe('2026-03-29T10:00:00.000Z')
    expect(due('duration', 'PT24H', evening, 'Europe/Berlin')).toBe('2026-03-29T11:00:00.000Z')
  })

  it('has a length that waiting can be measured by', () => {
    expect(durationMilliseconds('PT1M30S')).toBe(90_000)
    expect(durationMilliseconds('P1DT1H')).toBe(90_000_000)
    expect(durationMilliseconds('soon')).toBe(null)
  })

  it('can be taken several times', () => {
    expect(addDuration(from, 'PT10S', { times: 4 })).toBe('2026-11-22T09:30:40.000Z')
  })
})

describe('A date', () => {
  it.each([
    ['2030-06-01T12:00:00+02:00', '2030-06-01T10:00:00.000Z'],
    ['2030-06-01T12:00:00Z', '2030-06-01T12:00:00.000Z'],
    ['2030-06-01T12:00:00', '2030-06-01T10:00:00.000Z'],
    ['2030-06-01T12:00', '2030-06-01T10:00:00.000Z'],
    ['2030-06-01', '2030-05-31T22:00:00.000Z'],
    ['2030-06-01T12:00:00@America/New_York', '2030-06-01T16:00:00.000Z'],
    ['2030-06-01T12:00:00[Asia/Tokyo]', '2030-06-01T03:00:00.000Z'],
  ])('%s, with Berlin where it names no zone, is %s', (text, moment) => {
    expect(readMoment(text, 'Europe/Berlin')).toBe(moment)
  })

  it('that lies behind is told as such', () => {
    expect(planTimer({ kind: 'date', text: '2020-01-01', from })).toMatchObject({ ok: true, past: true })
    expect(planTimer({ kind: 'date', text: '2030-01-01', from })).toMatchObject({ ok: true, past: false })
  })

  it('in the hour that daylight saving skips is moved on, in the doubled hour it is the first', () => {
    expect(readMoment('2026-03-29T02:30:00', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z')
    expect(readMoment('2026-10-25T02:30:00', 'Europe/Berlin')).toBe('2026-10-25T00:30:00.000Z')
  })
})

describe('A repetition', () => {
  it('R3/PT1H fires three times, an hour apart', () => {
    expect(rounds('R3/PT1H', from)).toEqual([
      '2026-11-22T10:30:00.000Z',
      '2026-11-22T11:30:00.000Z',
      '2026-11-22T12:30:00.000Z',
    ])
  })

  it('with a start begins there', () => {
    expect(rounds('R2/2030-01-01T00:00Z/PT1H', from)).toEqual([
      '2030-01-01T00:00:00.000Z',
      '2030-01-01T01:00:00.000Z',
    ])
  })

  it('with a start that lies behind keeps its rhythm', () => {
    expect(rounds('R/2026-11-01T08:00:00Z/P1D', from, 'UTC', 2)).toEqual([
      '2026-11-23T08:00:00.000Z',
      '2026-11-24T08:00:00.000Z',
    ])
    expect(rounds('R/1990-01-01T00:00:00Z/PT1S', from, 'UTC', 2)[0]).toBe(from)
  })

  it('with an end counts towards it', () => {
    expect(rounds('R5/PT1H/2030-01-01T05:00Z', from)).toEqual(
      [1, 2, 3, 4, 5].map(hour => `2030-01-01T0${hour}:00:00.000Z`),
    )
    expect(rounds('R/PT1H/2026-11-22T12:00:00Z', from)).toEqual([
      '2026-11-22T10:30:00.000Z',
      '2026-11-22T11:30:00.000Z',
    ])
  })

  it('with start, duration and end stops there', () => {
    expect(rounds('R/2030-01-01T00:00Z/PT1H/2030-01-01T01:30Z', from)).toHaveLength(2)
  })

  it('each month from the 31st visits each last day', () => {
    expect(rounds('R3/2030-01-31T08:00:00Z/P1M', from)).toEqual([
      '2030-01-31T08:00:00.000Z',
      '2030-02-28T08:00:00.000Z',
      '2030-03-31T08:00:00.000Z',
    ])
  })

  it('can pass over the rounds of a long sleep', () => {
    const planned = planTimer({ kind: 'cycle', text: 'R10/PT1H', from })
    if (!planned.ok || !planned.cycle) throw new Error('expected a cycle')
    const next = nextRound(planned.cycle, '2026-11-22T15:00:00.000Z')
    expect(next).toMatchObject({ due: '2026-11-22T15:30:00.000Z', cycle: { left: 4 } })
  })

  it('that is over has no round', () => {
    expect(planTimer({ kind: 'cycle', text: 'R3/2020-01-01T00:00Z/PT1H', from })).toMatchObject({ ok: false })
  })
})

describe('Cron', () => {
  it.each([
    ['0 9 * * MON', ['2026-11-23T09:00:00.000Z', '2026-11-30T09:00:00.000Z']],
    ['0 0 9 * * MON-FRI', ['2026-11-23T09:00:00.000Z', '2026-11-24T09:00:00.000Z']],
    ['0 0 9 ? * 2', ['2026-11-23T09:00:00.000Z', '2026-11-30T09:00:00.000Z']],
    ['0 0/15 * * * ?', ['2026-11-22T09:45:00.000Z', '2026-11-22T10:00:00.000Z']],
    ['*/15 * * * *', ['2026-11-22T09:45:00.000Z', '2026-11-22T10:00:00.000Z']],
    ['@daily', ['2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z']],
  ])('%s is due %j', (text, moments) => {
    expect(rounds(text, from, 'UTC', 2)).toEqual(moments)
  })

  it('at 02:30 in Berlin fires once a day, even when the clock skips or doubles that hour', () => {
    expect(rounds('0 30 2 * * *', '2030-03-30T12:00:00.000Z', 'Europe/Berlin', 2)).toEqual([
      '2030-03-31T01:00:00.000Z',
      '2030-04-01T00:30:00.000Z',
    ])
    expect(rounds('0 30 2 * * *', '2030-10-26T12:00:00.000Z', 'Europe/Berlin', 2)).toEqual([
      '2030-10-27T00:30:00.000Z',
      '2030-10-28T01:30:00.000Z',
    ])
  })
})

describe('Working time', () => {
  const calendar = { zone: 'UTC', holidays: ['2026-11-23'] }
  const friday = '2026-11-20T16:00:00.000Z'

  it.each([
    ['2 business days', '2026-11-25T16:00:00.000Z'],
    ['1 working day', '2026-11-24T16:00:00.000Z'],
    ['4 business hours', '2026-11-24T12:00:00.000Z'],
    ['30 working minutes', '2026-11-20T16:30:00.000Z'],
    ['0 working days', friday],
  ])('of %s from Friday 16:00, with Monday a holiday, ends %s', (text, moment) => {
    expect(addDuration(friday, text, { calendar })).toBe(moment)
  })

  it('begins with the next opening when asked at night', () => {
    expect(addDuration('2026-11-20T22:00:00.000Z', '1 working hour', { calendar })).toBe(
      '2026-11-24T10:00:00.000Z',
    )
  })

  it('follows a person with hours and a zone of his own', () => {
    const dubai = {
      zone: 'Asia/Dubai',
      hours: {
        '7': [
          ['08:00', '12:00'],
          ['13:00', '15:00'],
        ] as [string, string][],
      },
    }
    expect(addDuration('2026-11-20T16:00:00.000Z', '5 working hours', { calendar: dubai })).toBe(
      '2026-11-22T10:00:00.000Z',
    )
    expect(isWorkingTime('2026-11-22T08:30:00.000Z', dubai)).toBe(false)
    expect(isWorkingTime('2026-11-22T09:30:00.000Z', dubai)).toBe(true)
  })

  it('never comes where nobody works', () => {
    expect(addDuration(friday, '1 working day', { calendar: { hours: {} } })).toBe(null)
  })

  it('knows the holidays of a country and its states', () => {
    expect(holidaysOf({ country: 'DE' }, 2026)).toContain('2026-12-25')
    expect(holidaysOf({ country: 'DE' }, 2026)).not.toContain('2026-01-06')
    expect(holidaysOf({ country: 'DE', state: 'BY' }, 2026)).toContain('2026-01-06')
    expect(holidaysOf({ country: 'US' }, 2026, 2027)).toContain('2027-07-05')
    expect(holidaysOf({ country: 'nowhere' }, 2026)).toEqual([])
  })
})

describe('A text that is no timer', () => {
  it.each<[TimerKind, string]>([
    ['duration', 'soon'],
    ['date', 'tomorrow'],
    ['date', '2026-02-30'],
    ['cycle', 'R3'],
    ['cycle', 'R3/soon'],
    ['cycle', 'R/PT0S'],
    ['cycle', '61 * * * *'],
    ['cycle', 'now and then'],
  ])('(%s) %s says so', (kind, text) => {
    expect(timerProblem(kind, text)).toContain(text)
  })

  it('is not confused with one that is merely over', () => {
    expect(timerProblem('cycle', 'R1/1990-01-01T00:00Z/PT1H')).toBe(null)
  })

  it('nor with a zone that does not exist', () => {
    expect(planTimer({ kind: 'date', text: '2026-01-01', from, zone: 'Mars/Base' })).toMatchObject({
      ok: false,
    })
  })
})
