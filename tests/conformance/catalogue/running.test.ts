import { describe, expect, it } from 'vitest'
import { compile } from '#engine/compiler/compile.ts'
import { step } from '#engine/core/step.ts'
import {
  call,
  caught,
  delay,
  draw,
  drawProcess,
  error,
  mapped,
  message,
  on,
  script,
  service,
  signal,
  sub,
  task,
  thrown,
  times,
  user,
} from '#tests/support/draw.ts'
import { type Play, play, World } from '#tests/support/play.ts'

describe('Variables', () => {
  it('VAR-01 of an inner scope shadow the outer ones, which stay', () => {
    const process = play(
      draw('S -> SP -> E', { SP: { ...sub('A', { A: script('x', 'seen') }), ...mapped({ x: '=2' }) } }),
      { x: 1 },
    )
    expect(process.vars).toEqual({ x: 1, seen: 2 })
  })

  it('VAR-02 are written to the nearest scope that has them, else to the process', () => {
    const process = play(
      draw('S -> SP -> E', { SP: sub('A -> B', { A: script('5', 'x'), B: script('1', 'y') }) }),
      { x: 1 },
    )
    expect(process.vars).toEqual({ x: 5, y: 1 })
  })

  it('VAR-03 filled in by a person go out, unless an output mapping says what does', () => {
    expect(play(draw('S -> SP', { SP: sub('A', { A: user() }) })).complete('A', { a: 1 }).vars).toEqual({
      a: 1,
    })
    const process = play(draw('S -> SP', { SP: sub('A', { A: user(mapped({}, { b: '=a' })) }) }))
    expect(process.complete('A', { a: 1 }).vars).toEqual({ b: 1 })
  })

  it('VAR-04 mapped in are local, mapped out are written back', () => {
    const process = play(draw('S -> A -> E', { A: task(mapped({ y: '=x + 1' }, { z: '=y' })) }), { x: 1 })
    expect(process.vars).toEqual({ x: 1, z: 2 })
  })

  it('VAR-08 declared by a scope belong to it', () => {
    const model = draw('S -> SP -> E', { SP: sub('A', { A: script('7', 'p') }) })
    model.scopes.SP!.data.push({ id: 'p', name: 'p' })
    expect(play(model).vars).toEqual({})
  })

  it('VAR-09 written by parallel branches: the last one wins, always the same', () => {
    const model = draw('S -> AND1 -> A -> AND2 -> E', 'AND1 -> B -> AND2', {
      A: script('1', 'x'),
      B: script('2', 'x'),
    })
    expect([play(model).vars.x, play(model).vars.x]).toEqual([2, 2])
  })

  it('VAR-10 keep their types through the store', () => {
    const value = { date: '2030-01-01', long: 9007199254740991, nested: { list: [1, null, true] } }
    expect(play(draw('S -> A', { A: user() }), { value }).vars.value).toEqual(value)
  })

  it('VAR-11 of a cancelled scope do not leak', () => {
    const process = play(
      draw('S -> SP -> E', 'T -> B', {
        SP: { ...sub('U', { U: user() }), ...mapped({ v: '=1' }) },
        T: on('SP', delay('PT1H')),
      }),
    )
    process.world.pass('PT1H')
    expect(process.vars).toEqual({})
  })
})

