import { describe, expect, it } from 'vitest'
import {
  compensation,
  draw,
  eventSub,
  forEach,
  mapped,
  script,
  service,
  start,
  sub,
  thrown,
  undoes,
  undoneBy,
  user,
} from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

describe('Compensation', () => {
  const undo = {
    A: undoneBy('A1'),
    A1: undoes(),
    B: undoneBy('B1'),
    B1: undoes(),
    C: undoneBy('C1'),
    C1: undoes(),
  }

  it('CMP-01 undoes a completed activity before it goes on', () => {
    const process = play(draw('S -> A -> T -> B -> E', { A: undo.A, A1: undo.A1, T: thrown(compensation()) }))
    expect([process.left, process.state]).toEqual([['S', 'A', 'A1', 'T', 'B', 'E'], 'completed'])
  })

  it('CMP-02 in strictly reverse order', () => {
    const process = play(draw('S -> A -> B -> C -> T -> E', { ...undo, T: thrown(compensation()) }))
    expect(process.left).toEqual(['S', 'A', 'B', 'C', 'C1', 'B1', 'A1', 'T', 'E'])
  })

  it('CMP-03 once for each completion, and only what has completed', () => {
    const process = play(
      draw('S -> AND -> X1 -> A -> X2 -[n < 3]-> X1', 'X2 -[default]-> T -> E', 'AND -> B', {
        ...undo,
        A: { ...undoneBy('A1', script('n + 1', 'n')) },
        B: undoneBy('B1', user()),
        T: thrown(compensation()),
      }),
      { n: 0 },
    )
    expect([process.count('A1'), process.count('B1'), process.waiting]).toEqual([3, 0, ['B']])
  })

  it('CMP-04 of one named activity', () => {
    const process = play(draw('S -> A -> B -> C -> T -> E', { ...undo, T: thrown(compensation('A')) }))
    expect(process.left).toEqual(['S', 'A', 'B', 'C', 'A1', 'T', 'E'])
  })

  it('CMP-05 at most once for one completion', () => {
    const process = play(
      draw('S -> A -> T1 -> T2 -> E', {
        A: undo.A,
        A1: undo.A1,
        T1: thrown(compensation()),
        T2: thrown(compensation()),
      }),
    )
    expect([process.count('A1'), process.state]).toEqual([1, 'completed'])
  })

  it('CMP-06 of a completed sub-process undoes what was done inside', () => {
    const process = play(
      draw('S -> SP -> T -> E', {
        SP: sub('S1 -> A -> B', { A: undo.A, A1: undo.A1, B: undo.B, B1: undo.B1 }),
        T: thrown(compensation()),
      }),
    )
    expect([process.left, process.state]).toEqual([
      ['S', 'S1', 'A', 'B', 'SP', 'B1', 'A1', 'T', 'E'],
      'completed',
    ])
    process.expectReplay()
  })

  it('CMP-07 a compensation event sub-process replaces that', () => {
    const process = play(
      draw('S -> SP -> T -> E', {
        SP: sub('S1 -> A', {
          A: undo.A,
          A1: undo.A1,
          ESP: eventSub('S2 -> C -> E2', { S2: start(compensation()) }),
        }),
        T: thrown(compensation()),
      }),
    )
    expect([process.count('C'), process.count('A1'), process.state]).toEqual([1, 0, 'completed'])
  })

  it('CMP-08 does not touch a sub-process that still runs', () => {
    const process = play(
      draw('S -> AND -> SP -> E', 'AND -> D -> T -> E', {
        SP: sub('S1 -> A -> U', { A: undo.A, A1: undo.A1, U: user() }),
        T: thrown(compensation()),
      }),
    )
    expect([process.count('A1'), process.waiting]).toEqual([0, ['U']])
  })

  it('CMP-09 a handler sees the data as they were', () => {
    const process = play(
      draw('S -> SP -> X1 -> T -> E', {
        SP: { ...sub('S1 -> A', { A: undo.A, A1: undoes(script('v', 'seen')) }), ...mapped({ v: '=1' }) },
        X1: script('99', 'v'),
        T: thrown(compensation()),
      }),
    )
    expect([process.vars.seen, process.vars.v]).toEqual([1, 99])
  })

  it('CMP-10 of a multi-instance activity undoes every round, with its data', () => {
    const process = play(
      draw('S -> A -> T -> E', {
        A: { ...undoneBy('A1'), ...forEach('[1, 2, 3]', 'it', { sequential: true }) },
        A1: undoes(script('append(undone, it)', 'undone')),
        T: thrown(compensation()),
      }),
      { undone: [] },
    )
    expect(process.vars.undone).toEqual([3, 2, 1])
  })

  it('CMP-11 a failing handler is an incident; the others wait for it', () => {
    const process = play(
      draw('S -> A -> B -> T -> E', { ...undo, B1: undoes(service('undo')), T: thrown(compensation()) }),
    )
    process.throwError('B1', 'x')
    expect([process.incidents, process.count('A1')]).toEqual([['B1: uncaughtError'], 0])
    process.retry().job('B1')
    expect([process.count('B1'), process.count('A1'), process.state]).toEqual([1, 1, 'completed'])
  })

  it('CMP-12 with nothing to undo passes', () => {
    expect(play(draw('S -> T -> E', { T: thrown(compensation()) })).left).toEqual(['S', 'T', 'E'])
  })

  it('CMP-13 by a sub-process', () => {
    const process = play(
      draw('S -> A -> T -> E', { A: undo.A, A1: undoes(sub('S1 -> D')), T: thrown(compensation()) }),
    )
    expect([process.left, process.state]).toEqual([['S', 'A', 'S1', 'D', 'A1', 'T', 'E'], 'completed'])
  })

  it('CMP-14 never runs by itself', () => {
    expect(play(draw('S -> A -> E', { A: undo.A, A1: undo.A1 })).left).toEqual(['S', 'A', 'E'])
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
