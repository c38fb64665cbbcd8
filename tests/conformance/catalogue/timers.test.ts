import { describe, expect, it } from 'vitest'
import type { Trigger, Variables } from '#engine/pure.ts'
import { validate } from '#engine/validate/validate.ts'
import { at, beside, caught, delay, draw, every, message, on, sub, user } from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

/** An activity that a timer rings beside, begun in a zone or under a calendar. */
function ringing(timer: ReturnType<typeof every>, data: Variables) {
  const model = draw('S -> Ready -> A -> E', 'T -> Ring', { Ready: user(), A: user(), T: beside('A', timer) })
  const process = play(model)
  process.do({ type: 'completeTask', token: process.tokenAt('Ready') }, { data })
  return process
}

describe('Timers', () => {
  it('TIM-01 a date fires at its instant, a past one at once', () => {
    const process = play(draw('S -> T -> E', { T: caught(at('2030-06-01T12:00:00+02:00')) }))
    expect(process.instance.timers[0]!.due).toBe('2030-06-01T10:00:00.000Z')
    const late = play(draw('S -> T -> E', { T: caught(at('2020-01-01T00:00:00Z')) }))
    late.world.pass('PT0S')
    expect(late.state).toBe('completed')
  })

  it('TIM-02 a month from the 31st of January is the 28th of February', () => {
    const world = new World(draw('S -> T -> E', { T: caught(delay('P1M')) }))
    world.now = '2030-01-31T10:00:00.000Z'
    expect(world.start('P').instance.timers[0]!.due).toBe('2030-02-28T10:00:00.000Z')
  })

  it('TIM-03 one long step of the clock fires all rounds, each at its own instant', () => {
    const process = play(draw('S -> A -> E', 'T -> B', { A: user(), T: beside('A', every('R3/PT10S')) }))
    process.world.pass('PT60S')
    const fired = process.recorded
      .filter(({ command }) => command.type === 'fireTimer')
      .map(({ command }) => command.at)
    expect(fired.map(moment => moment.slice(17, 19))).toEqual(['10', '20', '30'])
  })

  it('TIM-05 a catch event fires once, even if its timer repeats', () => {
    const process = play(draw('S -> T -> E', { T: caught(every('R/PT1H')) }))
    process.world.pass('PT3H')
    expect([process.count('T'), process.state]).toEqual([1, 'completed'])
  })

  it('TIM-09 by expression is evaluated again only when asked', () => {
    const process = play(draw('S -> T -> E', { T: caught(delay('=d')) }), { d: 'PT1H' }).set({ d: 'PT2H' })
    const [timer] = process.instance.timers
    expect(timer!.due).toBe('2030-01-01T01:00:00.000Z')
    process.do({ type: 'recalculateTimer', timer: timer!.id })
    expect(process.instance.timers[0]!.due).toBe('2030-01-01T02:00:00.000Z')
  })

  it('TIM-10 that cannot be read is an incident, a literal one refused before', () => {
    expect(play(draw('S -> T -> E', { T: caught(delay('=d')) }), { d: 'soon' }).incidents).toEqual([
      'T: badTimer',
    ])
    expect(validate(draw('S -> T -> E', { T: caught(delay('soon')) }))).toContainEqual(
      expect.objectContaining({ rule: 'timers-readable', element: 'T' }),
    )
  })

  it('TIM-12 a cancelled scope leaves no timer behind', () => {
    const process = play(
      draw('S -> SP -> U -> E', 'M -> U', {
        SP: sub('S1 -> T -> E1', { T: caught(delay('P1D')) }),
        M: on('SP', message('M')),
        U: user(),
      }),
    )
    process.world.message('M')
    expect(process.instance.timers).toEqual([])
  })

  it('TIM-13 two due at one instant fire in the order of their making', () => {
    const process = play(
      draw('S -> AND -> T1 -> A', 'AND -> T2 -> B', { T1: caught(delay('PT1H')), T2: caught(delay('PT1H')) }),
    )
    process.world.pass('PT1H')
    expect(process.left.filter(id => /^[AB]$/.test(id))).toEqual(['A', 'B'])
  })
})

