/** Signals everybody hears, and those that stay in their instance. */
import { describe, expect, it } from 'vitest'
import { signalHearers } from '#engine/core/signals.ts'
import { parseBpmn } from '#engine/model/parse.ts'
import { bpmn } from '#tests/support/bpmn.ts'
import {
  caught,
  draw,
  drawProcess,
  eventSub,
  on,
  signal,
  start,
  sub,
  thrown,
  user,
} from '#tests/support/draw.ts'
import { play, World } from '#tests/support/play.ts'

const flow = (from: string, to: string) =>
  `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}"/>`
const hears = '<signalEventDefinition signalRef="s"/>'
const own = '<extensionElements><baton:subscription scope="instance"/></extensionElements>'

/** One branch waits for the signal, the other throws it when a person says so. */
const drawing = (extension: string, signal = '<signal id="s" name="s"/>', namespaces = '') =>
  bpmn(
    `<startEvent id="S"/><parallelGateway id="G"/><userTask id="U"/>
     <intermediateCatchEvent id="C">${extension}${hears}</intermediateCatchEvent>
     <intermediateThrowEvent id="T">${extension}${hears}</intermediateThrowEvent>
     ${flow('S', 'G')}${flow('G', 'C')}${flow('G', 'U')}${flow('U', 'T')}`,
    { root: signal, namespaces },
  )

async function worldOf(xml: string): Promise<World> {
  return new World((await parseBpmn(xml)).models[0]!)
}

describe('Signals', () => {
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

  it('SIG-02 signals do not wait for those who come later', () => {
    const world = new World(draw('S -> G -> E', { G: caught(signal('Recall')) }))
    world.signal('Recall')
    expect(world.start('P').waiting).toEqual(['G'])
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
})

describe('SIG-04 A signal', () => {
  it('SIG-04 of its instance alone is heard there, and nowhere else', async () => {
    const world = await worldOf(drawing(own))
    const [one, other] = [world.start('P'), world.start('P')]
    one.complete('U')
    expect([one.state, other.waiting]).toEqual(['completed', ['C', 'U']])
    expect(one.effects.some(({ type }) => type === 'broadcastSignal')).toBe(false)
    expect(signalHearers(other.process, other.instance, 's')).toEqual([])
  })

  it('SIG-04 is for everybody when nothing else is said', async () => {
    const world = await worldOf(drawing(''))
    const [one, other] = [world.start('P'), world.start('P')]
    one.complete('U')
    expect([one.state, other.waiting]).toEqual(['completed', ['U']])
  })

  it('SIG-04 keeps the scope that another engine’s file gives it', async () => {
    const signal = '<signal id="s" name="s" flowable:scope="processInstance"/>'
    const file = drawing('', signal, 'xmlns:flowable="http://flowable.org/bpmn"')
    const world = await worldOf(file)
    const [one, other] = [world.start('P'), world.start('P')]
    one.complete('U')
    expect([one.state, other.waiting]).toEqual(['completed', ['C', 'U']])
  })
})