describe('Operations', () => {
  it('OPS-01 cancel leaves nothing behind', () => {
    const world = new World(
      draw('S -> AND -> U -> E', 'AND -> T -> E', 'AND -> C -> E', {
        U: user(),
        T: caught(delay('PT1H')),
        C: call('P2'),
      }),
      drawProcess('P2', 'S -> V', { V: user() }),
    )
    const process = world.start('P')
    process.do({ type: 'cancel', reason: 'x' })
    expect(world.plays.map(each => each.state)).toEqual(['cancelled', 'cancelled'])
    expect(process.effects.filter(effect => effect.type === 'closeTask')).toHaveLength(1)
  })

  it('OPS-02 suspended it takes no answers; what jobs bring is kept until it resumes', () => {
    const process = play(draw('S -> AND -> A -> E', 'AND -> J -> E', { A: user(), J: service('x') }))
    process.do({ type: 'suspend' })
    expect(process.complete('A').refused?.code).toBe('notRunning')
    process.job('J', { done: 1 })
    expect([process.refused, process.count('J')]).toEqual([null, 0])
    process.do({ type: 'resume' })
    expect([process.count('J'), process.vars]).toEqual([1, { done: 1 }])
    expect(process.complete('A').state).toBe('completed')
  })

  it('OPS-03 a token can be moved', () => {
    const process = play(draw('S -> A -> B -> E', { A: user(), B: user() }))
    process.do({ type: 'moveToken', token: process.tokenAt('A'), to: 'B' })
    expect(process.waiting).toEqual(['B'])
    expect(process.complete('B').state).toBe('completed')
    process.expectReplay()
  })

  it('OPS-04 into a sub-process and out of it; empty scopes close without going on', () => {
    const process = play(
      draw('S -> A -> SP -> B -> E', {
        A: user(),
        B: user(),
        SP: sub('S1 -> I -> E1', { I: sub('V -> W', { V: user(), W: user() }) }),
      }),
    )
    process.do({ type: 'moveToken', token: process.tokenAt('A'), to: 'W' })
    expect([process.waiting, process.instance.scopes.map(scope => scope.scope)]).toEqual([
      ['W'],
      ['P', 'SP', 'I'],
    ])
    process.do({ type: 'moveToken', token: process.tokenAt('W'), to: 'A' })
    expect([process.waiting, process.count('SP'), process.instance.scopes.length]).toEqual([['A'], 0, 1])
    process
      .do({ type: 'moveToken', token: process.tokenAt('A'), to: 'V' })
      .complete('V')
      .complete('W')
    expect(process.waiting).toEqual(['B'])
  })

  it('OPS-04 into a round of a multi-instance', () => {
    const process = play(
      draw('S -> A -> SP -> E', {
        A: user(),
        SP: { ...sub('V -> W', { V: user(), W: user() }), ...times('2') },
      }),
    )
    process.do({ type: 'moveToken', token: process.tokenAt('A'), to: 'W' })
    expect(process.waiting.sort()).toEqual(['V', 'W'])
  })

  it('refuses to put a token where none can be', () => {
    const process = play(draw('S -> A -> E', 'T -> B', { A: user(), T: on('A', delay('PT1H')) }))
    process.do({ type: 'moveToken', token: process.tokenAt('A'), to: 'T' })
    expect(process.refused?.code).toBe('notAllowed')
    process.do({ type: 'moveToken', token: process.tokenAt('A'), to: 'Nowhere' })
    expect(process.refused?.code).toBe('unknownNode')
  })

  it('can begin in the middle', () => {
    const process = play(
      draw('S -> A -> SP -> E', { SP: sub('S1 -> V -> E1', { V: user() }) }),
      {},
      { startAt: 'V' },
    )
    expect([process.waiting, process.left]).toEqual([['V'], []])
    expect(process.complete('V').state).toBe('completed')
  })

  it('OPS-05 a job that failed for good is an incident, and tried again on request', () => {
    const process = play(draw('S -> A -> E', { A: service('x') }))
    process.failJob('A')
    expect([process.incidents, process.tokens]).toEqual([['A: failed'], ['A']])
    process.retry().job('A')
    expect(process.state).toBe('completed')
    process.expectReplay()
  })

  it('OPS-06 a business error is no failure', () => {
    const process = play(draw('S -> A -> E', 'b -> B', { A: service('x'), b: on('A', error('E1')) }))
    process.throwError('A', 'E1')
    expect([process.left, process.incidents, process.state]).toEqual([['S', 'b', 'B'], [], 'completed'])
  })

  it('OPS-07 a failure in one branch leaves the others alone', () => {
    const process = play(draw('S -> AND -> A -> E', 'AND -> U -> E', { A: service('x'), U: user() })).failJob(
      'A',
    )
    process.complete('U')
    expect([process.count('U'), process.incidents]).toEqual([1, ['A: failed']])
  })

  it('OPS-08 the recorded commands play to the same document', () => {
    const process = play(
      draw('S -> AND1 -> A -> AND2 -> M -> E', 'AND1 -> J -> AND2', 'T -> B', {
        A: user(),
        J: service('x'),
        M: caught(message('M')),
        T: on('A', delay('P1D')),
      }),
    )
    process.complete('A', { a: 1 }).job('J', { j: [1, 2] })
    process.world.message('M', { m: 'x' })
    expect(process.expectReplay().state).toBe('completed')
  })

  it('OPS-09 a command is carried out once', () => {
    const process = play(draw('S -> A -> B', { A: user(), B: user() }))
    const token = process.tokenAt('A')
    process
      .do({ type: 'completeTask', token }, { id: 'once' })
      .do({ type: 'completeTask', token }, { id: 'once' })
    expect([process.refused?.code, process.waiting]).toEqual(['duplicate', ['B']])
  })

  it('an effect that nobody could deliver is an incident, and asked for again', () => {
    const model = draw('S -> T -> U', { T: thrown(message('M')), U: user() })
    const process = compile(model)
    const at = '2030-01-01T00:00:00.000Z'
    const definition = { key: 'P', version: 1, hash: process.hash }
    const begun = step(process, null, { id: '1', at, type: 'start', instance: 'i', definition })
    const asked = begun.ok ? begun.effects.find(effect => effect.type === 'sendMessage')! : undefined
    const failed = step(process, begun.ok ? begun.instance : null, {
      id: '2',
      at,
      type: 'failJob',
      effect: asked!.id,
      code: 'x',
      message: 'No answer',
    })
    const incident = failed.ok ? failed.instance.incidents[0]! : undefined
    const again = step(process, failed.ok ? failed.instance : null, {
      id: '3',
      at,
      type: 'retryIncident',
      incident: incident!.id,
    })
    expect(again.ok && again.effects.map(effect => effect.type)).toEqual(['sendMessage'])
  })
})

