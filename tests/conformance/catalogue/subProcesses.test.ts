import { describe, expect, it } from 'vitest'
import {
  adHoc,
  cancel,
  condition,
  delay,
  draw,
  end,
  error,
  escalation,
  eventSub,
  feel,
  mapped,
  message,
  nonInterruptingStart,
  on,
  script,
  signal,
  start,
  sub,
  thrown,
  transaction,
  undoes,
  undoneBy,
  user,
} from '#tests/support/draw.ts'
import { play } from '#tests/support/play.ts'

describe('Sub-processes', () => {
  it('SUB-01 complete when all inner tokens are gone', () => {
    const process = play(
      draw('S -> SP -> B -> E', { SP: sub('S1 -> AND -> A -> E1', 'AND -> U -> E2', { U: user() }) }),
    )
    expect(process.count('SP')).toBe(0)
    process.complete('U')
    expect([process.left.slice(-4), process.state]).toEqual([['E2', 'SP', 'B', 'E'], 'completed'])
    process.expectReplay()
  })

  it('SUB-02 nest', () => {
    const process = play(
      draw('S -> A -> E', { A: sub('S1 -> B -> E1', { B: sub('S2 -> C -> E2', { C: sub('S3 -> D') }) }) }),
    )
    expect([process.count('D'), process.state]).toEqual([1, 'completed'])
  })

  it('SUB-03 entered twice at once are two instances', () => {
    const process = play(
      draw('S -> AND -> X -> SP -> E', 'AND -> X', { SP: sub('S1 -> U -> E1', { U: user() }) }),
    )
    expect(process.waiting).toEqual(['U', 'U'])
    process.complete('U')
    expect(process.count('E')).toBe(1)
    process.complete('U')
    expect([process.count('SP'), process.count('E'), process.state]).toEqual([2, 2, 'completed'])
  })

  it('SUB-04 with several starts, or none, begin at all of them', () => {
    expect(play(draw('S -> SP -> E', { SP: sub('S1 -> A', 'S2 -> B') })).left).toEqual([
      'S',
      'S1',
      'S2',
      'A',
      'B',
      'SP',
      'E',
    ])
    expect(play(draw('S -> SP -> E', { SP: sub('A -> C', 'B -> D') })).left).toContain('D')
  })

  it('SUB-05 may be empty', () => {
    expect(play(draw('S -> SP -> E', { SP: sub() })).left).toEqual(['S', 'SP', 'E'])
  })
})

