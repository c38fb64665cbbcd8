import { describe, expect, it } from 'vitest'
import {
  adHoc,
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
  loop,
  manual,
  mapped,
  message,
  nonInterruptingStart,
  on,
  receive,
  rule,
  script,
  send,
  service,
  signal,
  start,
  sub,
  task,
  thrown,
  times,
  transaction,
  undoes,
  undoneBy,
  user,
} from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

describe('Tasks', () => {
  it('TSK-01 run through in sequence', () => {
    expect(play(draw('S -> A -> B -> E')).left).toEqual(['S', 'A', 'B', 'E'])
  })

  it('TSK-02 a manual task does not wait', () => {
    expect(play(draw('S -> A -> E', { A: manual() })).state).toBe('completed')
  })

  it('TSK-03 a user task waits and takes what the person filled in', () => {
    const process = play(draw('S -> A -> E', { A: user() }), { x: 1 })
    expect(process.waiting).toEqual(['A'])
    process.complete('A', { ok: true })
    expect([process.vars, process.state]).toEqual([{ x: 1, ok: true }, 'completed'])
  })

  it('TSK-04 a service task is a job whose answer becomes variables', () => {
    const process = play(draw('S -> A -> E', { A: service('add') }), { a: 2, b: 3 })
    process.job('A', { result: 5 })
    expect([process.vars.result, process.state]).toEqual([5, 'completed'])
  })

  it('TSK-07 a job does not hold up other branches', () => {
    const process = play(
      draw('S -> AND1 -> A -> AND2 -> E', 'AND1 -> B -> AND2', { A: service('slow'), B: script('1', 'x') }),
    )
    expect(process.count('B')).toBe(1)
    expect(process.job('A').left).toEqual(['S', 'AND1', 'B', 'A', 'AND2', 'E'])
  })

  it('TSK-08 a script writes its result', () => {
    expect(play(draw('S -> A -> E', { A: script('x * 2', 'y') }), { x: 21 }).vars).toEqual({ x: 21, y: 42 })
  })

  it('TSK-11 a send task reaches the process that waits', () => {
    const world = new World(
      drawProcess('P1', 'S -> A -> E', { A: send('M', '=k') }),
      drawProcess('P2', 'S -> C -> E', { C: caught(message('M', '=k')) }),
    )
    const waiting = world.start('P2', { k: '7' })
    expect([world.start('P1', { k: '7' }).state, waiting.state]).toEqual(['completed', 'completed'])
  })

  it('TSK-12 a receive task waits for its message', () => {
    const process = play(draw('S -> A -> E', { A: receive('M') }))
    process.world.message('M', { v: 1 })
    expect([process.left, process.vars]).toEqual([['S', 'A', 'E'], { v: 1 }])
  })

  it('TSK-13 an instantiating receive task starts the process', () => {
    const world = new World(draw('A -> B -> E', { A: receive('M', undefined, { instantiate: true }) }))
    world.message('M', { v: 1 })
    expect([world.plays[0]!.left, world.plays[0]!.vars]).toEqual([['A', 'B', 'E'], { v: 1 }])
  })

  it('TSK-14 a business rule decides', () => {
    const text = 'if season = "Winter" then "Roastbeef" else "Salad"'
    const process = play(draw('S -> A -> E', { A: rule(text, 'dish') }), { season: 'Winter' })
    expect(process.vars.dish).toBe('Roastbeef')
  })

  it('TSK-17 completing a task twice is refused and changes nothing', () => {
    const process = play(draw('S -> A -> B -> E', { A: user(), B: user() }))
    const token = process.tokenAt('A')
    const [first] = process.effects.filter(effect => effect.type === 'createTask')
    process.complete('A')
    const before = process.json
    process.do({ type: 'completeTask', token: 'gone' })
    expect([process.refused?.code, process.json]).toEqual(['notFound', before])
    expect(first).toMatchObject({ token })
    expect(process.complete('B').state).toBe('completed')
  })

  it('TSK-18 without outgoing flow the token ends', () => {
    expect(play(draw('S -> A', { A: user() })).complete('A').state).toBe('completed')
  })

  it('TSK-19 start and completion quantity', () => {
    const process = play(
      draw('S -> A -> B -> C -> E', { A: task({ completionQuantity: 2 }), C: task({ startQuantity: 2 }) }),
    )
    expect([process.left, process.state]).toEqual([['S', 'A', 'B', 'B', 'C', 'E'], 'completed'])
  })

  it('gives every user task of a token an id of its own', () => {
    const process = play(draw('S -> A -> B -> E', { A: user(), B: user() })).complete('A')
    const ids = process.effects.flatMap(effect => (effect.type === 'createTask' ? [effect.task.id] : []))
    expect(new Set(ids).size).toBe(2)
  })
})

