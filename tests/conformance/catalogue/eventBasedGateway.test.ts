import { describe, expect, it } from 'vitest'
import { caught, condition, delay, draw, message, receive, signal, user } from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

describe('Event-based gateway', () => {
  const race = draw('S -> EBG -> M -> A -> E', 'EBG -> T -> B -> U -> E', {
    M: caught(message('M')),
    T: caught(delay('PT1H')),
    U: user(),
  })

  it('EBG-01 goes the way of the first event and listens no more', () => {
    const process = play(race)
    process.world.message('M')
    process.world.pass('PT2H')
    expect([process.left, process.state]).toEqual([['S', 'EBG', 'M', 'A', 'E'], 'completed'])
  })

  it('EBG-02 goes the way of the timer; a later message finds nobody', () => {
    const process = play(race)
    process.world.pass('PT1H')
    expect(process.world.message('M')).toBe(0)
    expect([process.left, process.waiting]).toEqual([['S', 'EBG', 'T', 'B'], ['U']])
  })

  it('EBG-03 listens for signals', () => {
    const process = play(
      draw('S -> EBG -> s1 -> A -> E', 'EBG -> s2 -> B -> E', {
        s1: caught(signal('s1')),
        s2: caught(signal('s2')),
      }),
    )
    process.world.signal('s2')
    expect(process.left).toEqual(['S', 'EBG', 's2', 'B', 'E'])
  })

  it('EBG-04 listens for receive tasks and conditions', () => {
    const process = play(
      draw('S -> EBG -> R -> A -> E', 'EBG -> C -> B -> E', {
        R: receive('M'),
        C: caught(condition('x > 10')),
      }),
      { x: 0 },
    )
    process.set({ x: 11 })
    expect([process.left, process.state]).toEqual([['S', 'EBG', 'C', 'B', 'E'], 'completed'])
  })

  it('EBG-05 takes one of two messages that come in one breath', () => {
    const process = play(
      draw('S -> EBG -> M1 -> A -> E', 'EBG -> M2 -> B -> E', {
        M1: caught(message('M1')),
        M2: caught(message('M2')),
      }),
    )
    const [one, two] = process.instance.subscriptions
    process.do({ type: 'deliverMessage', subscription: one!.id })
    process.do({ type: 'deliverMessage', subscription: two!.id })
    expect(process.refused?.code).toBe('notRunning')
    expect(process.left).toEqual(['S', 'EBG', 'M1', 'A', 'E'])
  })

  it('EBG-06 goes at once by a condition that already holds', () => {
    const process = play(
      draw('S -> EBG -> C -> A -> E', 'EBG -> T -> B -> E', {
        C: caught(condition('x > 10')),
        T: caught(delay('PT1H')),
      }),
      { x: 20 },
    )
    expect(process.left).toEqual(['S', 'EBG', 'C', 'A', 'E'])
  })

  it('EBG-07 starts a process by whichever message comes', () => {
    const world = new World(
      draw('EBG -> M1 -> A -> E', 'EBG -> M2 -> B -> E', {
        EBG: { type: 'eventBasedGateway', instantiate: true, parallel: false },
        M1: caught(message('M1')),
        M2: caught(message('M2')),
      }),
    )
    world.message('M2')
    world.message('M1')
    expect(world.plays.map(process => [process.left, process.state])).toEqual([
      [['M2', 'B', 'E'], 'completed'],
      [['M1', 'A', 'E'], 'completed'],
    ])
  })

  it('EBG-08 a parallel event-based gateway starts by one event and completes after all', () => {
    const world = new World(
      draw('EBG -> M1 -> A -> E', 'EBG -> M2 -> B -> E', {
        EBG: { type: 'eventBasedGateway', instantiate: true, parallel: true },
        M1: caught(message('M1', '=k')),
        M2: caught(message('M2', '=k')),
      }),
    )
    world.message('M1', { k: '1' })
    expect(world.plays.map(process => [process.left, process.state])).toEqual([[['M1', 'A', 'E'], 'running']])
    world.message('M2', {}, '1')
    expect(world.plays.map(process => process.state)).toEqual(['completed'])
  })
})
