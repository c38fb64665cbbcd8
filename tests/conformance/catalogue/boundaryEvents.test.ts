import { describe, expect, it } from 'vitest'
import {
  beside,
  call,
  caught,
  condition,
  delay,
  draw,
  drawProcess,
  end,
  error,
  every,
  message,
  on,
  service,
  signal,
  sub,
  times,
  user,
} from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

describe('Boundary events', () => {
  it('BND-01 an interrupting timer takes the token away', () => {
    const process = play(draw('S -> A -> E', 'T -> B -> E2', { A: user(), T: on('A', delay('PT1H')) }))
    process.world.pass('PT1H')
    expect([process.left, process.state]).toEqual([['S', 'T', 'B', 'E2'], 'completed'])
    expect(process.complete('A').refused?.code).toBe('notRunning')
    process.expectReplay()
  })

  it('BND-02 is withdrawn when the activity completes first', () => {
    const process = play(
      draw('S -> A -> U -> E', 'T -> B', { A: user(), U: user(), T: on('A', delay('PT1H')) }),
    )
    process.complete('A')
    expect(process.instance.timers).toEqual([])
    process.world.pass('PT2H')
    expect(process.count('B')).toBe(0)
  })

  it('BND-03 a non-interrupting timer runs beside the activity', () => {
    const process = play(draw('S -> A -> E', 'T -> B -> E2', { A: user(), T: beside('A', delay('PT1H')) }))
    process.world.pass('PT1H')
    process.complete('A')
    expect([process.left, process.state]).toEqual([['S', 'T', 'B', 'E2', 'A', 'E'], 'completed'])
  })

  it('BND-04 a non-interrupting cycle fires as often as it says', () => {
    const process = play(
      draw('S -> A -> E', 'T -> B -> E2', { A: user(), T: beside('A', every('R3/PT10M')) }),
    )
    process.world.pass('PT50M')
    expect(process.count('B')).toBe(3)
    expect(process.complete('A').state).toBe('completed')
  })

  it('BND-05 an interrupting message', () => {
    const process = play(draw('S -> A -> E', 'M -> B -> E2', { A: user(), M: on('A', message('M')) }))
    process.world.message('M')
    expect(process.left).toEqual(['S', 'M', 'B', 'E2'])
  })

  it('BND-06 a non-interrupting message makes a branch each time', () => {
    const process = play(
      draw('S -> A -> E', 'M -> B -> E2', { A: user(), B: user(), M: beside('A', message('M')) }),
    )
    process.world.message('M')
    process.world.message('M')
    expect(process.waiting).toEqual(['A', 'B', 'B'])
  })

  it('BND-07 a signal', () => {
    const process = play(draw('S -> A -> E', 's -> B', { A: user(), s: on('A', signal('s')) }))
    process.world.signal('s')
    expect(process.left).toEqual(['S', 's', 'B'])
  })

  it('BND-08 a condition fires when it becomes true, not while it stays true', () => {
    const process = play(draw('S -> A -> E', 'C -> B', { A: user(), C: beside('A', condition('x > 10')) }), {
      x: 0,
    })
    process.set({ x: 11 }).set({ x: 12 })
    expect([process.count('B'), process.waiting]).toEqual([1, ['A']])
    process.set({ x: 1 }).set({ x: 20 })
    expect(process.count('B')).toBe(2)
  })

  it('BND-09 an error by its code first, then the one that catches all', () => {
    const model = (code: string) =>
      draw('S -> SP -> E', 'any -> B', 'one -> A', {
        SP: sub('S1 -> E1', { E1: end(error(code)) }),
        any: on('SP', error()),
        one: on('SP', error('E1')),
      })
    expect(play(model('E1')).left).toEqual(['S', 'S1', 'one', 'A'])
    expect(play(model('E2')).left).toEqual(['S', 'S1', 'any', 'B'])
  })

  it('BND-10 the inner handler wins over the outer', () => {
    const process = play(
      draw('S -> O -> E', 'outer -> B', {
        O: sub('S1 -> I -> E1', 'inner -> A', {
          I: sub('S2 -> E2', { E2: end(error('E1')) }),
          inner: on('I', error('E1')),
        }),
        outer: on('O', error('E1')),
      }),
    )
    expect([process.count('A'), process.count('B'), process.state]).toEqual([1, 0, 'completed'])
  })

  it('BND-11 an error thrown by a handler goes outwards, not back to itself', () => {
    const process = play(
      draw('S -> O -> E', 'outer -> B', {
        O: sub('S1 -> I -> E1', 'inner -> A -> E3', {
          I: sub('S2 -> E2', { E2: end(error('E1')) }),
          inner: on('I', error('E1')),
          E3: end(error('E1')),
        }),
        outer: on('O', error('E1')),
      }),
    )
    expect([process.count('A'), process.count('B'), process.state]).toEqual([1, 1, 'completed'])
  })

  it('BND-12 an interrupting event on a sub-process ends everything inside', () => {
    const process = play(
      draw('S -> SP -> E', 'T -> B -> E', {
        SP: sub('S1 -> AND -> A -> E1', 'AND -> D -> E1', 'AND -> M -> E1', {
          A: user(),
          D: caught(delay('PT2H')),
          M: caught(message('M')),
        }),
        T: on('SP', delay('PT1H')),
      }),
    )
    process.world.pass('PT1H')
    expect(process.world.message('M')).toBe(0)
    expect([process.left, process.state]).toEqual([['S', 'S1', 'AND', 'T', 'B', 'E'], 'completed'])
    expect(process.effects.filter(effect => effect.type === 'closeTask')).toHaveLength(1)
  })

  it('BND-13 an interrupting event on a call activity cancels the called process', () => {
    const world = new World(
      draw('S -> C -> E', 'M -> B -> E', { C: call('P2'), M: on('C', message('M')) }),
      drawProcess('P2', 'S -> U -> E', { U: user() }),
    )
    const process = world.start('P')
    world.message('M')
    expect(process.left).toEqual(['S', 'M', 'B', 'E'])
    expect(world.plays.find(each => each.process.key === 'P2')?.state).toBe('cancelled')
    expect(process.state).toBe('completed')
  })

  it('BND-14 on a multi-instance activity belongs to the whole', () => {
    const process = play(
      draw('S -> A -> E', 'T -> B -> E', { A: user(times('3')), T: on('A', delay('PT1H')) }),
    )
    process.complete('A')
    process.world.pass('PT1H')
    expect([process.count('B'), process.waiting, process.state]).toEqual([1, [], 'completed'])
  })

  it('BND-15 completion and timer due at once: whichever comes first, never both', () => {
    const process = play(draw('S -> A -> E', 'T -> B', { A: user(), T: on('A', delay('PT1H')) }))
    const [timer] = process.instance.timers
    process.complete('A').do({ type: 'fireTimer', timer: timer!.id })
    expect([process.count('B'), process.refused?.code]).toEqual([0, 'notRunning'])
  })

  it('BND-16 two on one activity', () => {
    const process = play(
      draw('S -> A -> E', 'T -> B', 'M -> C', {
        A: user(),
        T: beside('A', delay('PT1H')),
        M: on('A', message('M')),
      }),
    )
    process.world.pass('PT1H')
    process.world.message('M')
    expect(process.left).toEqual(['S', 'T', 'B', 'M', 'C'])
  })

  it('BND-17 without an outgoing flow ends its token', () => {
    const process = play(draw('S -> A -> E', { A: user(), T: on('A', delay('PT1H')) }))
    process.world.pass('PT1H')
    expect([process.left, process.state]).toEqual([['S', 'T'], 'completed'])
  })

  it('BND-18 a mapping that cannot be made is an incident, and no error that a boundary event takes', () => {
    const unreadable = { type: 'foreign' as const, language: 'groovy', text: 'new Date()' }
    const model = draw('S -> A -> E', 'B -> Caught', {
      A: service('pay', { mapping: { inputs: [{ target: 'y', source: unreadable }], outputs: [] } }),
      B: on('A', { type: 'error' }),
    })
    const process = play(model)
    expect([process.incidents, process.count('B')]).toEqual([['A: foreignExpression'], 0])
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
})
