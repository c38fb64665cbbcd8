/** Events that meet: each works alone, and has to work where another one is at work too. */
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
  escalation,
  eventSub,
  link,
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
  user,
} from '#tests/support/draw.ts'
import { type Play, play, World } from '#tests/support/play.ts'

const left = (process: Play) => process.left.join(' ')

describe('Where events meet', () => {
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
