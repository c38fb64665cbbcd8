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
  message,
  on,
  service,
  sub,
  thrown,
  times,
  user,
} from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

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

  it('OPS-10 an ended instance is restarted from a step, with its variables', () => {
    const world = new World(draw('S -> A -> B -> E', { A: user(), B: user() }))
    const ended = world.start('P', { x: 1 }).complete('A').complete('B')
    const again = world.start('P', ended.vars, { startAt: 'B' })
    expect([ended.state, again.waiting, again.vars]).toEqual(['completed', ['B'], { x: 1 }])
  })

  it('an answer to a task that is over does not complete the next one', () => {
    const process = play(draw('S -> A -> B -> E', { A: user(), B: user() }))
    const token = process.tokenAt('A')
    const task = String(process.instance.tokens[0]!.context!.task)
    process.do({ type: 'completeTask', token, task }).do({ type: 'completeTask', token, task })
    expect([process.refused?.code, process.waiting]).toEqual(['notWaiting', ['B']])
  })
})
