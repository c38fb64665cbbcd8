import { describe, expect, it } from 'vitest'
import { compile } from '#engine/compiler/compile.ts'
import type { ProcessInstance } from '#engine/core/instance.ts'
import { step } from '#engine/core/step.ts'
import {
  caught,
  condition,
  draw,
  literal,
  mapped,
  message,
  start,
  task,
  times,
  user,
  value,
} from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

const at = '2030-01-01T00:00:00.000Z'

describe('The rarer cases', () => {
  it('EBG-08 a parallel event-based gateway starts by one event and completes after all', () => {
    const world = new World(
      draw('EBG -> M1 -> A -> E', 'EBG -> M2 -> B -> E', {
        EBG: { type: 'eventBasedGateway', instantiate: true, parallel: true },
        M1: caught(message('M1', '=k')),
        M2: caught(message('M2', '=k')),
      }),
    )
    world.message('M1', { k: '1' })
    expect(world.plays.map(process => [process.left, process.state])).toEqual([[['M1', 'A', 'E'], 'running']])
    world.message('M2', {}, '1')
    expect(world.plays.map(process => process.state)).toEqual(['completed'])
  })

  it('VAR-05 an input that reads a name nobody has is an incident before the task begins', () => {
    const process = play(draw('S -> A -> E', { A: user(mapped({ y: '=missing.foo' })) }))
    expect([process.incidents, process.effects.some(e => e.type === 'createTask')]).toEqual([
      ['A: unknownVariable'],
      false,
    ])
    process.retry({ missing: { foo: 1 } })
    expect(process.waiting).toEqual(['A'])
  })

  it('ASG-01 the assignee by expression, the due date and priority too', () => {
    const assignment = { assignee: value('=boss'), due: literal('P2D'), priority: value('=10 * 5') }
    const [effect] = play(draw('S -> A', { A: user({ assignment }) }), { boss: 'ann' }).effects
    expect(effect).toMatchObject({ task: { assignee: 'ann', due: '2030-01-03T00:00:00.000Z', priority: 50 } })
  })

  it('STA-06 a conditional start says what it waits for', () => {
    const process = compile(draw('S -> A -> E', { S: start(condition('temp > 30')) }))
    expect(process.triggers).toMatchObject([{ type: 'conditional', node: 'S' }])
    expect(play(draw('S -> A -> E', { S: start(condition('temp > 30')) }), { temp: 35 }).state).toBe(
      'completed',
    )
  })

  it('OPS-10 an ended instance is restarted from a step, with its variables', () => {
    const world = new World(draw('S -> A -> B -> E', { A: user(), B: user() }))
    const ended = world.start('P', { x: 1 }).complete('A').complete('B')
    const again = world.start('P', ended.vars, { startAt: 'B' })
    expect([ended.state, again.waiting, again.vars]).toEqual(['completed', ['B'], { x: 1 }])
  })

  it('DUR-01 stored and loaded between any two commands it goes on as if it had not been', () => {
    const model = draw('S -> AND1 -> A -> AND2 -> E', 'AND1 -> B -> AND2', { A: user(times('2')), B: user() })
    const process = compile(model)
    let instance: ProcessInstance | null = null
    const stored = play(model)
    for (const { command } of stored.complete('A').complete('B').complete('A').recorded) {
      const result = step(process, instance, command)
      if (!result.ok) throw new Error(result.refused.reason)
      instance = { ...result.instance, outbox: [] }
    }
    expect(JSON.stringify(instance)).toBe(stored.json)
  })

  it('SCL-03 a thousand tasks at once, completed one by one', () => {
    const process = compile(draw('S -> A -> E', { A: user(times('1000')) }))
    const definition = { key: 'P', version: 1, hash: process.hash }
    let result = step(process, null, { id: 's', at, type: 'start', instance: 'i', definition })
    for (let n = 0; result.ok && result.instance.status === 'running'; n++) {
      const instance: ProcessInstance = { ...result.instance, outbox: [] }
      const token = instance.tokens.find(each => each.context?.task !== undefined)?.id
      const body = instance.agenda
        ? { type: 'continue' as const }
        : { type: 'completeTask' as const, token: token! }
      result = step(process, instance, { id: `${n}`, at, ...body })
    }
    expect(result.ok && [result.instance.status, result.instance.tokens.length]).toEqual(['completed', 0])
  }, 60_000)

  it('SCL-07 twenty inclusive joins over fifty tokens', () => {
    const lines = Array.from({ length: 20 }, (_, n) => `OR${n} -> A${n} -> OR${n + 1}`)
    const shortcuts = Array.from({ length: 20 }, (_, n) => `OR${n} -> B${n} -> OR${n + 1}`)
    const fan = Array.from({ length: 50 }, (_, n) => `AND -> T${n} -> OR0`)
    const process = play(draw('S -> AND', ...fan, ...lines, ...shortcuts, 'OR20 -> E', { T0: task() }))
    expect([process.count('OR20'), process.count('E'), process.state]).toEqual([1, 1, 'completed'])
  }, 60_000)
})
