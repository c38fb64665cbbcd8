import { describe, expect, it } from 'vitest'
import {
  call,
  cancel,
  caught,
  compensation,
  draw,
  drawProcess,
  end,
  error,
  escalation,
  message,
  on,
  signal,
  sub,
  terminate,
  times,
  transaction,
  undoes,
  undoneBy,
  user,
} from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

describe('End events', () => {
  it('END-01 an instance completes only when every token is gone', () => {
    const process = play(draw('S -> AND -> A -> E1', 'AND -> B -> E2', { B: user() }))
    expect(process.state).toBe('running')
    expect(process.complete('B').state).toBe('completed')
  })

  it('END-02 message end', () => {
    const world = new World(
      drawProcess('P1', 'S -> A -> E', { E: end(message('M')) }),
      drawProcess('P2', 'S -> C -> E', { C: caught(message('M')) }),
    )
    const waiting = world.start('P2')
    expect([world.start('P1').state, waiting.state]).toEqual(['completed', 'completed'])
  })

  it('END-03 signal end', () => {
    const world = new World(
      drawProcess('P1', 'S -> A -> E', { E: end(signal('s')) }),
      drawProcess('P2', 'S -> C -> E', { C: caught(signal('s')) }),
    )
    const waiting = [world.start('P2'), world.start('P2')]
    world.start('P1')
    expect(waiting.map(process => process.state)).toEqual(['completed', 'completed'])
  })

  it('END-04 error end caught by a boundary event', () => {
    const process = play(
      draw('S -> SP -> C -> E', 'err -> B -> E2', {
        SP: sub('S1 -> A -> E1', { E1: end(error('E1')) }),
        err: on('SP', error('E1')),
      }),
    )
    expect([process.left, process.state]).toEqual([['S', 'S1', 'A', 'err', 'B', 'E2'], 'completed'])
  })

  it('END-05 error end nobody catches is an incident; the other branch goes on', () => {
    const process = play(draw('S -> AND -> A -> E1', 'AND -> U -> E', { E1: end(error('E1')), U: user() }))
    expect([process.incidents, process.waiting]).toEqual([['E1: uncaughtError'], ['U']])
    process.complete('U')
    expect(process.state).toBe('running')
    process.do({ type: 'cancel' })
    expect(process.state).toBe('cancelled')
  })

  it('END-06 escalation end nobody catches is recorded and ignored', () => {
    const process = play(
      draw('S -> SP -> B -> E', { SP: sub('S1 -> A -> E1', { E1: end(escalation('x')) }) }),
    )
    expect(process.state).toBe('completed')
    expect(process.trace.some(t => t.verb === 'throw' && t.note === 'x')).toBe(true)
  })

  it('END-07 escalation end caught by an interrupting event', () => {
    const process = play(
      draw('S -> SP -> C -> E', 'esc -> B -> E2', {
        SP: sub('S1 -> AND -> A -> E1', 'AND -> U -> E1', { U: user(), E1: end(escalation('x')) }),
        esc: on('SP', escalation('x')),
      }),
    )
    expect([process.count('B'), process.count('C'), process.waiting, process.state]).toEqual([
      1,
      0,
      [],
      'completed',
    ])
  })

  it('END-08 terminate ends the whole process', () => {
    const process = play(draw('S -> AND -> A -> E1', 'AND -> U -> E', { U: user(), E1: end(terminate) }))
    expect([process.state, process.left]).toEqual(['completed', ['S', 'AND', 'A', 'E1']])
  })

  it('END-09 terminate in a sub-process ends only the sub-process', () => {
    const process = play(
      draw('S -> SP -> B -> E', {
        SP: sub('S1 -> AND -> A -> E1', 'AND -> U -> E2', { U: user(), E1: end(terminate) }),
      }),
    )
    expect([process.left, process.state]).toEqual([
      ['S', 'S1', 'AND', 'A', 'E1', 'SP', 'B', 'E'],
      'completed',
    ])
  })

  it('END-10 terminate in a called process ends only that', () => {
    const world = new World(
      draw('S -> C -> B -> E', { C: call('P2') }),
      drawProcess('P2', 'S -> AND -> E1', 'AND -> U -> E', { U: user(), E1: end(terminate) }),
    )
    expect(world.start('P').left).toEqual(['S', 'C', 'B', 'E'])
  })

  it('END-11 terminate in one round of a multi-instance leaves the others', () => {
    const process = play(
      draw('S -> SP -> E', {
        SP: {
          ...sub('S1 -> AND -> X -[loopCounter = 1]-> E1', 'X -[default]-> E2', 'AND -> U -> E2', {
            U: user(),
            E1: end(terminate),
          }),
          ...times('3'),
        },
      }),
    )
    expect(process.waiting).toEqual(['U', 'U'])
  })

  it('END-12 cancel gives a transaction up, undoing what was done', () => {
    const process = play(
      draw('S -> TX -> E', 'c -> B -> E2', {
        TX: transaction('S1 -> A -> E1', { A: undoneBy('A1'), A1: undoes(), E1: end(cancel) }),
        c: on('TX', cancel),
      }),
    )
    expect(process.left.filter(id => id !== 'S1')).toEqual(['S', 'A', 'E1', 'A1', 'c', 'B', 'E2'])
    expect(process.state).toBe('completed')
  })

  it('END-13 compensation end undoes before it ends', () => {
    const process = play(draw('S -> A -> E', { A: undoneBy('A1'), A1: undoes(), E: end(compensation()) }))
    expect([process.left, process.state]).toEqual([['S', 'A', 'A1', 'E'], 'completed'])
  })

  it('END-14 multiple end throws all it names', () => {
    const world = new World(
      drawProcess('P1', 'S -> E', { E: end(signal('s'), message('M')) }),
      drawProcess('P2', 'S -> C -> E', { C: caught(signal('s')) }),
      drawProcess('P3', 'S -> C -> E', { C: caught(message('M')) }),
    )
    const waiting = [world.start('P2'), world.start('P3')]
    world.start('P1')
    expect(waiting.map(process => process.state)).toEqual(['completed', 'completed'])
  })
})
