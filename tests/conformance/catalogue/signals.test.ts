/** Signals that stay in their instance, beside those that everybody hears. */
import { describe, expect, it } from 'vitest'
import { signalHearers } from '#engine/core/signals.ts'
import { parseBpmn } from '#engine/model/parse.ts'
import { bpmn } from '#tests/support/bpmn.ts'
import { World } from '#tests/support/play.ts'

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
