import { describe, expect, it } from 'vitest'
import { validate } from '#engine/validate/validate.ts'
import {
  at,
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
  every,
  link,
  message,
  on,
  script,
  signal,
  start,
  sub,
  terminate,
  thrown,
  times,
  transaction,
  undoes,
  undoneBy,
  user,
} from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

describe('Sequence flows', () => {
  it('FLW-01 all fire when an activity has several without condition', () => {
    const process = play(draw('S -> A -> B -> E', 'A -> C -> E'))
    expect([process.count('B'), process.count('C'), process.count('E')]).toEqual([1, 1, 2])
  })

  it('FLW-02 merge without synchronising', () => {
    const process = play(draw('S -> AND -> A -> C -> E', 'AND -> B -> C'))
    expect([process.count('C'), process.count('E'), process.state]).toEqual([2, 2, 'completed'])
  })

  it('FLW-03 with conditions behave like an inclusive split', () => {
    const model = draw('S -> A -[a]-> B', 'A -[b]-> C', 'A -[default]-> D')
    expect(play(model, { a: true, b: true }).left.slice(2).sort()).toEqual(['B', 'C'])
    expect(play(model).left).toEqual(['S', 'A', 'D'])
  })

  it('FLW-04 without condition are taken beside those whose condition holds', () => {
    const model = draw('S -> A -[a]-> B', 'A -> C')
    expect(play(model, { a: true }).left.slice(2).sort()).toEqual(['B', 'C'])
    expect(play(model, { a: false }).left).toEqual(['S', 'A', 'C'])
  })

  it('are joined by the default when no condition holds, whatever else is taken', () => {
    const model = draw('S -> A -[a]-> B', 'A -> C', 'A -[default]-> D')
    expect(play(model, { a: true }).left.slice(2).sort()).toEqual(['B', 'C'])
    expect(play(model, { a: false }).left.slice(2).sort()).toEqual(['C', 'D'])
  })

  it('FLW-05 keep the token with an incident when no condition holds', () => {
    const process = play(draw('S -> A -[a]-> B', 'A -[b]-> C'))
    expect([process.incidents, process.tokens]).toEqual([['A: noFlow'], ['A']])
  })

  it('FLW-06 fork at start and catch events too', () => {
    const process = play(draw('S -> A', 'S -> M -> C', 'M -> D', { M: caught(message('M')) }))
    process.world.message('M')
    expect([process.left.sort(), process.state]).toEqual([['A', 'C', 'D', 'M', 'S'], 'completed'])
  })
})

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

  it('STA-05 signal, for every definition that listens', () => {
    const world = new World(
      drawProcess('P1', 'S -> A -> E', { S: start(signal('s')) }),
      drawProcess('P2', 'S -> B -> E', { S: start(signal('s')) }),
    )
    expect(world.signal('s')).toBe(2)
    expect(world.plays.map(process => process.left[1])).toEqual(['A', 'B'])
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

describe('Intermediate events', () => {
  it('INT-01 message catch takes only the message with its key', () => {
    const process = play(draw('S -> M -> E', { M: caught(message('M', '=id')) }), { id: '1' })
    expect(process.world.message('M', {}, '2')).toBe(0)
    process.world.message('M', { v: 9 }, '1')
    expect([process.left, process.vars]).toEqual([['S', 'M', 'E'], { id: '1', v: 9 }])
  })

  it('INT-02 timer catch waits its time', () => {
    const process = play(draw('S -> T -> E', { T: caught(delay('PT1H')) }))
    process.world.pass('PT59M')
    expect(process.waiting).toEqual(['T'])
    process.world.pass('PT1M')
    expect(process.state).toBe('completed')
  })

  it('waits again at a second catch event right behind the first', () => {
    const process = play(draw('S -> T1 -> T2 -> E', { T1: caught(delay('PT1H')), T2: caught(delay('PT1H')) }))
    process.world.pass('PT1H')
    expect(process.waiting).toEqual(['T2'])
  })

  it('INT-03 signal catch reaches all who wait', () => {
    const world = new World(draw('S -> s -> E', { s: caught(signal('s')) }))
    for (let n = 0; n < 3; n++) world.start('P')
    expect(world.signal('s')).toBe(3)
    expect(world.plays.map(process => process.state)).toEqual(['completed', 'completed', 'completed'])
  })

  it('INT-04 condition: at once when it holds, else on a later change', () => {
    const model = draw('S -> C -> E', { C: caught(condition('x > 10')) })
    expect(play(model, { x: 20 }).state).toBe('completed')
    const process = play(model, { x: 0 }).set({ x: 5 })
    expect(process.state).toBe('running')
    expect(process.set({ x: 11 }).state).toBe('completed')
  })

  it('INT-05 condition hears what a parallel branch writes', () => {
    const process = play(
      draw('S -> AND1 -> C -> A -> AND2 -> E', 'AND1 -> B -> AND2', {
        C: caught(condition('done = true')),
        B: script('true', 'done'),
      }),
    )
    expect(process.state).toBe('completed')
  })

  it('INT-06 links: many throws, one catch', () => {
    const process = play(
      draw('S -> X -[x = 1]-> A -> L1', 'X -[default]-> L2', 'L3 -> C -> E', {
        L1: thrown(link('L')),
        L2: thrown(link('L')),
        L3: caught(link('L')),
      }),
      { x: 1 },
    )
    expect([process.left, process.state]).toEqual([['S', 'X', 'A', 'L1', 'L3', 'C', 'E'], 'completed'])
  })

  it('INT-07 a link without its other half is refused, naming the element', () => {
    expect(validate(draw('S -> L1', { L1: thrown(link('L')) }))).toContainEqual(
      expect.objectContaining({ rule: 'link-pairs', element: 'L1', severity: 'error' }),
    )
  })

  it('INT-08 a none throw event passes', () => {
    expect(play(draw('S -> N -> E', { N: thrown() })).left).toEqual(['S', 'N', 'E'])
  })

  it('INT-09 a message throw event reaches the process that waits', () => {
    const world = new World(
      drawProcess('P1', 'S -> T -> E', { T: thrown(message('M')) }),
      drawProcess('P2', 'S -> C -> E', { C: caught(message('M')) }),
    )
    const waiting = world.start('P2')
    expect([world.start('P1').state, waiting.state]).toEqual(['completed', 'completed'])
  })

  it('INT-10 goes on after an escalation that a non-interrupting event catches', () => {
    const process = play(
      draw('S -> SP -> C -> E', 'B1 -> B -> E2', {
        SP: sub('S1 -> T -> A -> E1', { T: thrown(escalation('x')) }),
        B1: beside('SP', escalation('x')),
      }),
    )
    expect([process.count('A'), process.count('B'), process.count('C'), process.state]).toEqual([
      1,
      1,
      1,
      'completed',
    ])
  })

  it('INT-11 a multiple throw event throws all it names', () => {
    const world = new World(
      drawProcess('P1', 'S -> T -> E', { T: thrown(signal('s1'), signal('s2')) }),
      drawProcess('P2', 'S -> C -> E', { C: caught(signal('s1')) }),
      drawProcess('P3', 'S -> C -> E', { C: caught(signal('s2')) }),
    )
    const waiting = [world.start('P2'), world.start('P3')]
    expect([world.start('P1').state, ...waiting.map(process => process.state)]).toEqual(
      Array(3).fill('completed'),
    )
  })

  it('INT-12 multiple catch needs one, parallel multiple all of its triggers', () => {
    const process = play(
      draw('S -> C1 -> A -> C2 -> B -> E', {
        C1: caught(signal('s1'), signal('s2')),
        C2: { ...caught(signal('s3'), signal('s4')), parallelMultiple: true },
      }),
    )
    process.world.signal('s2')
    process.world.signal('s3')
    expect(process.waiting).toEqual(['C2'])
    process.world.signal('s4')
    expect([process.left, process.state]).toEqual([['S', 'C1', 'A', 'C2', 'B', 'E'], 'completed'])
  })
})

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
})

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

