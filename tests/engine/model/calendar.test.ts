import { describe, expect, it } from 'vitest'
import { compile } from '#engine/compiler/compile.ts'
import { type BusinessCalendar, nextWorkingMoment } from '#engine/model/calendar.ts'
import { addDuration, planTimer } from '#engine/model/durations.ts'
import { countriesOf, holidayList, holidaysOf, statesOf } from '#engine/model/holidays.ts'
import { parseBpmn } from '#engine/pure.ts'
import { at, caught, delay, draw, every, user, value } from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

const week = (opens: string, closes: string): BusinessCalendar['hours'] =>
  Object.fromEntries(['1', '2', '3', '4', '5'].map(day => [day, [[opens, closes]]]))
const berlin: BusinessCalendar = {
  zone: 'Europe/Berlin',
  hours: week('09:00', '18:00'),
  holidays: holidaysOf({ country: 'DE', state: 'BE' }, 2026, 2027),
}
const later = (from: string, text: string, calendar = berlin) => addDuration(from, text, { calendar })

describe('Working time across a change of the clock', () => {
  it('keeps the hours of the wall, in spring and in autumn', () => {
    // Friday 17:00 in winter, Monday 12:00 in summer.
    expect(later('2026-03-27T16:00:00.000Z', '4 working hours')).toBe('2026-03-30T10:00:00.000Z')
    expect(later('2026-10-23T15:00:00.000Z', '4 working hours')).toBe('2026-10-26T11:00:00.000Z')
    expect(later('2026-03-27T16:00:00.000Z', '1 working day')).toBe('2026-03-30T15:00:00.000Z')
  })

  it('counts the hours that there were, where a night shift loses one or has one twice', () => {
    const nights: BusinessCalendar = { zone: 'Europe/Berlin', hours: { '7': [['00:00', '06:00']] } }
    expect(later('2026-03-28T23:00:00.000Z', '4 working hours', nights)).toBe('2026-03-29T03:00:00.000Z')
    expect(later('2026-10-24T22:00:00.000Z', '7 working hours', nights)).toBe('2026-10-25T05:00:00.000Z')
  })

  it('opens at the next moment that exists when its hour is skipped', () => {
    const early: BusinessCalendar = { zone: 'Europe/Berlin', hours: { '7': [['02:30', '06:00']] } }
    expect(nextWorkingMoment('2026-03-29T00:00:00.000Z', early)).toBe('2026-03-29T01:30:00.000Z')
  })
})

describe('Holidays', () => {
  it('close the house, at Easter and on a holiday of the state', () => {
    // Thursday before Easter 2026; Friday and Monday are free.
    expect(later('2026-04-02T12:00:00.000Z', '1 working day')).toBe('2026-04-07T12:00:00.000Z')
    const bavaria = { ...berlin, holidays: holidaysOf({ country: 'DE', state: 'BY' }, 2026) }
    expect(later('2026-01-05T12:00:00.000Z', '1 working day', bavaria)).toBe('2026-01-07T12:00:00.000Z')
    expect(later('2026-01-05T12:00:00.000Z', '1 working day')).toBe('2026-01-06T12:00:00.000Z')
  })

  it('may be worked, when a day has hours of its own', () => {
    const saturday: BusinessCalendar = { ...berlin, days: { '2026-04-04': [['10:00', '14:00']] } }
    expect(later('2026-04-02T16:00:00.000Z', '2 working hours', saturday)).toBe('2026-04-04T10:00:00.000Z')
    expect(later('2026-04-02T16:00:00.000Z', '3 working hours', saturday)).toBe('2026-04-04T11:00:00.000Z')
  })

  it('have names in the language of whoever looks, by country and state', () => {
    expect(holidayList({ country: 'RU' }, 2026, 'ru')).toContainEqual({
      date: '2026-05-09',
      name: 'День Победы',
    })
    expect(countriesOf('en')).toContainEqual({ code: 'DE', name: expect.stringContaining('German') })
    expect(statesOf('DE', 'en').map(state => state.code)).toContain('BY')
    expect(statesOf('nowhere', 'en')).toEqual([])
  })
})

describe('A moment outside working time', () => {
  const saturday = '2026-11-21T10:00:00.000Z'

  it('waits for the next opening when it is to be in working hours', () => {
    const plan = { kind: 'duration' as const, text: 'PT1H', from: saturday, calendar: berlin }
    expect(planTimer(plan)).toMatchObject({ due: '2026-11-21T11:00:00.000Z' })
    expect(planTimer({ ...plan, within: true })).toMatchObject({ due: '2026-11-23T08:00:00.000Z' })
    expect(planTimer({ ...plan, within: true, from: '2026-11-23T10:00:00.000Z' })).toMatchObject({
      due: '2026-11-23T11:00:00.000Z',
    })
  })

  it('is a problem when it never opens', () => {
    const plan = { kind: 'duration' as const, text: 'PT1H', from: saturday, within: true }
    expect(planTimer({ ...plan, calendar: { hours: {} } })).toMatchObject({ ok: false })
  })
})

