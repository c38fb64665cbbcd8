import { describe, expect, it } from 'vitest'
import { planTimer } from '#engine/model/durations.ts'
import { parseBpmn, type Trigger, type Variables, validate } from '#engine/pure.ts'
import {
  beside,
  caught,
  delay,
  draw,
  every,
  feel,
  manual,
  on,
  receive,
  rule,
  script,
  send,
  service,
  signal,
  task,
  times,
  user,
} from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

/** An activity that a timer rings beside, begun in a zone or under a calendar. */
function ringing(timer: ReturnType<typeof every>, data: Variables) {
  const model = draw('S -> Ready -> A -> E', 'T -> Ring', { Ready: user(), A: user(), T: beside('A', timer) })
  const process = play(model)
  process.do({ type: 'completeTask', token: process.tokenAt('Ready') }, { data })
  return process
}

describe('Timers by the calendar', () => {
  it('TIM-04 cycles with a start and an end ring as ISO 8601 says', () => {
    const begun = (text: string) => {
      const process = ringing(every(text), {})
      process.world.pass('P7D')
      return process.count('Ring')
    }
    expect(begun('R/2030-01-02T00:00Z/PT1H/2030-01-02T03:00Z')).toBe(4)
    expect(begun('R5/PT1H/2030-01-02T05:00Z')).toBe(5)
    expect(begun('R2/2030-01-02T00:00Z/PT1H')).toBe(2)
  })

  it('TIM-06 cron rings on the weekdays of a week', () => {
    const process = ringing(every('0 0 9 * * MON-FRI'), {})
    process.world.pass('P7D')
    expect(process.count('Ring')).toBe(5)
    process.expectReplay()
  })

  it('TIM-07 daily at 02:30 rings once a day, though the clock skips or doubles that hour', () => {
    const rings = (from: string) => {
      const process = ringing(every('0 30 2 * * *'), { zone: 'Europe/Berlin' })
      const days = (until: string) => `PT${(Date.parse(until) - Date.parse(process.world.now)) / 3_600_000}H`
      process.world.pass(days(from))
      const before = process.count('Ring')
      process.world.pass('PT24H')
      return process.count('Ring') - before
    }
    expect(rings('2030-03-30T12:00:00Z')).toBe(1)
    expect(rings('2030-10-26T12:00:00Z')).toBe(1)
  })

  it('TIM-08 two working days from Friday afternoon, over a holiday, are over on Wednesday', () => {
    const model = draw('S -> Ready -> T -> E', { Ready: user(), T: caught(delay('2 business days')) })
    const process = play(model)
    process.world.now = '2030-01-04T16:00:00.000Z'
    const calendar = { zone: 'UTC', holidays: ['2030-01-07'] }
    process.do({ type: 'completeTask', token: process.tokenAt('Ready') }, { data: { calendar } })
    expect(process.instance.timers.map(({ due }) => due)).toEqual(['2030-01-09T16:00:00.000Z'])
  })

  it('TIM-08 rounds of a cycle that fall outside working time wait for the next opening, several as one', () => {
    const calendar = { zone: 'UTC', holidays: [] }
    const rings = (text: string) => {
      const within: Trigger = { ...every(text), within: true } as Trigger
      const model = draw('S -> Ready -> A -> E', 'T -> Ring', {
        Ready: user(),
        A: user(),
        T: beside('A', within),
      })
      const process = play(model)
      process.world.now = '2030-01-04T15:30:00.000Z'
      process.do({ type: 'completeTask', token: process.tokenAt('Ready') }, { data: { calendar } })
      const found: string[] = []
      for (
        let timer = process.instance.timers[0];
        timer && found.length < 5;
        timer = process.instance.timers[0]
      ) {
        found.push(timer.due.slice(8, 16))
        process.world.now = timer.due
        process.do({ type: 'fireTimer', timer: timer.id }, { data: { calendar } })
      }
      return found
    }
    // The 4th of January was a Friday.
    expect(rings('R/PT1H')).toEqual(['04T16:30', '07T09:00', '07T09:30', '07T10:30', '07T11:30'])
    expect(rings('R3/P1D')).toEqual(['07T09:00', '07T15:30', '08T15:30'])
    expect(rings('0 8 * * *')).toEqual(['07T09:00', '08T09:00', '09T09:00', '10T09:00', '11T09:00'])
  })

  it('TIM-11 fire late ones once, after however long a sleep', () => {
    const process = play(draw('S -> T -> E', { T: caught(delay('PT1H')) }))
    process.world.now = '2030-01-01T03:00:00.000Z'
    const [timer] = process.instance.timers
    process.do({ type: 'fireTimer', timer: timer!.id })
    expect([process.left, process.state]).toEqual([['S', 'T', 'E'], 'completed'])
    process.do({ type: 'fireTimer', timer: timer!.id })
    expect(process.refused?.code).toBe('notRunning')
  })

  it('TIM-14 wait for longer than a timeout of the machine can', () => {
    const process = play(draw('S -> T -> E', { T: caught(delay('P90D')) }))
    process.world.pass('P89D')
    expect(process.waiting).toEqual(['T'])
    process.world.pass('P1D')
    expect(process.state).toBe('completed')
  })

  it('STA-04 a start by a cycle with a limit plans so many starts', () => {
    let planned = planTimer({ kind: 'cycle', text: 'R3/PT10S', from: '2030-01-01T00:00:00.000Z' })
    expect(planned).toMatchObject({ ok: true, due: '2030-01-01T00:00:10.000Z', cycle: { left: 2 } })
    planned = planTimer({ kind: 'cycle', text: 'R0/PT10S', from: '2030-01-01T00:00:00.000Z' })
    expect(planned.ok).toBe(false)
  })
})

