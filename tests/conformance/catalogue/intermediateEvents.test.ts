import { describe, expect, it } from 'vitest'
import { parseBpmn } from '#engine/pure.ts'
import { validate } from '#engine/validate/validate.ts'
import {
  beside,
  caught,
  condition,
  delay,
  draw,
  drawProcess,
  escalation,
  link,
  message,
  script,
  signal,
  sub,
  thrown,
} from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

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
})
