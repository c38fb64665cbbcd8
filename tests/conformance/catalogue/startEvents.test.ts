import { describe, expect, it } from 'vitest'
import { compile } from '#engine/compiler/compile.ts'
import { planTimer } from '#engine/model/durations.ts'
import { validate } from '#engine/validate/validate.ts'
import {
  caught,
  condition,
  delay,
  draw,
  drawProcess,
  error,
  eventSub,
  message,
  signal,
  start,
  sub,
  thrown,
  user,
} from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

describe('Start events', () => {
  it('STA-01 none, with variables and business key', () => {
    const process = play(draw('S -> A -> E', { A: user() }), { x: 1 }, { businessKey: 'o-1' })
    expect([process.waiting, process.vars, process.instance.businessKey]).toEqual([['A'], { x: 1 }, 'o-1'])
  })

  it('STA-02 message, with its payload', () => {
    const world = new World(draw('S -> A -> E', { S: start(message('M')) }))
    world.message('M', { v: 1 })
    expect([world.plays[0]!.left, world.plays[0]!.vars]).toEqual([['S', 'A', 'E'], { v: 1 }])
  })

  it('STA-04 a start by a cycle with a limit plans so many starts', () => {
    let planned = planTimer({ kind: 'cycle', text: 'R3/PT10S', from: '2030-01-01T00:00:00.000Z' })
    expect(planned).toMatchObject({ ok: true, due: '2030-01-01T00:00:10.000Z', cycle: { left: 2 } })
    planned = planTimer({ kind: 'cycle', text: 'R0/PT10S', from: '2030-01-01T00:00:00.000Z' })
    expect(planned.ok).toBe(false)
  })

  it('STA-05 signal, for every definition that listens', () => {
    const world = new World(
      drawProcess('P1', 'S -> A -> E', { S: start(signal('s')) }),
      drawProcess('P2', 'S -> B -> E', { S: start(signal('s')) }),
    )
    expect(world.signal('s')).toBe(2)
    expect(world.plays.map(process => process.left[1])).toEqual(['A', 'B'])
  })

  it('STA-06 a conditional start says what it waits for', () => {
    const process = compile(draw('S -> A -> E', { S: start(condition('temp > 30')) }))
    expect(process.triggers).toMatchObject([{ type: 'conditional', node: 'S' }])
    expect(play(draw('S -> A -> E', { S: start(condition('temp > 30')) }), { temp: 35 }).state).toBe(
      'completed',
    )
  })

  it('STA-07 several: only the one that occurred gives a token', () => {
    const world = new World(draw('S -> A -> E', 'S2 -> B -> E', { S2: start(message('M')) }))
    expect(world.start('P').left).toEqual(['S', 'A', 'E'])
    world.message('M')
    expect(world.plays[1]!.left).toEqual(['S2', 'B', 'E'])
  })

  it('STA-08 two none starts: the command says which', () => {
    const model = draw('S1 -> A -> E', 'S2 -> B -> E')
    expect(play(model).refused?.code).toBe('invalid')
    expect(play(model, {}, { startEvent: 'S2' }).left).toEqual(['S2', 'B', 'E'])
  })

  it('STA-09 none at all: every node without incoming flow begins', () => {
    expect(play(draw('A -> C', 'B -> D')).left.sort()).toEqual(['A', 'B', 'C', 'D'])
  })

  it('STA-10 multiple: any of its triggers', () => {
    const world = new World(draw('S -> A -> E', { S: start(message('M'), delay('PT1H')) }))
    world.message('M')
    expect(world.plays[0]!.left).toEqual(['S', 'A', 'E'])
  })

  it('STA-11 error start outside an event sub-process is refused, naming the element', () => {
    const problems = validate(draw('S -> A -> E', { S: start(error('E1')) }))
    expect(problems.find(p => p.rule === 'event-position')).toMatchObject({ element: 'S', severity: 'error' })
  })
})

describe('What begins with a process', () => {
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

  it('a step no flow leads to begins with its process, whichever start occurs', () => {
    const model = draw('S -> AND -> E', 'Check -> AND', 'S2 -> E', { Check: user(), S2: start(message('M')) })
    expect(play(model, {}, { startEvent: 'S' }).complete('Check').state).toBe('completed')
    const world = new World(model)
    world.message('M')
    expect(world.plays[0]!.waiting).toEqual(['Check'])
  })

  it('an event or gateway no flow leads to does not begin with a process that has a start event', () => {
    const process = play(draw('S -> E', 'Late -> X -> B', { Late: caught(message('M')) }))
    expect([process.left, process.state]).toEqual([['S', 'E'], 'completed'])
  })

  it('inside a sub-process everything no flow leads to begins with it, event sub-processes included', () => {
    const process = play(
      draw('S -> SP -> E', {
        SP: sub('S1 -> AND -> E1', 'A -> AND', {
          Now: thrown(signal('s')),
          ESP: eventSub('S2 -> E2', 'B -> E2', { S2: start(signal('t')) }),
          U: user(),
        }),
      }),
    )
    process.world.signal('t')
    expect([process.count('A'), process.count('Now'), process.count('B'), process.state]).toEqual([
      1,
      1,
      1,
      'completed',
    ])
  })

  it('the drawer is told that such a step begins with the start', () => {
    const [found] = validate(draw('S -> E', 'Check -> E')).filter(({ rule }) => rule === 'reachable')
    expect(found).toMatchObject({ element: 'Check', severity: 'warning' })
    expect(found!.message).toContain('begins together with the start')
  })
})
