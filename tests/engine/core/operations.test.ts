import { describe, expect, it } from 'vitest'
import { waysOut } from '#engine/core/resolving.ts'
import {
  call,
  caught,
  delay,
  draw,
  end,
  error,
  eventSub,
  forEach,
  mapped,
  on,
  service,
  start,
  sub,
  user,
} from '#tests/support/draw.ts'
import { type Play, play } from '#tests/support/play.ts'

const incidentOf = (process: Play) => process.instance.incidents[0]!
const ways = (process: Play) => waysOut(process.process, process.instance, incidentOf(process))
const skip = (process: Play, more: { flow?: string; variables?: Record<string, number> } = {}) =>
  process.do({ type: 'skipIncident', incident: incidentOf(process).id, ...more })
const handleBy = (process: Play, event: string) =>
  process.do({ type: 'catchIncident', incident: incidentOf(process).id, event })

describe('An error that nothing caught', () => {
  const model = draw('S -> SP -> E', 'b -> Back -> E2', {
    SP: sub('S1 -> J -> T1', { J: service('x'), T1: end(error('E1')) }),
    b: on('SP', error('E2')),
    Back: user(),
  })

  it('throws again when it is tried again, which is why there are other ways', () => {
    const process = play(model).job('J').retry()
    expect(process.incidents).toEqual(['T1: uncaughtError'])
    expect(ways(process)).toEqual({ events: [{ id: 'b', name: 'b' }], flows: [] })
  })

  it('can be handled by an error event around it, as if that had caught it', () => {
    const process = handleBy(play(model).job('J'), 'b')
    expect([process.incidents, process.waiting]).toEqual([[], ['Back']])
    expect(process.expectReplay().complete('Back').state).toBe('completed')
  })

  it('can be passed over: the step counts as done', () => {
    const process = skip(play(model).job('J'))
    expect([process.state, process.count('SP'), process.incidents]).toEqual(['completed', 1, []])
    process.expectReplay()
  })

  it('brings what was thrown to the event that handles it', () => {
    const process = play(
      draw('S -> J -> E', 'b -> B', {
        J: service('x'),
        b: on('J', { ...error('E2'), variable: 'code' } as never),
        B: user(),
      }),
    ).throwError('J', 'E1', { why: 'x' })
    expect(handleBy(process, 'b').vars).toEqual({ code: 'E1', why: 'x' })
  })

  it('can be handled by an event sub-process', () => {
    const process = play(
      draw('S -> J -> E', { J: service('x'), ES: eventSub('C -> R', { C: start(error('E2')), R: user() }) }),
    ).throwError('J', 'E1')
    expect(handleBy(process, 'C').waiting).toEqual(['R'])
  })

  it('is not handed to an event that is somewhere else', () => {
    const process = handleBy(play(model).job('J'), 'Back')
    expect(process.refused?.code).toBe('notAllowed')
    expect(process.refused?.reason).toContain('These can take it: "b"')
  })
})

describe('A step that failed', () => {
  it('is passed over with the values it should have given', () => {
    const process = play(draw('S -> J -> A -> E', { J: service('x'), A: user() })).failJob('J')
    expect(skip(process, { variables: { price: 7 } }).waiting).toEqual(['A'])
    expect([process.vars, process.incidents]).toEqual([{ price: 7 }, []])
  })

  it('takes the error event at its edge, though it was no business error', () => {
    const process = play(
      draw('S -> J -> E', 'b -> B', { J: service('x'), b: on('J', error()), B: user() }),
    ).failJob('J')
    expect(handleBy(process, 'b').waiting).toEqual(['B'])
  })

  it('asks by which way to go on where only a person can know', () => {
    const process = play(draw('S -> X -[n > 1]-> A -> E', 'X -[n > 2]-> B -> E', { A: user(), B: user() }), {
      n: 0,
    })
    expect(ways(process).flows.map(flow => flow.name)).toEqual(['A', 'B'])
    expect(skip(process).refused?.reason).toContain('no way was chosen')
    expect(skip(process, { flow: 'X-B' }).waiting).toEqual(['B'])
    expect(process.expectReplay().complete('B').state).toBe('completed')
  })

  it('is a task with answers: one of them is given', () => {
    const process = play(
      draw('S -> A -[:Yes]-> B -> E', 'A -[:No]-> C -> E', {
        A: user(mapped({ x: '=nobody' })),
        B: user(),
        C: user(),
      }),
    )
    expect(ways(process).flows.map(flow => flow.name)).toEqual(['Yes', 'No'])
    expect(skip(process, { flow: 'A-C' }).waiting).toEqual(['C'])
  })

  it('is a call: nobody waits for the other process any more', () => {
    const process = play(draw('S -> C -> A -> E', { C: call('Nowhere'), A: user() }))
    expect(skip(process).waiting).toEqual(['A'])
  })
})

