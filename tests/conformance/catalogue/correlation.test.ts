/** Conversations: messages find their instance by what they carry (§8.4.2), as the standard writes it. */
import { beforeEach, describe, expect, it } from 'vitest'
import { createMemoryStore } from '#engine/adapters/memory/memoryStore.ts'
import type { Json } from '#engine/core/instance.ts'
import { createHour, createWorld, drawing, type Hour, type World } from '../../engine/runtime/world.ts'

/** A property and where each message has it. */
const property = (id: string, paths: Record<string, string>, language = '') =>
  `<correlationProperty id="${id}" name="${id}">${Object.entries(paths)
    .map(
      ([message, path]) =>
        `<correlationPropertyRetrievalExpression messageRef="${message}"><messagePath${language && ` language="${language}"`}>${path}</messagePath></correlationPropertyRetrievalExpression>`,
    )
    .join('')}</correlationProperty>`
const keyOf = (...properties: string[]) =>
  `<correlationKey id="key" name="order">${properties
    .map(id => `<correlationPropertyRef>${id}</correlationPropertyRef>`)
    .join('')}</correlationKey>`
const talk = (key: string) =>
  `<collaboration id="talk"><participant id="us" processRef="P"/><participant id="you" name="Customer"/>${key}</collaboration>`
const messages = '<message id="ordered" name="ordered"/><message id="payment" name="payment"/>'
const hears = (name: string) => `<messageEventDefinition messageRef="${name}"/>`
const catches = (id: string, name: string) =>
  `<intermediateCatchEvent id="${id}">${hears(name)}</intermediateCatchEvent>`
const S = '<startEvent id="S"/>'
const E = '<endEvent id="E"/>'

/** The usual conversation: an order says `id`, a payment `order.number`. */
const conversation =
  messages + property('orderId', { ordered: 'id', payment: 'order.number' }) + talk(keyOf('orderId'))

function process(around: string, inside: string, ...lines: string[]): string {
  return drawing('P', inside, ...lines).replace('<process ', `${around}<process `)
}

let hour: Hour
let world: World
beforeEach(() => {
  hour = createHour()
  world = createWorld(createMemoryStore({ now: () => hour.now }), hour)
})

let sent = 0
const send = (name: string, payload: Json, more = {}) =>
  world.engine.correlate({ id: `c${++sent}`, name, payload, ttl: 'PT0S', ...more })
const begin = async (variables: Record<string, Json> = {}) =>
  (await world.engine.start({ key: 'P', variables })).instance._id
const status = async (id: string) => (await world.get(id)).status