describe('Versions', () => {
  const first = draw('S -> U -> A -> E', { U: user() })
  const second = draw('S -> U -> B -> E', 'T -> C', { U: user(), T: on('U', delay('PT2H')) })

  const migrateTo = (process: Play, model: ReturnType<typeof draw>, plan = { nodes: {} }) => {
    const to = compile(model)
    const before = process.process
    process.process = to
    process.do({ type: 'migrate', to: { key: 'P', version: 2, hash: to.hash }, plan })
    if (process.refused) process.process = before
    return process
  }

  it('VER-03 an instance is carried over and goes on in the new version', () => {
    const process = migrateTo(play(first), second)
    expect([process.refused, process.instance.definition.version]).toEqual([null, 2])
    expect(process.instance.timers.map(timer => timer.node)).toEqual(['T'])
    expect(process.complete('U').left).toEqual(['S', 'U', 'B', 'E'])
  })

  it('VER-04 a timer keeps its instant, or is made anew when the plan says so', () => {
    const timed = draw('S -> U -> E', 'T -> C', { U: user(), T: on('U', delay('PT1H')) })
    const kept = migrateTo(play(timed), second)
    expect(kept.instance.timers[0]!.due).toBe('2030-01-01T01:00:00.000Z')
    const renewed = migrateTo(play(timed), second, { nodes: {}, renew: ['T'] } as never)
    expect(renewed.instance.timers[0]!.due).toBe('2030-01-01T02:00:00.000Z')
  })

  it('VER-05 is refused whole when a token has nowhere to stand', () => {
    const process = migrateTo(play(first), draw('S -> V -> E', { V: user() }))
    expect([process.refused?.code, process.instance.definition.version, process.waiting]).toEqual([
      'notAllowed',
      1,
      ['U'],
    ])
    expect(process.refused?.reason).toContain('"U"')
    expect(migrateTo(process, draw('S -> V -> E', { V: user() }), { nodes: { U: 'V' } }).waiting).toEqual([
      'V',
    ])
  })

  it('VER-06 tokens at a join stay there', () => {
    const old = draw('S -> AND1 -> A -> AND2 -> E', 'AND1 -> U -> AND2', { U: user() })
    const process = migrateTo(
      play(old),
      draw('S -> AND1 -> A -> AND2 -> D -> E', 'AND1 -> U -> AND2', { U: user() }),
    )
    expect(process.complete('U').left.slice(-3)).toEqual(['AND2', 'D', 'E'])
  })
})