describe('Event sub-processes', () => {
  it('SUB-06 an interrupting event sub-process replaces what runs, then the flow goes on', () => {
    const process = play(
      draw('S -> SP -> B -> E', {
        SP: sub('S1 -> U -> E1', { U: user(), ESP: eventSub('S2 -> A -> E2', { S2: start(message('M')) }) }),
      }),
    )
    process.world.message('M')
    expect([process.left, process.state]).toEqual([
      ['S', 'S1', 'S2', 'A', 'E2', 'ESP', 'SP', 'B', 'E'],
      'completed',
    ])
  })

  it('SUB-07 non-interrupting event sub-processes run beside, several at once, and none begins at the end', () => {
    const process = play(
      draw('S -> SP -> B -> E', {
        SP: sub('S1 -> U -> E1', {
          U: user(),
          ESP: eventSub('S2 -> V -> E2', { S2: nonInterruptingStart(message('M')), V: user() }),
        }),
      }),
    )
    process.world.message('M')
    process.world.message('M')
    process.complete('U').complete('V')
    expect(process.world.message('M')).toBe(0)
    process.complete('V')
    expect([process.count('ESP'), process.count('B'), process.state]).toEqual([2, 1, 'completed'])
  })

  it('SUB-08 an event sub-process of the process itself', () => {
    const process = play(
      draw('S -> U -> E', { U: user(), ESP: eventSub('S2 -> A', { S2: start(delay('PT1H')) }) }),
    )
    process.world.pass('PT1H')
    expect([process.left, process.state]).toEqual([['S', 'S2', 'A', 'ESP'], 'completed'])
  })

  it('SUB-09 an error event sub-process absorbs the error', () => {
    const process = play(
      draw('S -> SP -> C -> E', {
        SP: sub('S1 -> A -> E1', {
          E1: end(error('x')),
          ESP: eventSub('S2 -> B -> E2', { S2: start(error('x')) }),
        }),
      }),
    )
    expect([process.left, process.state]).toEqual([
      ['S', 'S1', 'A', 'S2', 'B', 'E2', 'ESP', 'SP', 'C', 'E'],
      'completed',
    ])
  })

  it('SUB-10 an error thrown again by the handler reaches the boundary', () => {
    const process = play(
      draw('S -> SP -> C', 'b -> D', {
        SP: sub('S1 -> E1', {
          E1: end(error('x')),
          ESP: eventSub('S2 -> B -> E2', { S2: start(error('x')), E2: end(error('x')) }),
        }),
        b: on('SP', error('x')),
      }),
    )
    expect([process.count('B'), process.count('D'), process.count('C'), process.state]).toEqual([
      1,
      1,
      0,
      'completed',
    ])
  })

  it('SUB-11 the event sub-process wins over the boundary event', () => {
    const process = play(
      draw('S -> SP -> C', 'b -> D', {
        SP: sub('S1 -> E1', { E1: end(error('x')), ESP: eventSub('S2 -> B', { S2: start(error('x')) }) }),
        b: on('SP', error('x')),
      }),
    )
    expect([process.count('B'), process.count('C'), process.count('D')]).toEqual([1, 1, 0])
  })

  it('SUB-12 begin by escalation, condition, signal and timer alike', () => {
    const inside = (trigger: ReturnType<typeof start>) =>
      draw('S -> SP -> E', {
        SP: sub('S1 -> U -> E1', { U: user(), ESP: eventSub('S2 -> A', { S2: trigger }) }),
      })
    const byCondition = play(inside(start(condition('x > 1'))), { x: 0 }).set({ x: 2 })
    const bySignal = play(inside(start(signal('s'))))
    bySignal.world.signal('s')
    const byTimer = play(inside(start(delay('PT1H'))))
    byTimer.world.pass('PT1H')
    const byEscalation = play(
      draw('S -> SP -> E', {
        SP: sub('S1 -> T -> U -> E1', {
          T: thrown(escalation('x')),
          U: user(),
          ESP: eventSub('S2 -> A', { S2: start(escalation('x')) }),
        }),
      }),
    )
    for (const process of [byCondition, bySignal, byTimer, byEscalation])
      expect([process.count('A'), process.state]).toEqual([1, 'completed'])
  })

  it('SUB-13 an event sub-process sees and writes the variables around it', () => {
    const model = draw('S -> SP -> E', {
      SP: {
        ...sub('S1 -> U', {
          U: user(),
          ESP: eventSub('S2 -> A', { S2: start(message('M')), A: script('v + 1', 'v') }),
        }),
        ...mapped({ v: '=1' }, { out: '=v' }),
      },
    })
    const process = play(model)
    process.world.message('M')
    expect(process.vars).toEqual({ out: 2 })
  })

  it('SUB-14 an interrupting one ends the non-interrupting ones', () => {
    const process = play(
      draw('S -> SP -> E', {
        SP: sub('S1 -> U', {
          U: user(),
          P1: eventSub('S2 -> V', { S2: nonInterruptingStart(message('M1')), V: user() }),
          P2: eventSub('S3 -> A', { S3: start(message('M2')) }),
        }),
      }),
    )
    process.world.message('M1')
    process.world.message('M2')
    expect([process.count('A'), process.waiting, process.state]).toEqual([1, [], 'completed'])
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
})

describe('Transactions', () => {
  it('SUB-15 a transaction completes normally', () => {
    expect(play(draw('S -> TX -> B -> E', { TX: transaction('S1 -> A -> E1') })).left).toEqual([
      'S',
      'S1',
      'A',
      'E1',
      'TX',
      'B',
      'E',
    ])
  })

  it('SUB-16 an error leaves a transaction without compensation', () => {
    const process = play(
      draw('S -> TX -> E', 'b -> B', {
        TX: transaction('S1 -> A -> E1', { A: undoneBy('A1'), A1: undoes(), E1: end(error('x')) }),
        b: on('TX', error('x')),
      }),
    )
    expect([process.count('A1'), process.count('B'), process.state]).toEqual([0, 1, 'completed'])
  })

  it('SUB-17 a cancel inside a nested sub-process cancels the transaction', () => {
    const process = play(
      draw('S -> TX -> E', 'c -> B', {
        TX: transaction('S1 -> A -> SP -> E1', {
          A: undoneBy('A1'),
          A1: undoes(),
          SP: sub('S2 -> E2', { E2: end(cancel) }),
        }),
        c: on('TX', cancel),
      }),
    )
    expect([process.count('A1'), process.count('B'), process.state]).toEqual([1, 1, 'completed'])
  })
})

describe('Ad-hoc sub-processes', () => {
  it('SUB-18 ad-hoc: activities are begun by command until the condition holds', () => {
    const process = play(
      draw('S -> AH -> E', {
        AH: adHoc({ completion: feel('done') }, 'B -> C', { A: user(), B: user(), C: user(), D: user() }),
      }),
    )
    const token = process.tokenAt('AH')
    process.do({ type: 'startActivity', token, activity: 'C' })
    expect(process.refused?.code).toBe('unknownNode')
    process
      .do({ type: 'startActivity', token, activity: 'A' })
      .do({ type: 'startActivity', token, activity: 'D' })
    process.complete('D', { done: true })
    expect([process.left, process.waiting, process.state]).toEqual([['S', 'D', 'AH', 'E'], [], 'completed'])
  })

  it('SUB-18 ad-hoc: what runs may be awaited instead of cancelled', () => {
    const process = play(
      draw('S -> AH -> E', {
        AH: adHoc({ completion: feel('done'), cancelRemaining: false }, { A: user(), D: user() }),
      }),
    )
    const token = process.tokenAt('AH')
    process
      .do({ type: 'startActivity', token, activity: 'A' })
      .do({ type: 'startActivity', token, activity: 'D' })
    process.complete('D', { done: true })
    expect(process.waiting).toEqual(['A'])
    expect(process.complete('A').state).toBe('completed')
  })

  it('SUB-19 ad-hoc, sequential: one at a time', () => {
    const process = play(
      draw('S -> AH -> E', { AH: adHoc({ ordering: 'sequential' }, { A: user(), B: user() }) }),
    )
    const token = process.tokenAt('AH')
    process
      .do({ type: 'startActivity', token, activity: 'B' })
      .do({ type: 'startActivity', token, activity: 'A' })
    expect(process.refused?.code).toBe('notAllowed')
    process.complete('B').do({ type: 'startActivity', token, activity: 'A' }).complete('A')
    process.do({ type: 'completeAdHoc', token })
    expect([process.left, process.state]).toEqual([['S', 'B', 'A', 'AH', 'E'], 'completed'])
  })

  it('SUB-20 ad-hoc: what needs nobody runs by itself', () => {
    const process = play(
      draw('S -> AH -> E', { AH: adHoc({}, { A: script('1', 'a'), B: script('2', 'b') }) }),
    )
    expect([process.vars, process.state]).toEqual([{ a: 1, b: 2 }, 'completed'])
  })
})