describe('Outcomes of a user task', () => {
  const model = draw('S -> A -[:Accept]-> B -> E', 'A -[:Refuse]-> C -> E', { A: user() })

  it('are its named flows, and exactly the chosen one is taken', () => {
    const process = play(model)
    const [effect] = process.effects.filter(e => e.type === 'createTask')
    expect(effect?.type === 'createTask' && effect.task.outcomes.map(o => [o.id, o.name, o.after])).toEqual([
      ['A-B', 'Accept', ['B', 'E']],
      ['A-C', 'Refuse', ['C', 'E']],
    ])
    process.complete('A', {}, { outcome: 'A-C' })
    expect([process.left, process.vars]).toEqual([['S', 'A', 'C', 'E'], { outcome: 'Refuse' }])
  })

  it('are refused when none is chosen, or one that does not exist', () => {
    expect(play(model).complete('A').refused?.code).toBe('unknownOutcome')
    expect(play(model).complete('A', {}, { outcome: 'Maybe' }).refused?.reason).toContain(
      '"Accept", "Refuse"',
    )
  })

  it('are those of the gateway right behind it, when that has no conditions', () => {
    const process = play(draw('S -> A -> X -[:Yes]-> B', 'X -[:No]-> C', { A: user() }))
    process.complete('A', {}, { outcome: 'Yes' })
    expect(process.left).toEqual(['S', 'A', 'X', 'B'])
  })
})

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

describe('Call activities', () => {
  it('CAL-01 call another process and wait', () => {
    const world = new World(
      draw('S -> C -> B -> E', { C: call('P2') }),
      drawProcess('P2', 'S -> U -> E', { U: user() }),
    )
    const process = world.start('P')
    expect(process.waiting).toEqual(['C'])
    world.plays.find(each => each.process.key === 'P2')!.complete('U')
    expect(process.left).toEqual(['S', 'C', 'B', 'E'])
  })

  it('CAL-02 hand over and take back what is mapped, nothing else', () => {
    const world = new World(
      draw('S -> C -> E', { C: call('P2', mapped({ x: '=a' }, { b: '=y' })) }),
      drawProcess('P2', 'S -> A -> E', { A: script('x + 1', 'y') }),
    )
    expect(world.start('P', { a: 1, secret: 2 }).vars).toEqual({ a: 1, secret: 2, b: 2 })
    expect(world.plays.find(each => each.process.key === 'P2')!.vars).toEqual({ x: 1, y: 2 })
  })

  it('CAL-03 hand over all when the dialect says so', () => {
    const all = { mapping: { inputs: [], outputs: [], allIn: true, allOut: true } }
    const world = new World(
      draw('S -> C -> E', { C: call('P2', all) }),
      drawProcess('P2', 'S -> A -> E', { A: script('9', 'z') }),
    )
    expect(world.start('P', { a: 1 }).vars).toEqual({ a: 1, z: 9 })
  })

  it('CAL-04 an error of the called process is caught by the caller', () => {
    const world = new World(
      draw('S -> C -> E', 'b -> B', { C: call('P2'), b: on('C', error('E1')) }),
      drawProcess('P2', 'S -> E', { E: end(error('E1')) }),
    )
    expect(world.start('P').left).toEqual(['S', 'b', 'B'])
    expect(world.plays.find(each => each.process.key === 'P2')!.state).toBe('failed')
  })

  it('CAL-05 an escalation of the called process, non-interrupting', () => {
    const world = new World(
      draw('S -> C -> D', 'b -> B', { C: call('P2'), b: beside('C', escalation('x')) }),
      drawProcess('P2', 'S -> T -> A -> E', { T: thrown(escalation('x')) }),
    )
    const process = world.start('P')
    expect([process.count('B'), process.count('D'), process.state]).toEqual([1, 1, 'completed'])
  })

  it('CAL-07 a missing process is an incident; once it is there, a retry calls it', () => {
    const world = new World(draw('S -> C -> E', { C: call('P9') }))
    const process = world.start('P')
    expect(process.incidents).toEqual(['C: noProcess'])
    world.deploy(drawProcess('P9', 'S -> E'))
    expect(process.retry().state).toBe('completed')
  })

  it('CAL-08 may name the process by an expression', () => {
    const world = new World(draw('S -> C -> E', { C: call('=name') }), drawProcess('P2', 'S -> E'))
    expect(world.start('P', { name: 'P2' }).state).toBe('completed')
  })

  it('CAL-09 call themselves, down to a bottom', () => {
    const world = new World(
      draw('S -> X -[n > 0]-> C -> E', 'X -[default]-> E', { C: call('P', mapped({ n: '=n - 1' })) }),
    )
    world.start('P', { n: 50 })
    expect(world.plays.map(process => process.state)).toEqual(Array(51).fill('completed'))
  })

  it('CAL-10 a cancelled caller cancels the called process; the business key is handed on', () => {
    const world = new World(
      draw('S -> C -> E', { C: call('P2') }),
      drawProcess('P2', 'S -> U', { U: user() }),
    )
    const process = world.start('P', {}, { businessKey: 'k' })
    const child = world.plays.find(each => each.process.key === 'P2')!
    expect(child.instance.businessKey).toBe('k')
    process.do({ type: 'cancel' })
    expect([process.state, child.state]).toEqual(['cancelled', 'cancelled'])
  })

  it('CAL-12 once per item, with an output collection', () => {
    const world = new World(
      draw('S -> C -> E', {
        C: call('P2', {
          ...mapped({ n: '=it' }, { r: '=m' }),
          ...forEach('items', 'it', { outputCollection: 'results', outputElement: feel('r') }),
        }),
      }),
      drawProcess('P2', 'S -> A -> E', { A: script('n * 2', 'm') }),
    )
    expect(world.start('P', { items: [1, 2, 3] }).vars.results).toEqual([2, 4, 6])
  })
})

