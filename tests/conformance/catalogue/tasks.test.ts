import { describe, expect, it } from 'vitest'
import {
  caught,
  draw,
  drawProcess,
  feel,
  literal,
  manual,
  message,
  receive,
  rule,
  script,
  send,
  service,
  task,
  user,
  value,
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

  it.each([
    'process',
    'globalThis',
    'require("fs")',
    'constructor.constructor("return process")()',
    'S.__proto__',
  ])('TSK-09 a script reaches nothing of the host: %s', text => {
    const process = play(draw('S -> A -> E', { A: script(text, 'found') }))
    expect(process.vars.found ?? null).toBe(null)
    expect(process.state).toBe('completed')
  })

  it('TSK-10 a script that would never end is cut off', () => {
    const endless = 'for a in 1..1000, b in 1..1000, c in 1..1000 return a'
    const process = play(draw('S -> A -> E', { A: script(endless, 'found') }))
    expect([process.incidents, process.tokens]).toEqual([['A: tooMuchWork'], ['A']])
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

  it('TSK-20 every kind of task is passed and keeps its place in history', () => {
    const names = ['User', 'Service', 'Script', 'Send', 'Receive', 'Manual', 'Rule', 'Plain']
    const model = draw(`S -> ${names.join(' -> ')} -> E`, {
      User: user(),
      Service: service('pay'),
      Script: script('1 + 1', 'two'),
      Send: send('Out'),
      Receive: receive('In'),
      Manual: manual(),
      Rule: rule('two > 1', 'more'),
      Plain: task(),
    })
    const process = play(model)
    process.complete('User').job('Service')
    process.world.message('In')
    expect([process.left, process.state]).toEqual([['S', ...names, 'E'], 'completed'])
    expect(process.vars).toMatchObject({ two: 2, more: true })
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

describe('Who does it', () => {
  it('ASG-01 the assignee may be computed, and his completion is recorded with his name', () => {
    const process = play(draw('S -> A -> E', { A: user({ assignment: { assignee: feel('boss') } }) }), {
      boss: 'ann',
    })
    expect(process.effects.find(({ type }) => type === 'createTask')).toMatchObject({
      task: { assignee: 'ann' },
    })
    process.do({ type: 'completeTask', token: process.tokenAt('A') }, { by: 'ann' })
    expect([process.state, process.recorded.at(-1)?.command.by]).toEqual(['completed', 'ann'])
  })

  it('ASG-01 the assignee by expression, the due date and priority too', () => {
    const assignment = { assignee: value('=boss'), due: literal('P2D'), priority: value('=10 * 5') }
    const [effect] = play(draw('S -> A', { A: user({ assignment }) }), { boss: 'ann' }).effects
    expect(effect).toMatchObject({ task: { assignee: 'ann', due: '2030-01-03T00:00:00.000Z', priority: 50 } })
  })

  it('ASG-06 due date and priority may be computed', () => {
    const assignment = {
      due: feel('now() + @"P1D"'),
      priority: feel('if amount > 1000 then 80 else 20'),
      assignee: feel('boss'),
    }
    const process = play(draw('S -> A -> E', { A: user({ assignment }) }), { amount: 5000, boss: 'ann' })
    const effect = process.effects.find(({ type }) => type === 'createTask')
    expect(effect).toMatchObject({ task: { due: '2030-01-02T00:00:00.000Z', priority: 80, assignee: 'ann' } })
  })
})