describe('Durability and scale', () => {
  it('DUR-04 the same commands give the same document', () => {
    const model = draw('S -> A -> E', { A: user(times('3')) })
    expect(play(model).complete('A').json).toBe(play(model).complete('A').json)
  })

  /** Start and go on until it waits or is over, without storing in between. */
  const runThrough = (model: ReturnType<typeof draw>, variables = {}) => {
    const process = compile(model)
    const at = '2030-01-01T00:00:00.000Z'
    const definition = { key: 'P', version: 1, hash: process.hash }
    let result = step(process, null, { id: '0', at, type: 'start', instance: 'i', definition, variables })
    let steps = 1
    while (result.ok && result.instance.agenda)
      result = step(process, result.instance, { id: `${steps++}`, at, type: 'continue' })
    if (!result.ok) throw new Error(result.refused.reason)
    return { instance: result.instance, steps }
  }

  it('SCL-01 ten thousand rounds neither overflow nor hold up others', () => {
    const model = draw('S -> X1 -> A -> X2 -[i < 10000]-> X1', 'X2 -[default]-> E', {
      A: script('i + 1', 'i'),
    })
    const { instance, steps } = runThrough(model, { i: 0 })
    expect([instance.variables.i, instance.status]).toEqual([10_000, 'completed'])
    expect(steps).toBeGreaterThan(20)
  }, 60_000)

  it('SCL-02 a long chain', () => {
    const chain = Array.from({ length: 3000 }, (_, n) => `T${n}`).join(' -> ')
    expect(runThrough(draw(`S -> ${chain} -> E`)).instance.status).toBe('completed')
  }, 60_000)

  it('SCL-04 a thousand items in sequence', () => {
    const process = play(
      draw('S -> A -> E', { A: script('n + 1', 'n', times('1000', { sequential: true })) }),
      { n: 0 },
    )
    expect([process.vars.n, process.state]).toEqual([1000, 'completed'])
  })

  it('SCL-05 one signal for many', () => {
    const world = new World(draw('S -> c -> E', { c: caught(signal('s')) }))
    for (let n = 0; n < 50; n++) world.start('P')
    expect(world.signal('s')).toBe(50)
  })

  it('SCL-08 fifty sub-processes in each other', () => {
    let inner = sub('A')
    for (let n = 0; n < 50; n++) inner = sub(`SP${n}`, { [`SP${n}`]: inner })
    expect(play(draw('S -> SP -> E', { SP: inner })).state).toBe('completed')
  })

  it('SCL-09 five hundred branches join once', () => {
    const lines = Array.from({ length: 500 }, (_, n) => `AND1 -> T${n} -> AND2`)
    const process = play(draw('S -> AND1', ...lines, 'AND2 -> E'))
    expect([process.count('AND2'), process.state]).toEqual([1, 'completed'])
  })

  it('SCL-10 an endless loop without a wait is stopped by an incident', () => {
    const { instance } = runThrough(draw('S -> X -> A -> X'))
    expect(instance.incidents.map(incident => incident.code)).toEqual(['livelock'])
  }, 60_000)
})