describe('Multi-instance', () => {
  it('MI-01 parallel by number', () => {
    const process = play(draw('S -> A -> B -> E', { A: user(times('3')) }))
    expect(process.waiting).toEqual(['A', 'A', 'A'])
    process.complete('A', {}, { nth: 2 }).complete('A').complete('A')
    expect([process.count('B'), process.state]).toEqual([1, 'completed'])
    process.expectReplay()
  })

  it('MI-02 sequential by number', () => {
    const process = play(draw('S -> A -> B -> E', { A: user(times('3', { sequential: true })) }))
    for (let n = 0; n < 3; n++) {
      expect(process.waiting).toEqual(['A'])
      process.complete('A')
    }
    expect([process.count('B'), process.state]).toEqual([1, 'completed'])
  })

  it('MI-03 item and counter are local to the round', () => {
    const process = play(
      draw('S -> A -> E', {
        A: script(
          'append(seen, it + string(loopCounter))',
          'seen',
          forEach('items', 'it', { sequential: true }),
        ),
      }),
      { items: ['a', 'b'], seen: [] },
    )
    expect(process.vars).toEqual({ items: ['a', 'b'], seen: ['a1', 'b2'] })
  })

  it('MI-04 the output keeps the order of the input', () => {
    const process = play(
      draw('S -> A -> E', {
        A: user(forEach('items', 'it', { outputCollection: 'results', outputElement: feel('r') })),
      }),
      { items: [1, 2, 3] },
    )
    process.complete('A', { r: 30 }, { nth: 3 }).complete('A', { r: 10 }).complete('A', { r: 20 })
    expect(process.vars).toEqual({ items: [1, 2, 3], results: [10, 20, 30] })
  })

  it('MI-05 a completion condition ends it early', () => {
    const process = play(
      draw('S -> A -> B', { A: user(times('5', { completion: feel('numberOfCompletedInstances >= 2') })) }),
    )
    process.complete('A').complete('A')
    expect([process.count('B'), process.waiting, process.state]).toEqual([1, [], 'completed'])
  })

  it('MI-06 the same in sequence', () => {
    const process = play(
      draw('S -> A -> E', {
        A: task(times('5', { sequential: true, completion: feel('loopCounter >= 2') })),
      }),
    )
    expect(process.count('A')).toBe(2)
  })

  it('MI-07 nothing to do: the activity is passed', () => {
    const process = play(
      draw('S -> A -> B -> E', {
        A: user(forEach('items', 'it', { outputCollection: 'results', outputElement: feel('r') })),
      }),
      { items: [] },
    )
    expect([process.vars.results, process.state, process.effects.some(e => e.type === 'createTask')]).toEqual(
      [[], 'completed', false],
    )
  })

  it('MI-08 no collection or no count is an incident', () => {
    expect(play(draw('S -> A -> E', { A: user(forEach('items', 'it')) }), { items: 5 }).incidents).toEqual([
      'A: notACollection',
    ])
    expect(play(draw('S -> A -> E', { A: user(times('n')) }), { n: -1 }).incidents).toEqual([
      'A: badCardinality',
    ])
  })

  it('MI-09 counts are there for conditions, and always add up', () => {
    const completion =
      'numberOfActiveInstances + numberOfCompletedInstances + numberOfTerminatedInstances != numberOfInstances'
    const process = play(draw('S -> A -> E', { A: user(times('4', { completion: feel(completion) })) }))
    for (let n = 0; n < 3; n++) process.complete('A')
    expect(process.waiting).toEqual(['A'])
  })

  it('MI-10 rounds of a sub-process do not see each other', () => {
    const process = play(
      draw('S -> SP -> E', {
        SP: {
          ...sub('S1 -> V -> U -> R', { V: script('it', 'v'), U: user(), R: script('v', 'out') }),
          ...forEach('[1, 2]', 'it', { outputCollection: 'results', outputElement: feel('out') }),
          ...mapped({ v: '=null' }),
        },
      }),
    )
    process.complete('U').complete('U')
    expect(process.vars).toEqual({ results: [1, 2] })
  })

  it('MI-11 joins inside count per round', () => {
    const process = play(
      draw('S -> SP -> E', {
        SP: { ...sub('S1 -> AND1 -> A -> AND2 -> C', 'AND1 -> B -> AND2'), ...times('3') },
      }),
    )
    expect([process.count('A'), process.count('B'), process.count('C'), process.state]).toEqual([
      3,
      3,
      3,
      'completed',
    ])
  })

  it('MI-12 an error in one round leaves the whole by its boundary event', () => {
    const process = play(
      draw('S -> A -> E', 'b -> B', { A: service('x', times('3')), b: on('A', error('E1')) }),
    )
    process.throwError('A', 'E1')
    expect([process.count('B'), process.state]).toEqual([1, 'completed'])
  })

  it('MI-13 the collection is read once, at entry', () => {
    const process = play(
      draw('S -> A -> E', {
        A: script('append(items, 9)', 'items', forEach('items', 'it', { sequential: true })),
      }),
      { items: [1, 2] },
    )
    expect(process.vars.items).toEqual([1, 2, 9, 9])
  })

  it('MI-14 messages find their round by key', () => {
    const process = play(draw('S -> R -> E', { R: receive('M', '=it', forEach('["a", "b"]', 'it')) }))
    process.world.message('M', {}, 'b')
    expect(process.instance.subscriptions.map(ear => ear.key)).toEqual(['a'])
    process.world.message('M', {}, 'a')
    expect(process.state).toBe('completed')
  })

  it('MI-16 nests', () => {
    const inner = script(
      'c * 10',
      'x',
      forEach('row', 'c', { sequential: true, outputCollection: 'cells', outputElement: feel('x') }),
    )
    const process = play(
      draw('S -> SP -> E', {
        SP: {
          ...sub('A', { A: inner }),
          ...mapped({ cells: '=null' }, { cells: '=cells' }),
          ...forEach('rows', 'row', { outputCollection: 'results', outputElement: feel('cells') }),
        },
      }),
      { rows: [[1, 2], [3]] },
    )
    expect(process.vars.results).toEqual([[10, 20], [30]])
  })
})

