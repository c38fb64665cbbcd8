/** Rounds of loops and multi-instances, and what happens in them. */
import { describe, expect, it } from 'vitest'
import {
  beside,
  caught,
  condition,
  delay,
  draw,
  end,
  error,
  escalation,
  eventSub,
  feel,
  forEach,
  loop,
  mapped,
  message,
  on,
  receive,
  script,
  signal,
  start,
  sub,
  thrown,
  times,
  user,
} from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

describe('Where something happens in rounds', () => {
  it('each round of a multi-instance receive waits by its own key', () => {
    const process = play(
      draw('S -> R -> E', {
        R: receive(
          'M',
          '=item.id',
          forEach('items', 'item', {
            outputCollection: 'got',
            outputElement: { type: 'feel', text: 'answer' },
          } as never),
        ),
      }),
      { items: [{ id: 'a' }, { id: 'b' }] },
    )
    expect(process.instance.subscriptions.map(({ key }) => key)).toEqual(['a', 'b'])
    process.world.message('M', { answer: 2 }, 'b')
    expect(process.state).toBe('running')
    process.world.message('M', { answer: 1 }, 'a')
    expect([process.state, process.vars.got]).toEqual(['completed', [1, 2]])
    process.expectReplay()
  })

  it('what a round carries out is not written over when the whole is done', () => {
    const process = play(
      draw('S -> A -> E', {
        A: { ...script('item * 2', 'y', forEach('items', 'item')), ...mapped({}, { z: '=y' }) },
      }),
      { items: [1, 2] },
    )
    expect(process.vars).toEqual({ items: [1, 2], z: 4 })
  })

  it('each round of a multi-instance sub-process escalates for itself', () => {
    const process = play(
      draw('S -> M -> E', 'e -> N', {
        M: { ...sub('S1 -> A -> E1', { A: thrown(escalation('x')) }), ...times('3') },
        e: beside('M', escalation('x')),
      }),
    )
    expect([process.count('N'), process.state]).toEqual([3, 'completed'])
  })

  it('an interrupting condition on a multi-instance activity ends all rounds', () => {
    const process = play(
      draw('S -> U -> E', 'c -> N', { U: user(times('3')), c: on('U', condition('done')) }),
    ).complete('U', { done: true })
    expect([process.count('N'), process.waiting, process.state]).toEqual([1, [], 'completed'])
  })

  it('an interrupting event sub-process in one round leaves the other rounds', () => {
    const process = play(
      draw('S -> M -> E', {
        M: {
          ...sub('S1 -> U -> E1', {
            U: user(),
            H: eventSub('S2 -> N -> E2', { S2: start(message('stop', '=item')) }),
          }),
          ...forEach('items', 'item'),
        },
      }),
      { items: ['a', 'b'] },
    )
    process.world.message('stop', {}, 'a')
    expect([process.count('N'), process.waiting]).toEqual([1, ['U']])
    expect(process.complete('U').state).toBe('completed')
  })

  it('an event-based gateway in a loop leaves no ears behind', () => {
    const process = play(
      draw('S -> X1 -> EBG -> M1 -> X -[n < 3]-> X1', 'EBG -> T -> E2', 'X -[default]-> E', {
        M1: caught(message('M')),
        T: caught(delay('PT1H')),
      }),
      { n: 0 },
    )
    for (const n of [1, 2]) process.world.message('M', { n })
    expect([process.instance.timers.length, process.instance.subscriptions.length]).toEqual([1, 1])
    process.world.message('M', { n: 3 })
    expect(process.state).toBe('completed')
  })

  it('a loop with a receive in it waits anew each time', () => {
    const process = play(
      draw('S -> B -> E', { B: { ...sub('S1 -> R -> E1', { R: receive('M') }), ...loop('n < 3') } }),
      { n: 0 },
    )
    for (const n of [1, 2, 3]) process.world.message('M', { n })
    expect([process.count('R'), process.state]).toEqual([3, 'completed'])
  })

  it('a signal thrown by one round of a parallel multi-instance reaches the others that wait for it', () => {
    const process = play(
      draw('S -> M -> E', {
        M: {
          ...sub('S1 -> X -[item = 1]-> T -> E1', 'X -[default]-> W -> E2', {
            T: thrown(signal('go')),
            W: caught(signal('go')),
          }),
          ...forEach('items', 'item'),
        },
      }),
      { items: [2, 1, 3] },
    )
    expect([process.count('W'), process.state]).toEqual([2, 'completed'])
  })

  it('data of a sub-process begin anew with each round and hide those outside', () => {
    const model = draw('S -> B -> E', {
      B: {
        ...sub('S1 -> A -> C -> E1', {
          A: script('n + 1', 'n'),
          C: script('append(seen, n)', 'seen'),
        }),
        ...times('3', { sequential: true }),
      },
    })
    model.scopes.B!.data.push({ id: 'n', name: 'n', value: feel('10 * 2') })
    expect(play(model, { n: 1, seen: [] }).vars).toEqual({ n: 1, seen: [21, 21, 21] })
  })

  it('an error in an event sub-process that handles another error goes to the boundary around', () => {
    const process = play(
      draw('S -> B -> E', 'e -> N', {
        B: sub('S1 -> E1', {
          E1: end(error('one')),
          H: eventSub('S2 -> E2', { S2: start(error()), E2: end(error('two')) }),
        }),
        e: on('B', error('two')),
      }),
    )
    expect([process.count('N'), process.incidents, process.state]).toEqual([1, [], 'completed'])
  })
})
