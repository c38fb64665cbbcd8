/** Things that meet: each works alone, and has to work where another one is at work too. */
import { describe, expect, it } from 'vitest'
import {
  beside,
  call,
  cancel,
  caught,
  compensation,
  condition,
  delay,
  draw,
  drawProcess,
  end,
  error,
  escalation,
  eventSub,
  feel,
  forEach,
  link,
  loop,
  mapped,
  message,
  nonInterruptingStart,
  on,
  receive,
  script,
  signal,
  start,
  sub,
  task,
  terminate,
  thrown,
  times,
  transaction,
  undoes,
  undoneBy,
  user,
} from '#tests/support/draw.ts'
import { type Play, play, World } from '#tests/support/play.ts'

const left = (process: Play) => process.left.join(' ')

describe('Where things meet', () => {
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

  it('a link leads to its target in the same sub-process, not to that of another scope', () => {
    const inner = (n: number) =>
      sub(`S${n} -> L${n}`, `T${n} -> A${n} -> E${n}`, {
        [`L${n}`]: thrown(link('go')),
        [`T${n}`]: caught(link('go')),
      })
    const process = play(
      draw('S -> B1 -> B2 -> L', 'T -> A -> E', {
        B1: inner(1),
        B2: inner(2),
        L: thrown(link('go')),
        T: caught(link('go')),
      }),
    )
    expect(left(process)).toBe('S S1 L1 T1 A1 E1 B1 S2 L2 T2 A2 E2 B2 L T A E')
  })

  it('a link inside an event sub-process, and one after a fork for each token', () => {
    const process = play(
      draw('S -> AND -> L1', 'AND -> L2', 'T -> A -> E', {
        L1: thrown(link('go')),
        L2: thrown(link('go')),
        T: caught(link('go')),
        H: eventSub('S2 -> L3', 'T3 -> B -> E3', {
          S2: nonInterruptingStart(signal('s')),
          L3: thrown(link('x')),
          T3: caught(link('x')),
        }),
        A: user(),
      }),
    )
    process.world.signal('s')
    expect(process.count('B')).toBe(1)
    process.complete('A').complete('A')
    expect([process.count('A'), process.state]).toEqual([2, 'completed'])
  })

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

  it('an escalation out of a called process is noticed beside the call, as often as it comes, and the call goes on', () => {
    const called = drawProcess('Q', 'S -> A -> B -> U -> E', {
      A: thrown(escalation('late')),
      B: thrown(escalation('late')),
      U: user(),
    })
    const world = new World(
      called,
      draw('S -> C -> E', 'e -> N', { C: call('Q'), e: beside('C', escalation('late')) }),
    )
    const process = world.start('P')
    expect([process.count('N'), process.tokens]).toEqual([2, ['C']])
    world.plays[1]!.complete('U')
    expect(process.state).toBe('completed')
  })

  it('an interrupting escalation ends the call and the called process', () => {
    const called = drawProcess('Q', 'S -> A -> U -> E', { A: thrown(escalation('late')), U: user() })
    const world = new World(called, draw('S -> C -> E', 'e -> N', { C: call('Q'), e: on('C', escalation()) }))
    const process = world.start('P')
    expect([process.count('N'), process.state, world.plays.find(p => p !== process)!.state]).toEqual([
      1,
      'completed',
      'cancelled',
    ])
  })

  it('an escalation out of a called process is heard by an event sub-process of the caller', () => {
    const called = drawProcess('Q', 'S -> A -> U -> E', { A: thrown(escalation('late')), U: user() })
    const world = new World(
      called,
      draw('S -> C -> E', {
        C: call('Q'),
        H: eventSub('S2 -> N -> E2', { S2: nonInterruptingStart(escalation('late')) }),
      }),
    )
    const process = world.start('P')
    expect([process.count('N'), process.state]).toEqual([1, 'running'])
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

  it('a condition beside an activity occurs again only after it was false', () => {
    const process = play(draw('S -> U -> E', 'c -> N', { U: user(), c: beside('U', condition('x > 5')) }))
    for (const x of [6, 7, 3, 8, 9]) process.set({ x })
    expect(process.count('N')).toBe(2)
  })

  it('a condition that starts an event sub-process is an edge too, for each of its scopes', () => {
    const process = play(
      draw('S -> M -> E', {
        M: {
          ...sub('S1 -> U -> E1', {
            U: user(),
            H: eventSub('S2 -> N -> E2', { S2: nonInterruptingStart(condition('x > 5')) }),
          }),
          ...times('2'),
        },
      }),
    )
    for (const x of [6, 7, 3, 8]) process.set({ x })
    expect(process.count('N')).toBe(4)
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

  it('terminate in an event sub-process ends only the event sub-process', () => {
    const process = play(
      draw('S -> U -> E', {
        U: user(),
        H: eventSub('S2 -> AND -> V', 'AND -> E2', {
          S2: nonInterruptingStart(message('M')),
          V: user(),
          E2: end(terminate),
        }),
      }),
    )
    process.world.message('M')
    expect([process.waiting, process.state]).toEqual([['U'], 'running'])
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

  it('a message with nobody’s key stays with nobody, and one for a boundary leaves the step beside it alone', () => {
    const process = play(
      draw('S -> AND -> A', 'AND -> B', 'm -> N', 'm2 -> N2', {
        A: user(),
        B: user(),
        m: on('A', message('M', '=a')),
        m2: on('B', message('M', '=b')),
      }),
      { a: '1', b: '2' },
    )
    expect(process.world.message('M', {}, '3')).toBe(0)
    process.world.message('M', {}, '2')
    expect([process.waiting, process.count('N2'), process.count('N')]).toEqual([['A'], 1, 0])
  })

  it('a loop with a receive in it waits anew each time', () => {
    const process = play(
      draw('S -> B -> E', { B: { ...sub('S1 -> R -> E1', { R: receive('M') }), ...loop('n < 3') } }),
      { n: 0 },
    )
    for (const n of [1, 2, 3]) process.world.message('M', { n })
    expect([process.count('R'), process.state]).toEqual([3, 'completed'])
  })

  it('an error out of a called process comes with its variables to the boundary event of its code', () => {
    const called = drawProcess('Q', 'S -> A -> E', {
      A: script('{reason: "no stock"}'),
      E: end(error('stock')),
    })
    const world = new World(
      called,
      draw('S -> C -> E', 'e -> N', 'e2 -> N2', {
        C: call('Q'),
        e: on('C', error('other')),
        e2: on('C', error()),
      }),
    )
    const process = world.start('P')
    expect([process.count('N'), process.count('N2'), process.state]).toEqual([0, 1, 'completed'])
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

  it('a message that starts a process leaves it to who waits at a boundary, by the key of both', () => {
    const world = new World(
      draw('S -> A -> E', 'm -> N', {
        S: start(message('M', '=k')),
        A: user(),
        m: beside('A', message('M', '=k')),
      }),
    )
    world.message('M', { k: '1' }, '1')
    world.message('M', { k: '1' }, '1')
    world.message('M', { k: '2' }, '2')
    expect(world.plays.map(process => [process.count('N'), process.waiting])).toEqual([
      [1, ['A']],
      [0, ['A']],
    ])
  })

  it('a suspended instance takes nothing, and what it waits for is there when it goes on', () => {
    const process = play(draw('S -> M -> E', { M: caught(message('M')) })).do({ type: 'suspend' })
    expect(process.world.message('M')).toBe(0)
    process.do({ type: 'resume' })
    expect([process.world.message('M'), process.state]).toEqual([1, 'completed'])
  })

  it('a condition is looked at after a long stretch that needed several steps', () => {
    const process = play(
      draw('S -> AND -> W -> N', 'AND -> Set -> Long -> U', {
        Long: task(times('1100', { sequential: true })),
        Set: script('true', 'ready'),
        U: user(),
        W: caught(condition('ready')),
      }),
    )
    expect([process.count('N'), process.waiting]).toEqual([1, ['U']])
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

  it('a receive task under a boundary timer, and as the target of an event-based gateway', () => {
    const process = play(
      draw('S -> EBG -> R -> E', 'EBG -> T -> E2', 't -> N', {
        R: receive('M'),
        T: caught(delay('PT1H')),
        t: on('R', delay('PT10M')),
      }),
    )
    process.world.message('M', { a: 1 })
    expect([process.count('R'), process.count('N'), process.instance.timers, process.state]).toEqual([
      1,
      0,
      [],
      'completed',
    ])
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

  it('two non-interrupting event sub-processes and a boundary event hear one signal, each once', () => {
    const process = play(
      draw('S -> B -> E', 's -> N', {
        B: sub('S1 -> U -> E1', {
          U: user(),
          H1: eventSub('S2 -> A2 -> E2', { S2: nonInterruptingStart(signal('s')) }),
          H2: eventSub('S3 -> A3 -> E3', { S3: nonInterruptingStart(signal('s')) }),
        }),
        s: beside('B', signal('s')),
      }),
    )
    process.world.signal('s')
    expect(['A2', 'A3', 'N'].map(node => process.count(node))).toEqual([1, 1, 1])
    expect(process.complete('U').state).toBe('completed')
  })

  it('an escalation is caught by the specific boundary before the one that catches all, outward through two scopes', () => {
    const process = play(
      draw('S -> B -> E', 'e -> N', {
        B: sub('S1 -> D -> E1', 'e1 -> N1', {
          D: sub('S2 -> T -> E2', { T: thrown(escalation('x')) }),
          e1: beside('D', escalation('y')),
        }),
        e: beside('B', escalation()),
      }),
    )
    expect([process.count('N1'), process.count('N'), process.state]).toEqual([0, 1, 'completed'])
  })
})
