import { describe, expect, it } from 'vitest'
import { describeWaits } from '#engine/core/waits.ts'
import {
  beside,
  caught,
  delay,
  draw,
  message,
  on,
  service,
  signal,
  start,
  user,
} from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

describe('What running it for real has found', () => {
  it('an answer to a task that is over does not complete the next one', () => {
    const process = play(draw('S -> A -> B -> E', { A: user(), B: user() }))
    const token = process.tokenAt('A')
    const task = String(process.instance.tokens[0]!.context!.task)
    process.do({ type: 'completeTask', token, task }).do({ type: 'completeTask', token, task })
    expect([process.refused?.code, process.waiting]).toEqual(['notWaiting', ['B']])
  })

  it('a parallel multiple start waits for the rest of its triggers', () => {
    const world = new World(
      draw('S -> A -> E', { S: { ...start(message('M1'), message('M2')), parallelMultiple: true } }),
    )
    world.message('M1', { one: 1 })
    expect(world.plays.map(process => process.state)).toEqual(['running'])
    world.message('M2', { two: 2 })
    expect(world.plays.map(process => [process.state, process.vars])).toEqual([
      ['completed', { one: 1, two: 2 }],
    ])
  })

  it('a non-interrupting parallel multiple event occurs again when all has come again', () => {
    const process = play(
      draw('S -> U -> E', 'b -> B', {
        U: user(),
        b: { ...beside('U', signal('s1'), signal('s2')), parallelMultiple: true },
      }),
    )
    for (const name of ['s1', 's2', 's2', 's1']) process.world.signal(name)
    expect(process.count('B')).toBe(2)
  })

  it('people see what a step waits for, and apart from it what may interrupt it', () => {
    const process = play(draw('S -> A -> E', 'T -> B', { A: user(), T: on('A', delay('PT1H')) }))
    expect(
      describeWaits(process.process, process.instance).map(({ node, kind, host }) => [node, kind, host]),
    ).toEqual([
      ['A', 'task', undefined],
      ['T', 'timer', 'A'],
    ])
  })

  it('an incident stays when something beside it happens, and goes when the step is interrupted', () => {
    const model = draw('S -> A -> E', 'm -> B', 't -> C', {
      A: service('x'),
      m: beside('A', message('M')),
      t: on('A', delay('PT1H')),
    })
    const process = play(model).failJob('A')
    process.world.message('M')
    expect([process.incidents, process.count('B')]).toEqual([['A: failed'], 1])
    process.world.pass('PT1H')
    expect([process.incidents, process.count('C'), process.state]).toEqual([[], 1, 'completed'])
  })

  it('a message says for which key it is awaited', () => {
    const process = play(draw('S -> M -> E', { M: caught(message('paid', '=invoice')) }), { invoice: 'R-7' })
    expect(describeWaits(process.process, process.instance)[0]!.for).toBe('the message "paid" for R-7')
  })
})
