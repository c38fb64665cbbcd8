/** Undoing where other things are at work too: transactions in each other, rounds of loops, handlers of errors. */
import { describe, expect, it } from 'vitest'
import {
  cancel,
  compensation,
  draw,
  end,
  error,
  eventSub,
  forEach,
  on,
  script,
  start,
  sub,
  thrown,
  transaction,
  undoes,
  undoneBy,
} from '#tests/support/draw.ts'
import { type Play, play } from '#tests/support/play.ts'

const left = (process: Play) => process.left.join(' ')

describe('Where undoing meets other things', () => {
  it('an event sub-process undoes what its scope had done when the error came', () => {
    const process = play(
      draw('S -> A -> B -> X2 -> E', {
        A: undoneBy('UA'),
        B: undoneBy('UB'),
        UA: undoes(),
        UB: undoes(),
        X2: end(error('bad')),
        H: eventSub('S2 -> C -> E2', { S2: start(error('bad')), C: thrown(compensation()) }),
      }),
    )
    expect(left(process)).toBe('S A B S2 UB UA C E2 H')
    expect(process.state).toBe('completed')
  })

  it('cancelling an inner transaction undoes that one only; the outer goes on', () => {
    const process = play(
      draw('S -> T -> E', 'c -> Z', {
        T: transaction('S1 -> A -> T2 -> B -> E1', 'c2 -> C', {
          A: undoneBy('UA'),
          UA: undoes(),
          T2: transaction('S2 -> D -> E2', { D: undoneBy('UD'), UD: undoes(), E2: end(cancel) }),
          c2: on('T2', cancel),
        }),
        c: on('T', cancel),
      }),
    )
    expect([
      process.count('UD'),
      process.count('UA'),
      process.count('C'),
      process.count('Z'),
      process.count('B'),
    ]).toEqual([1, 0, 1, 0, 0])
    expect(process.state).toBe('completed')
  })

  it('a completed inner transaction is undone when the outer one is cancelled', () => {
    const process = play(
      draw('S -> T -> E', 'c -> Z', {
        T: transaction('S1 -> A -> T2 -> E1', {
          A: undoneBy('UA'),
          UA: undoes(),
          T2: transaction('S2 -> D -> E2', { D: undoneBy('UD'), UD: undoes() }),
          E1: end(cancel),
        }),
        c: on('T', cancel),
      }),
    )
    expect(left(process)).toBe('S S1 A S2 D E2 T2 E1 UD UA c Z')
  })

  it('a cancel end in a sub-process of the transaction cancels the transaction', () => {
    const process = play(
      draw('S -> T -> E', 'c -> Z', {
        T: transaction('S1 -> A -> B -> E1', {
          A: undoneBy('UA'),
          UA: undoes(),
          B: sub('S2 -> D -> E2', { D: undoneBy('UD'), UD: undoes(), E2: end(cancel) }),
        }),
        c: on('T', cancel),
      }),
    )
    expect([process.count('UA'), process.count('UD'), process.count('Z'), process.state]).toEqual([
      1,
      1,
      1,
      'completed',
    ])
  })

  it('cancelling one round of a looped transaction undoes that round and leaves the whole by its cancel event', () => {
    const process = play(
      draw('S -> T -> E', 'c -> Z', {
        T: {
          ...transaction('S1 -> A -> X -[item = 2]-> E1', 'X -[default]-> E2', {
            A: undoneBy('UA'),
            UA: undoes(script('append(undone, item)', 'undone')),
            E1: end(cancel),
          }),
          ...forEach('items', 'item', { sequential: true }),
        },
        c: on('T', cancel),
      }),
      { items: [1, 2, 3], undone: [] },
    )
    expect([process.vars.undone, process.count('Z'), process.count('A'), process.state]).toEqual([
      [2],
      1,
      2,
      'completed',
    ])
  })

  it('rounds are undone last first, each with its own variables', () => {
    const process = play(
      draw('S -> M -> C -> E', {
        M: {
          ...sub('S1 -> A -> E1', {
            A: undoneBy('UA'),
            UA: undoes(script('append(undone, item)', 'undone')),
          }),
          ...forEach('items', 'item', { sequential: true }),
        },
        C: thrown(compensation()),
      }),
      { items: [1, 2, 3], undone: [] },
    )
    expect(process.vars.undone).toEqual([3, 2, 1])
  })

  it('a cancelled transaction undoes what the rounds of a loop under way had done, each with its own variables', () => {
    const process = play(
      draw('S -> T -> E', 'c -> Z', {
        T: transaction('S1 -> M -> E1', {
          M: {
            ...sub('S2 -> A -> X -[item = 3]-> E3', 'X -[default]-> E2', {
              A: undoneBy('UA'),
              UA: undoes(script('append(undone, item)', 'undone')),
              E3: end(cancel),
            }),
            ...forEach('items', 'item', { sequential: true }),
          },
        }),
        c: on('T', cancel),
      }),
      { items: [1, 2, 3, 4], undone: [] },
    )
    expect([process.vars.undone, process.count('Z'), process.state]).toEqual([[3, 2, 1], 1, 'completed'])
  })

  it('compensation of one sub-process inside its parent runs with the variables it had, while others stay done', () => {
    const inner = (n: number) =>
      sub(`S${n} -> A${n} -> E${n}`, { [`A${n}`]: undoneBy(`U${n}`), [`U${n}`]: undoes() })
    const process = play(
      draw('S -> B1 -> B2 -> C -> E', { B1: inner(1), B2: inner(2), C: thrown(compensation('B1')) }),
    )
    expect([process.count('U1'), process.count('U2'), process.state]).toEqual([1, 0, 'completed'])
  })
})