describe('A process counts', () => {
  const house = { ...berlin }
  const owner: BusinessCalendar = { zone: 'Asia/Dubai', hours: { '7': [['08:00', '16:00']] } }
  const data = { zone: 'Europe/Berlin', calendar: house, calendars: { owner } } as never
  const ringing = (timer: object, more = {}) => {
    const process = play(draw('S -> Ready -> T -> E', { Ready: user(), T: caught(timer as never), ...more }))
    // 1 January 2030 is a Tuesday.
    return process.do({ type: 'completeTask', token: process.tokenAt('Ready') }, { data })
  }

  it('by the house, by the owner, and by the house again where there is no owner', () => {
    const due = (timer: object) => ringing(timer).instance.timers[0]!.due
    expect(due(delay('2 working hours'))).toBe('2030-01-01T10:00:00.000Z')
    expect(due({ ...delay('2 working hours'), calendar: 'owner' })).toBe('2030-01-06T06:00:00.000Z')
    expect(due({ ...delay('2 working hours'), calendar: 'team' })).toBe('2030-01-01T10:00:00.000Z')
    expect(due({ ...delay('PT1H'), calendar: 'owner', within: true })).toBe('2030-01-06T04:00:00.000Z')
  })

  it('the due date of a task the same way', () => {
    const asked = (assignment: object) => {
      const process = play(draw('S -> Ready -> A -> E', { Ready: user(), A: user({ assignment }) }))
      process.do({ type: 'completeTask', token: process.tokenAt('Ready') }, { data })
      return process.effects.flatMap(effect => (effect.type === 'createTask' ? [effect.task.due] : [])).at(-1)
    }
    const due = value('1 working day')
    expect(asked({ due })).toBe('2030-01-02T08:00:00.000Z')
    expect(asked({ due, dueCounting: { calendar: 'owner' } })).toBe('2030-01-13T04:00:00.000Z')
  })

  it('fires at once on a date that has passed, or refuses it, as drawn', () => {
    const past = at('2029-12-24T09:00:00Z')
    expect(ringing(past).instance.timers[0]!.due).toBe('2029-12-24T09:00:00.000Z')
    const refusing = ringing({ ...past, past: 'refuse' })
    expect(refusing.incidents).toEqual(['T: pastDate'])
    expect(refusing.instance.incidents[0]!.message).toContain('has passed')
  })

  it('by what the runtime is asked for: the zone for every timer, calendars where working time may be meant', () => {
    const reads = (timer: object) => compile(draw('S -> T -> E', { T: caught(timer as never) })).reads
    expect(reads(delay('PT1H'))).toEqual(['zone'])
    expect(reads(every('0 9 * * *'))).toEqual(['zone'])
    expect(reads(delay('2 working days'))).toEqual(['calendar', 'zone'])
    expect(reads(delay('=wait'))).toEqual(['calendar', 'wait', 'zone'])
    expect(reads({ ...delay('PT1H'), within: true })).toEqual(['calendar', 'zone'])
    expect(compile(draw('S -> A', { A: user({ assignment: { due: value('P2D') } }) })).reads).toEqual([
      'zone',
    ])
    expect(compile(draw('S -> A', { A: user() })).reads).toEqual([])
  })

  it('as the drawing says it', async () => {
    const { models } =
      await parseBpmn(`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:baton="https://baton.dev/schema/bpmn/1.0" targetNamespace="x">
      <process id="P" isExecutable="true"><startEvent id="S"/><sequenceFlow id="a" sourceRef="S" targetRef="T"/>
        <intermediateCatchEvent id="T"><extensionElements><baton:timer calendar="owner" within="true" past="refuse"/></extensionElements>
          <timerEventDefinition><timeDuration>2 working days</timeDuration></timerEventDefinition></intermediateCatchEvent>
        <sequenceFlow id="b" sourceRef="T" targetRef="U"/>
        <userTask id="U"><extensionElements><baton:assignment due="1 working day" dueCalendar="team"/></extensionElements></userTask>
      </process></definitions>`)
    const { T, U } = models[0]!.nodes as unknown as Record<
      'T' | 'U',
      { triggers: object[]; assignment: object }
    >
    expect(T.triggers).toEqual([
      {
        type: 'timer',
        kind: 'duration',
        value: { type: 'literal', value: '2 working days' },
        calendar: 'owner',
        within: true,
        past: 'refuse',
      },
    ])
    expect(U.assignment).toEqual({
      due: { type: 'literal', value: '1 working day' },
      dueCounting: { calendar: 'team' },
    })
  })
})
