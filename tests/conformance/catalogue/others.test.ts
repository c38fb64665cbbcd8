import { describe, expect, it } from 'vitest'
import { validate } from '#engine/validate/validate.ts'
import {
  beside,
  caught,
  compensation,
  draw,
  end,
  eventSub,
  every,
  message,
  on,
  signal,
  start,
  sub,
  thrown,
  undoes,
  undoneBy,
  user,
} from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

describe("What other people's models have found", () => {
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

  it('a signal that an event sub-process handles does not interrupt the sub-process from its border', () => {
    const inner = (last: ReturnType<typeof end>) =>
      draw('S -> SP -> C -> E', 'b -> D', {
        SP: sub('S1 -> T -> U', {
          T: thrown(signal('s')),
          U: user(),
          ESP: eventSub('S2 -> B -> E2', { S2: start(signal('s')), E2: last }),
        }),
        b: on('SP', signal('s')),
      })
    const handled = play(inner(end()))
    expect([handled.count('B'), handled.count('C'), handled.count('D')]).toEqual([1, 1, 0])
    const again = play(inner(end(signal('s'))))
    expect([again.count('B'), again.count('C'), again.count('D')]).toEqual([1, 0, 1])
  })

  it('the same holds for a signal from outside, and not for a sub-process further out', () => {
    const model = draw('S -> Out -> C', 'b -> D', {
      Out: sub('S1 -> SP -> F', 'b1 -> G', {
        SP: sub('S2 -> U', { U: user(), ESP: eventSub('S3 -> B', { S3: start(signal('s')) }) }),
        b1: on('SP', signal('s')),
      }),
      b: on('Out', signal('t')),
    })
    const process = play(model)
    process.world.signal('s')
    expect([process.count('B'), process.count('F'), process.count('G'), process.state]).toEqual([
      1,
      1,
      0,
      'completed',
    ])
  })

  it('a cycle whose last round is over when the step begins rings at once, and only then', () => {
    const process = play(
      draw('S -> U -> E', 'b -> R', { U: user(), b: beside('U', every('R4/2018-05-01T00:00:00Z/PT1M')) }),
    )
    process.world.pass('PT1M')
    process.world.pass('P7D')
    expect([process.count('R'), process.waiting]).toEqual([1, ['U']])
  })

  it('a sub-process is undone from inside first, then by the handler at its border', () => {
    const process = play(
      draw('S -> SP -> T -> E', {
        SP: {
          ...sub('S1 -> A', {
            A: undoneBy('A1'),
            A1: undoes(),
            ESP: eventSub('S2 -> C -> E2', { S2: start(compensation()) }),
          }),
          compensation: 'A2',
        },
        A2: undoes(),
        T: thrown(compensation()),
      }),
    )
    expect([process.left.filter(id => ['C', 'A1', 'A2'].includes(id)), process.state]).toEqual([
      ['C', 'A2'],
      'completed',
    ])
  })
})