describe('Signals and messages', () => {
  it('SIG-01 reach catch, boundary, event sub-process and start at once, with their payload', () => {
    const world = new World(
      draw('S -> AND -> c -> E', 'AND -> U -> E', 'b -> E', 'AND -> SP -> E', {
        c: caught(signal('s')),
        U: user(),
        b: on('U', signal('s')),
        SP: sub('S1 -> V -> E1', { V: user(), ESP: eventSub('S2 -> A -> E2', { S2: start(signal('s')) }) }),
      }),
      drawProcess('P2', 'S -> E', { S: start(signal('s')) }),
    )
    const process = world.start('P')
    expect(world.signal('s', { v: 1 })).toBe(4)
    expect([process.state, process.vars, world.plays[1]!.vars]).toEqual(['completed', { v: 1 }, { v: 1 }])
  })

  it('SIG-03 thrown and caught in one instance, whichever branch comes first', () => {
    const process = play(
      draw('S -> AND1 -> T -> B -> AND2 -> E', 'AND1 -> D -> c -> A -> AND2', {
        T: thrown(signal('s')),
        c: caught(signal('s')),
      }),
    )
    expect([process.count('A'), process.count('B'), process.state]).toEqual([1, 1, 'completed'])
  })

  it('SIG-04 may be named by an expression', () => {
    const process = play(draw('S -> c -> E', { c: caught(signal('="s-" + string(id)')) }), { id: 1 })
    process.world.signal('s-1')
    expect(process.state).toBe('completed')
  })

  it('MSG-01 find the instance by name and key', () => {
    const world = new World(draw('S -> M -> E', { M: caught(message('M', '=key')) }))
    const [one, two] = [world.start('P', { key: '1' }), world.start('P', { key: '2' })]
    world.message('M', {}, '2')
    expect([one.state, two.state]).toEqual(['running', 'completed'])
  })

  it('MSG-10 keep the key they had when the subscription was opened', () => {
    const process = play(draw('S -> M -> E', { M: caught(message('M', '=string(id)')) }), { id: 1 }).set({
      id: 2,
    })
    expect(process.world.message('M', {}, '2')).toBe(0)
    expect(process.world.message('M', {}, '1')).toBe(1)
  })

  it('MSG-12 flow between two pools', () => {
    const world = new World(
      drawProcess('P1', 'S -> T -> E', { T: { type: 'sendTask', message: message('M', '="7"') } }),
      drawProcess('P2', 'S -> C -> E', { S: start(message('M')), C: { type: 'task' } }),
    )
    world.start('P1')
    expect(world.plays.map(process => process.state)).toEqual(['completed', 'completed'])
  })

  it('MSG-13 an output mapping takes only what it names', () => {
    const process = play(
      draw('S -> M -> E', {
        M: {
          ...caught(message('M')),
          mapping: { inputs: [], outputs: [{ target: 'w', source: { type: 'feel', text: 'v' } }] },
        },
      }),
    )
    process.world.message('M', { v: 1 })
    expect(process.vars).toEqual({ w: 1 })
  })

  it('MSG-14 the second of two messages in one breath finds nobody', () => {
    const process = play(draw('S -> M -> U -> E', { M: caught(message('M')), U: user() }))
    const [ear] = process.instance.subscriptions
    process
      .do({ type: 'deliverMessage', subscription: ear!.id })
      .do({ type: 'deliverMessage', subscription: ear!.id })
    expect([process.refused?.code, process.waiting]).toEqual(['notFound', ['U']])
  })
})