describe('Standard loop', () => {
  it('LOP-01 tests after each round by default', () => {
    const model = draw('S -> A -> E', { A: script('i + 1', 'i', loop('i < 3')) })
    expect([play(model, { i: 0 }).count('A'), play(model, { i: 3 }).count('A')]).toEqual([3, 1])
  })

  it('LOP-02 tests before: no round at all', () => {
    const process = play(draw('S -> A -> E', { A: user(loop('false', { testBefore: true })) }))
    expect([process.state, process.effects.some(e => e.type === 'createTask')]).toEqual(['completed', false])
  })

  it('LOP-03 the maximum caps the rounds', () => {
    const process = play(
      draw('S -> A -> E', { A: script('i + 1', 'i', loop('true', { maximum: feel('3') })) }),
      { i: 0 },
    )
    expect(process.vars.i).toBe(3)
  })

  it('LOP-04 loops a sub-process', () => {
    const process = play(
      draw('S -> SP -> E', { SP: { ...sub('A', { A: script('i + 1', 'i') }), ...loop('i < 3') } }),
      { i: 0 },
    )
    expect([process.count('A'), process.vars.i]).toEqual([3, 3])
  })

  it('LOP-05 a boundary event belongs to the whole loop', () => {
    const process = play(
      draw('S -> A -> E', 'T -> B', {
        A: user(loop('true', { maximum: feel('5') })),
        T: on('A', delay('PT1H')),
      }),
    )
    process.complete('A')
    process.world.pass('PT1H')
    expect([process.count('B'), process.state]).toEqual([1, 'completed'])
  })
})

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
})
