import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Store } from '#engine/adapters/store.ts'
import { stores } from '../../contracts/stores.ts'
import { createHour, createWorld, task, type World } from './world.ts'

const drawn = (...processes: string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:baton="https://baton.dev/schema/bpmn/1.0"
  xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" id="d" targetNamespace="t">
  ${processes.join('')}</definitions>`
const begin = (id: string) => `<startEvent id="${id}"/>`
const over = (id: string) => `<endEvent id="${id}"/>`
const flow = (from: string, to: string) =>
  `<sequenceFlow id="${from}_${to}" sourceRef="${from}" targetRef="${to}"/>`
const called = (step: string, attributes = '', inside = '') =>
  `<process id="P2" isExecutable="true" ${attributes}>${inside}${begin('S')}${task(step)}${over('E')}${flow('S', step)}${flow(step, 'E')}</process>`
const caller = (attributes: string, inside = '') =>
  `<process id="caller" isExecutable="true">${begin('start')}<callActivity id="call" ${attributes}>${inside}</callActivity>${over('end')}${flow('start', 'call')}${flow('call', 'end')}</process>`
const extended = (inside: string) => `<extensionElements>${inside}</extensionElements>`
const stable = {
  camunda: 'camunda:versionTag="stable"',
  zeebe: extended('<zeebe:versionTag value="stable"/>'),
}

const plain = 'calledElement="P2"'
const camunda = (rest: string) => `calledElement="P2" camunda:calledElementBinding=${rest}`
const zeebe = (rest: string) => extended(`<zeebe:calledElement processId="P2" ${rest}/>`)
const own = (rest: string) => extended(`<baton:call ${rest}/>`)

describe.each(stores)('A call activity in %s', (_name, open) => {
  let store: Store
  let world: World
  beforeEach(async () => {
    const hour = createHour()
    store = await open(() => hour.now)
    world = createWorld(store, hour)
  })

  /** Where the called instance waits: the step's name tells its version. */
  async function calls(): Promise<string> {
    const { instance } = await world.engine.start({ key: 'caller' })
    return vi.waitFor(async () => {
      const [child] = await world.engine.instances.find({ parent: instance._id })
      if (!child) throw new Error('Nothing was called')
      return child.tokens[0]!.at
    })
  }

  it.each([
    ['the latest, said by nobody', caller(plain), 'third'],
    ['the latest', caller(plain, own('binding="latest"')), 'third'],
    ['what was deployed with it', caller(plain, own('binding="deployment"')), 'first'],
    ['one version', caller(plain, own('binding="version" version="2"')), 'second'],
    ['a version by its tag', caller(plain, own('binding="tag" version="stable"')), 'second'],
    ['the latest, as Camunda 7 says', caller(camunda('"latest"')), 'third'],
    ['what was deployed with it, as Camunda 7 says', caller(camunda('"deployment"')), 'first'],
    [
      'one version, as Camunda 7 says',
      caller(camunda('"version" camunda:calledElementVersion="2"')),
      'second',
    ],
    [
      'a version by its tag, as Camunda 7 says',
      caller(camunda('"versionTag" camunda:calledElementVersionTag="stable"')),
      'second',
    ],
    ['the latest, as Camunda 8 says', caller('', zeebe('bindingType="latest"')), 'third'],
    ['what was deployed with it, as Camunda 8 says', caller('', zeebe('bindingType="deployment"')), 'first'],
    [
      'a version by its tag, as Camunda 8 says',
      caller('', zeebe('bindingType="versionTag" versionTag="stable"')),
      'second',
    ],
  ])('CAL-06 calls %s', async (_what, drawing, step) => {
    await world.deploy(drawn(drawing, called('first')))
    await world.deploy(
      drawing.includes('zeebe')
        ? drawn(called('second', '', stable.zeebe))
        : drawn(called('second', stable.camunda)),
    )
    await world.deploy(drawn(called('third')))
    expect(await calls()).toBe(step)
  })

  it('CAL-06 whose version or tag nobody has is an incident that says so', async () => {
    await world.deploy(drawn(caller(plain, own('binding="tag" version="gold"')), called('first')))
    const { instance } = await world.engine.start({ key: 'caller' })
    await world.until(instance._id, ({ incidents }) =>
      expect(incidents[0]?.message).toBe('There is no published process P2 with the version tag "gold".'),
    )
  })
})