describe('Tasks once more', () => {
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
    const begun = performance.now()
    const endless = 'for a in 1..1000, b in 1..1000, c in 1..1000 return a'
    const process = play(draw('S -> A -> E', { A: script(endless, 'found') }))
    expect(performance.now() - begun).toBeLessThan(2000)
    expect([process.incidents, process.tokens]).toEqual([['A: tooMuchWork'], ['A']])
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

describe('Flows and events once more', () => {
  it('XOR-07 a condition on the default flow is not looked at, and the validator says so', () => {
    const model = draw('S -> X -[x > 1]-> A -> E', 'X -[default]-> B -> E')
    const other = Object.values(model.flows).find(({ target }) => target === 'B')!
    other.condition = feel('false')
    expect(play(model, { x: 0 }).left).toEqual(['S', 'X', 'B', 'E'])
    expect(validate(model).some(({ element, severity }) => element === other.id && severity !== 'info')).toBe(
      true,
    )
  })

  it('INT-13 an event definition may stand once for all and be referred to', async () => {
    const { models } =
      await parseBpmn(`<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
<timerEventDefinition id="Soon"><timeDuration>PT1H</timeDuration></timerEventDefinition>
<process id="P" isExecutable="true"><startEvent id="S"/><sequenceFlow id="a" sourceRef="S" targetRef="T"/>
<intermediateCatchEvent id="T"><eventDefinitionRef>Soon</eventDefinitionRef></intermediateCatchEvent>
<sequenceFlow id="b" sourceRef="T" targetRef="E"/><endEvent id="E"/></process></definitions>`)
    const world = new World(models[0]!)
    const process = world.start('P')
    expect(process.waiting).toEqual(['T'])
    world.pass('PT1H')
    expect([process.left, process.state]).toEqual([['S', 'T', 'E'], 'completed'])
  })

  it('SIG-02 signals do not wait for those who come later', () => {
    const world = new World(draw('S -> G -> E', { G: caught(signal('Recall')) }))
    world.signal('Recall')
    expect(world.start('P').waiting).toEqual(['G'])
  })

  it('BND-18 a mapping that cannot be made is an incident, and no error that a boundary event takes', () => {
    const unreadable = { type: 'foreign' as const, language: 'groovy', text: 'new Date()' }
    const model = draw('S -> A -> E', 'B -> Caught', {
      A: service('pay', { mapping: { inputs: [{ target: 'y', source: unreadable }], outputs: [] } }),
      B: on('A', { type: 'error' }),
    })
    const process = play(model)
    expect([process.incidents, process.count('B')]).toEqual([['A: foreignExpression'], 0])
  })
})

describe('A gateway that cannot decide', () => {
  it('says which condition has no answer, and why', () => {
    const process = play(draw('S -> X -[discount > 10]-> A -> E', 'X -[amount > 5]-> B -> E'), { amount: 1 })
    expect(process.instance.incidents[0]?.message).toBe(
      'None of the flows leaving "X" may be taken: no condition holds and there is no default. "discount > 10" has no answer. Nothing is called "discount" here.',
    )
    expect(process.retry({ discount: 20 }).left).toEqual(['S', 'X', 'A', 'E'])
  })
})

describe('Multi-instance and what it throws', () => {
  const signalled = { type: 'signal' as const, name: { type: 'literal' as const, value: 'Round' } }
  const model = (behavior: 'none' | 'one' | 'all') =>
    draw('S -> A -> E', 'B -> C', {
      A: task(times('3', { sequential: true, behavior, behaviorEvent: signalled } as never)),
      B: beside('A', signal('Round')),
    })

  it.each([
    ['none', 3],
    ['one', 1],
    ['all', 0],
  ] as const)('MI-15 behavior %s throws its event %i times', (behavior, count) => {
    const process = play(model(behavior))
    expect([process.count('C'), process.state]).toEqual([count, 'completed'])
  })
})