describe('A token put by hand', () => {
  const rounds = draw('S -> SP -> E', 'S -> Z', {
    SP: { ...sub('V -> W', { V: user(), W: user() }), ...forEach('[1, 2]', 'i') },
    Z: user(),
  })

  it('out of one round leaves the other rounds alone', () => {
    const process = play(rounds)
    process.do({ type: 'moveToken', token: process.tokenAt('V'), to: 'Z' })
    expect(process.waiting.sort()).toEqual(['V', 'Z', 'Z'])
    expect(process.complete('V').complete('W').complete('Z').complete('Z').state).toBe('completed')
  })

  it('joins the sub-process that is open', () => {
    const process = play(draw('S -> SP -> E', { SP: sub('V -> W', { V: user(), W: user() }) }))
    process.do({ type: 'addToken', to: 'W' })
    expect([process.waiting.sort(), process.instance.scopes.length]).toEqual([['V', 'W'], 2])
  })

  it('must know which round it is to join, and cannot lie outside its scope', () => {
    const process = play(rounds)
    process.do({ type: 'addToken', to: 'W' })
    expect(process.refused?.reason).toContain('open 2 times')
    process.do({
      type: 'addToken',
      to: 'Z',
      scope: String(process.instance.scopes.find(scope => scope.scope === 'SP')!.id),
    })
    expect(process.refused?.code).toBe('invalid')
  })

  it('moves while all is paused, and goes on when it is resumed', () => {
    const process = play(draw('S -> A -> B -> E', { A: user(), B: user() }))
    process.do({ type: 'suspend', reason: 'Wrong step' })
    process.do({ type: 'moveToken', token: process.tokenAt('A'), to: 'B' })
    expect([process.refused, process.waiting]).toEqual([null, []])
    expect(process.do({ type: 'resume' }).waiting).toEqual(['B'])
    process.expectReplay()
  })

  it('and the last one removed ends the process', () => {
    const process = play(draw('S -> A -> B -> E', { A: user(), B: user() }))
    expect(process.do({ type: 'removeToken', token: process.tokenAt('A') }).state).toBe('completed')
  })
})

describe('A timer', () => {
  const waits = draw('S -> T -> E', { T: caught(delay('=wait')) })

  it('is set to another moment, or counted again from the present values', () => {
    const process = play(waits, { wait: 'PT1H' })
    const timer = process.instance.timers[0]!.id
    process.do({ type: 'changeTimer', timer, due: '2030-01-05T00:00:00.000Z' })
    expect(process.instance.timers[0]!.due).toBe('2030-01-05T00:00:00.000Z')
    process.set({ wait: 'PT3H' }).do({ type: 'recalculateTimer', timer })
    expect(process.instance.timers[0]!.due).toBe('2030-01-01T03:00:00.000Z')
  })

  it('is not set to what is no moment', () => {
    const process = play(waits, { wait: 'PT1H' })
    process.do({ type: 'changeTimer', timer: process.instance.timers[0]!.id, due: 'soon' })
    expect(process.refused?.code).toBe('invalid')
  })
})