describe('MSG-11 A conversation', () => {
  const ordering = `<startEvent id="S">${hears('ordered')}</startEvent>${catches('C', 'payment')}${E}`

  it('MSG-11 is begun by a message, and the next one finds it by what both carry', async () => {
    await world.deploy(process(conversation, ordering, 'S -> C -> E'))
    const [a] = (await send('ordered', { id: 'A-1' })).started
    const [b] = (await send('ordered', { id: 'B-2' })).started
    expect(await send('payment', { order: { number: 'C-3' } })).toMatchObject({ delivered: [] })
    expect(await send('payment', { order: { number: 'B-2' } })).toMatchObject({
      delivered: [{ instance: b, node: 'C' }],
    })
    expect([await status(a!), await status(b!)]).toEqual(['running', 'completed'])
  })

  it('MSG-11 begins once for each key', async () => {
    await world.deploy(process(conversation, ordering, 'S -> C -> E'))
    await send('ordered', { id: 7 })
    expect((await send('ordered', { id: 7 })).started).toEqual([])
    expect((await send('ordered', { id: 8 })).started).toHaveLength(1)
    expect(await send('payment', { order: { number: '7' } }, { mode: 'one' })).toMatchObject({
      delivered: [{ node: 'C' }],
    })
  })

  it('MSG-11 is begun by the first message an instance sends', async () => {
    const asks = `<intermediateThrowEvent id="T"><extensionElements><baton:subscription payload="={id: number}"/></extensionElements>${hears('ordered')}</intermediateThrowEvent>`
    await world.deploy(process(conversation, S + asks + catches('C', 'payment') + E, 'S -> T -> C -> E'))
    const [a, b] = [await begin({ number: 'A-1' }), await begin({ number: 'B-2' })]
    await send('payment', { order: { number: 'A-1' } })
    expect([await status(a), await status(b)]).toEqual(['completed', 'running'])
  })

  it('MSG-11 is begun by the first message an instance receives; who knows the key comes before who does not', async () => {
    const inside = S + catches('C', 'payment') + catches('D', 'payment') + E
    await world.deploy(process(conversation, inside, 'S -> C -> D -> E'))
    const [first, second] = [await begin(), await begin()]
    const pay = (number: string) => send('payment', { order: { number } })
    expect((await pay('A')).delivered).toEqual([{ instance: first, node: 'C' }])
    expect((await pay('B')).delivered).toEqual([{ instance: second, node: 'C' }])
    expect((await pay('C')).delivered).toEqual([])
    expect((await pay('B')).delivered).toEqual([{ instance: second, node: 'D' }])
    expect((await pay('A')).delivered).toEqual([{ instance: first, node: 'D' }])
  })

  it('MSG-11 whose key has two properties needs both', async () => {
    const paths = property('orderId', { ordered: 'id', payment: 'id' })
    const more = property('country', { ordered: 'land', payment: 'land' })
    const around = messages + paths + more + talk(keyOf('orderId', 'country'))
    await world.deploy(process(around, ordering, 'S -> C -> E'))
    const [id] = (await send('ordered', { id: 1, land: 'FR' })).started
    expect((await send('payment', { id: 1, land: 'DE' })).delivered).toEqual([])
    expect((await send('payment', { id: 1 })).delivered).toEqual([])
    expect((await send('payment', { id: 1, land: 'FR' })).delivered).toEqual([{ instance: id, node: 'C' }])
  })

  it('MSG-11 takes a message that came too early', async () => {
    await world.deploy(process(conversation, ordering, 'S -> C -> E'))
    await send('payment', { order: { number: 'B-2' } }, { ttl: 'PT1H' })
    await send('payment', { order: { number: 'A-1' } }, { ttl: 'PT1H' })
    const [id] = (await send('ordered', { id: 'A-1' })).started
    await world.until(id!, instance => expect(instance.status).toBe('completed'))
    expect((await world.get(id!)).variables).toMatchObject({ order: { number: 'A-1' } })
  })

  it('MSG-11 is found by the key itself too, when the sender says it', async () => {
    await world.deploy(process(conversation, ordering, 'S -> C -> E'))
    const [id] = (await send('ordered', { id: 'A-1' })).started
    expect(await send('payment', {}, { correlationKey: 'A-1' })).toMatchObject({
      delivered: [{ instance: id }],
    })
  })

  it('MSG-11 is held by a conversation node of the collaboration as well', async () => {
    const node = `<conversation id="chat"><participantRef>us</participantRef>${keyOf('orderId')}</conversation>`
    const around = messages + property('orderId', { ordered: 'id', payment: 'id' }) + talk(node)
    await world.deploy(process(around, ordering, 'S -> C -> E'))
    await send('ordered', { id: 1 })
    expect((await send('payment', { id: 2 })).delivered).toEqual([])
    expect((await send('payment', { id: 1 })).delivered).toHaveLength(1)
  })

  it('MSG-11 reads plain XPath and getters as the paths they are', async () => {
    const xpath = property(
      'orderId',
      { ordered: '/o:order/o:id/text()', payment: 'order/@number' },
      'http://www.w3.org/1999/XPath',
    )
    await world.deploy(process(messages + xpath + talk(keyOf('orderId')), ordering, 'S -> C -> E'))
    const [id] = (await send('ordered', { order: { id: 'A' } })).started
    expect((await send('payment', { order: { number: 'A' } })).delivered).toEqual([
      { instance: id, node: 'C' },
    ])
    const getter = property('orderId', { ordered: '#{message.getId()}', payment: '#{message.order.number}' })
    await world.deploy(process(messages + getter + talk(keyOf('orderId')), ordering, 'S -> C -> E'))
    const [other] = (await send('ordered', { id: 'B' })).started
    expect((await send('payment', { order: { number: 'B' } })).delivered).toEqual([
      { instance: other, node: 'C' },
    ])
  })
})

describe('MSG-11 A subscription', () => {
  const bound = (path: string) =>
    `<correlationSubscription id="sub" correlationKeyRef="key"><correlationPropertyBinding correlationPropertyRef="orderId"><dataPath>${path}</dataPath></correlationPropertyBinding></correlationSubscription>`
  const waits = S + catches('C', 'payment') + E

  it('MSG-11 finds the instance by its own data', async () => {
    await world.deploy(process(conversation, waits + bound('deal number'), 'S -> C -> E'))
    const [a, b] = [await begin({ 'deal number': 'A' }), await begin({ 'deal number': 'B' })]
    expect((await send('payment', { order: { number: 'B' } })).delivered).toEqual([
      { instance: b, node: 'C' },
    ])
    expect(await status(a)).toBe('running')
  })

  it('MSG-11 follows the data when they change', async () => {
    await world.deploy(process(conversation, waits + bound('current.number'), 'S -> C -> E'))
    const id = await begin({ current: { number: 'A' } })
    await send('payment', { order: { number: 'B' } }, { ttl: 'PT1H' })
    await world.engine.command(id, { type: 'setVariables', variables: { current: { number: 'B' } } })
    await world.until(id, instance => expect(instance.status).toBe('completed'))
  })

  it('MSG-11 whose data are not there yet is nobody’s', async () => {
    await world.deploy(process(conversation, waits + bound('number'), 'S -> C -> E'))
    const id = await begin()
    expect((await send('payment', { order: { number: 'A' } })).delivered).toEqual([])
    await world.engine.command(id, { type: 'setVariables', variables: { number: 'A' } })
    expect((await send('payment', { order: { number: 'A' } })).delivered).toHaveLength(1)
  })
})
