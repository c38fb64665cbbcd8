import { beforeAll, describe, expect, it } from 'vitest'
import { type Caller, startApp, type TestApp } from '#tests/support/app.ts'

interface Correlated {
  id: string
  delivered: { instance: string; node: string }[]
  started: string[]
  buffered: boolean
  duplicate: boolean
  error: { code: string; message: string }
}

const begins = (definition: string) => `<startEvent id="S">${definition}</startEvent>`
const hears = '<messageEventDefinition messageRef="paid"/>'
const waits = `<intermediateCatchEvent id="C"><extensionElements><baton:subscription correlationKey="=order"/></extensionElements>${hears}</intermediateCatchEvent>`

const drawing = (key: string, inside: string, ...flows: string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:baton="https://baton.dev/schema/bpmn/1.0" targetNamespace="x">
  <message id="paid" name="paid"/><signal id="stop" name="stop"/>
  <process id="${key}" name="${key}" isExecutable="true">${inside}<endEvent id="E"/>
  ${flows.map(flow => `<sequenceFlow id="${flow}" sourceRef="${flow.split('-')[0]}" targetRef="${flow.split('-')[1]}"/>`).join('')}</process>
</definitions>`

describe('Messages, signals and conditions over HTTP', () => {
  let app: TestApp
  let analyst: Caller
  beforeAll(async () => {
    app = await startApp()
    analyst = await app.signIn('analyst')
    await publish(drawing('order', `<startEvent id="S"/>${waits}`, 'S-C', 'C-E'))
  })

  const publish = async (xml: string) => {
    const deployed = await app.services.engine.deploy(xml, { by: 'ann' })
    if (!deployed.ok) throw new Error(JSON.stringify(deployed.problems))
  }
  const begin = async (order: string) =>
    (await analyst.post<{ instance: string }>('/processes/order/start', { variables: { order } })).body
      .instance
  const send = (message: object) => analyst.post<Correlated>('/messages', { name: 'paid', ...message })
  const status = async (id: string) => (await app.services.engine.instances.get(id))!.status

  it('MSG-09 bring a message to one: refused when two wait for it, and then neither has got it', async () => {
    const both = [await begin('O-1'), await begin('O-1')]
    const refused = await send({ mode: 'one', correlationKey: 'O-1' })
    expect(refused).toMatchObject({ status: 409, body: { error: { code: 'ambiguous' } } })
    expect(await Promise.all(both.map(status))).toEqual(['running', 'running'])
    const all = await send({ mode: 'all', correlationKey: 'O-1', payload: { sum: 5 } })
    expect(all.body.delivered).toHaveLength(2)
    expect(await Promise.all(both.map(status))).toEqual(['completed', 'completed'])
    expect(await send({ mode: 'one', correlationKey: 'O-1' })).toMatchObject({
      status: 409,
      body: { error: { code: 'nobodyWaits' } },
    })
  })

  it('MSG-07 publish a message: kept until somebody waits, and sent again without a second effect', async () => {
    const message = { id: 'pay-7', correlationKey: 'O-7', ttl: 'PT1H' }
    expect((await send(message)).body).toMatchObject({ buffered: true, duplicate: false })
    expect((await send(message)).body).toMatchObject({ id: 'pay-7', duplicate: true })
    const id = await begin('O-7')
    await expect.poll(() => status(id)).toBe('completed')
  })

  it('tell a signal to everybody, and start what starts by it', async () => {
    await publish(drawing('alarm', begins('<signalEventDefinition signalRef="stop"/>'), 'S-E'))
    const { body } = await analyst.post<Correlated>('/signals', { name: 'stop', payload: { why: 'fire' } })
    expect(body.started).toHaveLength(1)
    expect((await app.services.engine.instances.get(body.started[0]!))!.variables).toEqual({ why: 'fire' })
  })

  it('STA-06 look at the conditions by which processes start', async () => {
    const hot = '<conditionalEventDefinition><condition>temp &gt; 30</condition></conditionalEventDefinition>'
    await publish(drawing('cool', begins(hot), 'S-E'))
    const evaluate = async (temp: number) =>
      (await analyst.post<Correlated>('/conditions/evaluate', { variables: { temp }, process: 'cool' })).body
    expect((await evaluate(20)).started).toEqual([])
    expect((await evaluate(35)).started).toHaveLength(1)
  })

  it('are for those who may operate processes, and say what is wrong with them', async () => {
    const manager = await app.signIn('manager')
    for (const path of ['/messages', '/signals', '/conditions/evaluate'])
      expect((await manager.post(path, { name: 'paid', variables: {} })).status).not.toBe(200)
    expect((await manager.post('/messages', { name: 'paid' })).status).toBe(403)
    expect((await send({ mode: 'some' })).status).toBe(400)
    expect((await send({ ttl: 'an hour' })).status).toBe(400)
  })
})