describe('Timers', () => {
  it('TIM-01 a date fires at its instant, a past one at once', () => {
    const process = play(draw('S -> T -> E', { T: caught(at('2030-06-01T12:00:00+02:00')) }))
    expect(process.instance.timers[0]!.due).toBe('2030-06-01T10:00:00.000Z')
    const late = play(draw('S -> T -> E', { T: caught(at('2020-01-01T00:00:00Z')) }))
    late.world.pass('PT0S')
    expect(late.state).toBe('completed')
  })

  it('TIM-02 a month from the 31st of January is the 28th of February', () => {
    const world = new World(draw('S -> T -> E', { T: caught(delay('P1M')) }))
    world.now = '2030-01-31T10:00:00.000Z'
    expect(world.start('P').instance.timers[0]!.due).toBe('2030-02-28T10:00:00.000Z')
  })

  it('TIM-03 one long step of the clock fires all rounds, each at its own instant', () => {
    const process = play(draw('S -> A -> E', 'T -> B', { A: user(), T: beside('A', every('R3/PT10S')) }))
    process.world.pass('PT60S')
    const fired = process.recorded
      .filter(({ command }) => command.type === 'fireTimer')
      .map(({ command }) => command.at)
    expect(fired.map(moment => moment.slice(17, 19))).toEqual(['10', '20', '30'])
  })

  it('TIM-05 a catch event fires once, even if its timer repeats', () => {
    const process = play(draw('S -> T -> E', { T: caught(every('R/PT1H')) }))
    process.world.pass('PT3H')
    expect([process.count('T'), process.state]).toEqual([1, 'completed'])
  })

  it('TIM-09 by expression is evaluated again only when asked', () => {
    const process = play(draw('S -> T -> E', { T: caught(delay('=d')) }), { d: 'PT1H' }).set({ d: 'PT2H' })
    const [timer] = process.instance.timers
    expect(timer!.due).toBe('2030-01-01T01:00:00.000Z')
    process.do({ type: 'recalculateTimer', timer: timer!.id })
    expect(process.instance.timers[0]!.due).toBe('2030-01-01T02:00:00.000Z')
  })

  it('TIM-10 that cannot be read is an incident, a literal one refused before', () => {
    expect(play(draw('S -> T -> E', { T: caught(delay('=d')) }), { d: 'soon' }).incidents).toEqual([
      'T: badTimer',
    ])
    expect(validate(draw('S -> T -> E', { T: caught(delay('soon')) }))).toContainEqual(
      expect.objectContaining({ rule: 'timers-readable', element: 'T' }),
    )
  })

  it('TIM-12 a cancelled scope leaves no timer behind', () => {
    const process = play(
      draw('S -> SP -> U -> E', 'M -> U', {
        SP: sub('S1 -> T -> E1', { T: caught(delay('P1D')) }),
        M: on('SP', message('M')),
        U: user(),
      }),
    )
    process.world.message('M')
    expect(process.instance.timers).toEqual([])
  })

  it('TIM-13 two due at one instant fire in the order of their making', () => {
    const process = play(
      draw('S -> AND -> T1 -> A', 'AND -> T2 -> B', { T1: caught(delay('PT1H')), T2: caught(delay('PT1H')) }),
    )
    process.world.pass('PT1H')
    expect(process.left.filter(id => /^[AB]$/.test(id))).toEqual(['A', 'B'])
  })
})