describe('Timers by the calendar', () => {
  it('TIM-04 cycles with a start and an end ring as ISO 8601 says', () => {
    const begun = (text: string) => {
      const process = ringing(every(text), {})
      process.world.pass('P7D')
      return process.count('Ring')
    }
    expect(begun('R/2030-01-02T00:00Z/PT1H/2030-01-02T03:00Z')).toBe(4)
    expect(begun('R5/PT1H/2030-01-02T05:00Z')).toBe(5)
    expect(begun('R2/2030-01-02T00:00Z/PT1H')).toBe(2)
  })

  it('TIM-06 cron rings on the weekdays of a week', () => {
    const process = ringing(every('0 0 9 * * MON-FRI'), {})
    process.world.pass('P7D')
    expect(process.count('Ring')).toBe(5)
    process.expectReplay()
  })

  it('TIM-07 daily at 02:30 rings once a day, though the clock skips or doubles that hour', () => {
    const rings = (from: string) => {
      const process = ringing(every('0 30 2 * * *'), { zone: 'Europe/Berlin' })
      const days = (until: string) => `PT${(Date.parse(until) - Date.parse(process.world.now)) / 3_600_000}H`
      process.world.pass(days(from))
      const before = process.count('Ring')
      process.world.pass('PT24H')
      return process.count('Ring') - before
    }
    expect(rings('2030-03-30T12:00:00Z')).toBe(1)
    expect(rings('2030-10-26T12:00:00Z')).toBe(1)
  })

  it('TIM-08 two working days from Friday afternoon, over a holiday, are over on Wednesday', () => {
    const model = draw('S -> Ready -> T -> E', { Ready: user(), T: caught(delay('2 business days')) })
    const process = play(model)
    process.world.now = '2030-01-04T16:00:00.000Z'
    const calendar = { zone: 'UTC', holidays: ['2030-01-07'] }
    process.do({ type: 'completeTask', token: process.tokenAt('Ready') }, { data: { calendar } })
    expect(process.instance.timers.map(({ due }) => due)).toEqual(['2030-01-09T16:00:00.000Z'])
  })

  it('TIM-08 rounds of a cycle that fall outside working time wait for the next opening, several as one', () => {
    const calendar = { zone: 'UTC', holidays: [] }
    const rings = (text: string) => {
      const within: Trigger = { ...every(text), within: true } as Trigger
      const model = draw('S -> Ready -> A -> E', 'T -> Ring', {
        Ready: user(),
        A: user(),
        T: beside('A', within),
      })
      const process = play(model)
      process.world.now = '2030-01-04T15:30:00.000Z'
      process.do({ type: 'completeTask', token: process.tokenAt('Ready') }, { data: { calendar } })
      const found: string[] = []
      for (
        let timer = process.instance.timers[0];
        timer && found.length < 5;
        timer = process.instance.timers[0]
      ) {
        found.push(timer.due.slice(8, 16))
        process.world.now = timer.due
        process.do({ type: 'fireTimer', timer: timer.id }, { data: { calendar } })
      }
      return found
    }
    // The 4th of January was a Friday.
    expect(rings('R/PT1H')).toEqual(['04T16:30', '07T09:00', '07T09:30', '07T10:30', '07T11:30'])
    expect(rings('R3/P1D')).toEqual(['07T09:00', '07T15:30', '08T15:30'])
    expect(rings('0 8 * * *')).toEqual(['07T09:00', '08T09:00', '09T09:00', '10T09:00', '11T09:00'])
  })

  it('TIM-11 fire late ones once, after however long a sleep', () => {
    const process = play(draw('S -> T -> E', { T: caught(delay('PT1H')) }))
    process.world.now = '2030-01-01T03:00:00.000Z'
    const [timer] = process.instance.timers
    process.do({ type: 'fireTimer', timer: timer!.id })
    expect([process.left, process.state]).toEqual([['S', 'T', 'E'], 'completed'])
    process.do({ type: 'fireTimer', timer: timer!.id })
    expect(process.refused?.code).toBe('notRunning')
  })

  it('TIM-14 wait for longer than a timeout of the machine can', () => {
    const process = play(draw('S -> T -> E', { T: caught(delay('P90D')) }))
    process.world.pass('P89D')
    expect(process.waiting).toEqual(['T'])
    process.world.pass('P1D')
    expect(process.state).toBe('completed')
  })

  it('a cycle whose last round is over when the step begins rings at once, and only then', () => {
    const process = play(
      draw('S -> U -> E', 'b -> R', { U: user(), b: beside('U', every('R4/2018-05-01T00:00:00Z/PT1M')) }),
    )
    process.world.pass('PT1M')
    process.world.pass('P7D')
    expect([process.count('R'), process.waiting]).toEqual([1, ['U']])
  })
})
