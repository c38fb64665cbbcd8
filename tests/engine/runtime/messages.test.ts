import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Store } from '#engine/adapters/store.ts'
import { stores } from '../../contracts/stores.ts'
import {
  boundary,
  createHour,
  createWorld,
  drawing,
  end,
  type Hour,
  message,
  start,
  task,
  type World,
} from './world.ts'

describe.each(stores)('For processes kept in %s', (_name, open) => {
  let hour: Hour
  let store: Store
  let world: World
  beforeEach(async () => {
    hour = createHour()
    store = await open(() => hour.now)
    world = createWorld(store, hour)
  })

  const deployWaiting = (key = 'billing') =>
    world.deploy(drawing(key, start + message('wait') + end, 'start -> wait -> end'))
  const begin = async (orderId: string, key = 'billing') =>
    (await world.engine.start({ key, variables: { orderId } })).instance._id
  const paid = (id: string, correlationKey?: string, more = {}) =>
    world.engine.correlate({ id, name: 'paid', ...(correlationKey && { correlationKey }), ...more })

  describe('a message', () => {
    it('reaches the instance that waits with its key, and no other', async () => {
      await deployWaiting()
      const [one, other] = [await begin('A'), await begin('B')]
      expect(await paid('m1', 'A', { payload: { amount: 5 } })).toEqual({
        delivered: [{ instance: one, node: 'wait' }],
        started: [],
        buffered: false,
        duplicate: false,
      })
      expect(await world.get(one)).toMatchObject({ status: 'completed' })
      expect(await world.get(other)).toMatchObject({ status: 'running' })
    })

    it('sent five times, through two servers, is taken once', async () => {
      await deployWaiting()
      const other = createWorld(store, hour)
      const id = await begin('A')
      const sent = await Promise.all(
        [world, other, world, other, world].map(({ engine }) =>
          engine.correlate({ id: 'm1', name: 'paid', correlationKey: 'A' }),
        ),
      )
      expect(await world.get(id)).toMatchObject({ status: 'completed', revision: 2 })
      expect(sent.filter(({ duplicate }) => duplicate).length).toBeGreaterThanOrEqual(0)
      expect(await paid('m1', 'A')).toMatchObject({ duplicate: true, delivered: [{ instance: id }] })
    })

    it('that comes too early is kept until somebody waits for it', async () => {
      await deployWaiting()
      expect(await paid('m1', 'A')).toMatchObject({ delivered: [], buffered: true })
      const id = await begin('A')
      await world.until(id, ({ status }) => expect(status).toBe('completed'))
      const second = await begin('A')
      expect(await world.get(second)).toMatchObject({ status: 'running' })
    })

    it('is found by the server that takes over from one that fell before it looked for kept messages', async () => {
      const nodes = `${start}<parallelGateway id="fork"/>${task('ask')}${message('wait')}`
      await world.deploy(drawing('billing', nodes, 'start -> fork -> ask', 'fork -> wait'))
      await paid('m1', 'A')
      // It has waited for so long that nobody looks for its taker soon.
      await world.pass(100)
      const never = () => new Promise<never>(() => {})
      const falling = createWorld({ ...store, messages: { ...store.messages, waiting: never } }, hour)
      falling.hear = never
      const { instance } = await falling.engine.start({ key: 'billing', variables: { orderId: 'A' } })
      await world.pass(16)
      await world.until(instance._id, ({ subscriptions }) => expect(subscriptions).toEqual([]))
    })

    it('is not kept longer than it is meant to be', async () => {
      await deployWaiting()
      expect(await paid('m0', 'A', { ttl: 'PT0S' })).toMatchObject({ buffered: false })
      await paid('m1', 'A', { ttl: 'PT1M' })
      await world.pass(61)
      const id = await begin('A')
      await world.pass(60)
      expect(await world.get(id)).toMatchObject({ status: 'running' })
    })

    it('goes to one instance of a process, and to one of each process', async () => {
      await deployWaiting()
      await deployWaiting('shipping')
      await begin('A')
      await begin('A')
      await begin('A', 'shipping')
      expect((await paid('m1', 'A')).delivered).toHaveLength(2)
      expect((await paid('m2', 'A')).delivered).toHaveLength(1)
      expect(await world.engine.instances.count({ status: 'running' })).toBe(0)
    })

    it('goes to the only one, or to all, as it is meant to; else to nobody', async () => {
      await deployWaiting()
      await deployWaiting('shipping')
      const one = await begin('A')
      expect(await paid('m1', 'A', { mode: 'one' })).toMatchObject({ delivered: [{ instance: one }] })
      const more = [await begin('B'), await begin('B'), await begin('B', 'shipping')]
      await expect(paid('m2', 'B', { mode: 'one' })).rejects.toMatchObject({ code: 'ambiguous' })
      const { delivered } = await paid('m2', 'B', { mode: 'all' })
      expect(delivered.map(({ instance }) => instance).sort()).toEqual(more.sort())
      await expect(paid('m3', 'B', { mode: 'all' })).rejects.toMatchObject({ code: 'nobodyWaits' })
      expect(await paid('m2', 'B', { mode: 'all' })).toMatchObject({ duplicate: true })
      expect(await world.engine.instances.count({ status: 'running' })).toBe(0)
    })

    it('for all that a dead server left half handed out reaches the rest, and nobody twice', async () => {
      await deployWaiting()
      const [a, b] = [await begin('A'), await begin('A')]
      const taker = async (instance: string) => ({
        instance,
        node: 'wait',
        subscription: (await world.get(instance)).subscriptions[0]!.id,
      })
      await store.messages.receive({
        _id: 'm1',
        kind: 'message',
        mode: 'all',
        name: 'paid',
        key: 'A',
        receivedAt: hour.now.toISOString(),
        expiresAt: hour.now.toISOString(),
        lookAt: new Date(hour.now.getTime() + 15_000).toISOString(),
        status: 'open',
        takers: { billing: await taker(a), [`billing ${b}`]: await taker(b) },
        started: [],
      })
      const late = await begin('A')
      await world.pass(16)
      for (const id of [a, b]) await world.until(id, ({ status }) => expect(status).toBe('completed'))
      expect(await world.get(late)).toMatchObject({ status: 'running' })
      expect(await store.messages.get('m1')).toMatchObject({ status: 'done' })
    })

    it('without a key finds its taker by the record it is about', async () => {
      await deployWaiting()
      const subject = { entity: 'deal', id: 'd1' }
      const { instance } = await world.engine.start({ key: 'billing', subject, variables: { orderId: 'A' } })
      expect(await paid('m1')).toMatchObject({ delivered: [] })
      expect(await paid('m2', undefined, { subject })).toMatchObject({
        delivered: [{ instance: instance._id }],
      })
    })

    it('starts the process that begins with it, once for each message and key', async () => {
      const received = '<startEvent id="received"><messageEventDefinition messageRef="order"/></startEvent>'
      await world.deploy(drawing('orders', received + task('check'), 'received -> check'))
      const order = (id: string, correlationKey: string) =>
        world.engine.correlate({ id, name: 'order', correlationKey, payload: { n: 1 } })
      const { started } = await order('m1', 'O-1')
      expect(started).toHaveLength(1)
      expect(await order('m1', 'O-1')).toMatchObject({ duplicate: true, started })
      expect(await order('m2', 'O-1')).toMatchObject({ started: [], buffered: true })
      expect((await order('m3', 'O-2')).started).toHaveLength(1)
      expect(await world.engine.instances.count({ key: 'orders' })).toBe(2)
    })

    it('left open by a server that died is handed out by another', async () => {
      await deployWaiting()
      await store.messages.receive({
        _id: 'm1',
        kind: 'message',
        name: 'paid',
        key: 'A',
        receivedAt: hour.now.toISOString(),
        expiresAt: new Date(hour.now.getTime() + 3_600_000).toISOString(),
        lookAt: new Date(hour.now.getTime() + 15_000).toISOString(),
        status: 'open',
        takers: {},
        started: [],
      })
      // Taken by a subscription that is gone: the reservation is given back.
      await store.messages.take('m1', 'billing', { instance: 'gone', node: 'wait', subscription: '9' })
      const id = await begin('A')
      await world.pass(16)
      await world.until(id, ({ status }) => expect(status).toBe('completed'))
    })

    it('thrown by a process reaches the one that waits for it', async () => {
      await deployWaiting()
      const id = await begin('A')
      const throwing =
        '<intermediateThrowEvent id="pay"><extensionElements><baton:subscription correlationKey="A"/></extensionElements><messageEventDefinition messageRef="paid"/></intermediateThrowEvent>'
      await world.deploy(drawing('payer', start + throwing + end, 'start -> pay -> end'))
      await world.engine.start({ key: 'payer' })
      await world.until(id, ({ status }) => expect(status).toBe('completed'))
    })
  })

  describe('a signal', () => {
    it('is heard by everybody who listens, and starts what begins with it', async () => {
      const listening =
        '<intermediateCatchEvent id="wait"><signalEventDefinition signalRef="stop"/></intermediateCatchEvent>'
      const begins = '<startEvent id="begins"><signalEventDefinition signalRef="stop"/></startEvent>'
      await world.deploy(drawing('listener', start + listening + end, 'start -> wait -> end'))
      await world.deploy(drawing('alarm', begins + task('look'), 'begins -> look'))
      const ids = await Promise.all(
        [1, 2, 3].map(async () => (await world.engine.start({ key: 'listener' })).instance._id),
      )
      expect(await world.engine.signal({ id: 's1', name: 'stop' })).toMatchObject({
        delivered: 3,
        started: [expect.any(String)],
      })
      for (const id of ids) expect(await world.get(id)).toMatchObject({ status: 'completed' })
      expect(await world.engine.signal({ id: 's1', name: 'stop' })).toMatchObject({ delivered: 0 })
      expect(await world.engine.instances.count({ key: 'alarm' })).toBe(1)
    })

    it('handled inside a sub-process does not interrupt it from its border', async () => {
      const stop = '<signalEventDefinition signalRef="stop"/>'
      const handler = `<subProcess id="handler" triggeredByEvent="true"><startEvent id="heard">${stop}</startEvent></subProcess>`
      const inside = `<subProcess id="inside">${task('work')}${handler}</subProcess>`
      await world.deploy(
        drawing(
          'careful',
          start + inside + boundary('border', 'inside', stop) + task('after') + task('hurt'),
          'start -> inside -> after',
          'border -> hurt',
        ),
      )
      const { _id: id } = (await world.engine.start({ key: 'careful' })).instance
      expect(await world.engine.signal({ id: 's1', name: 'stop' })).toMatchObject({ delivered: 1 })
      expect((await world.get(id)).tokens.map(({ at }) => at)).toEqual(['after'])
    })
  })

  describe('a change of a record', () => {
    const subject = { entity: 'deal', id: 'd1' }
    const triggered = (condition: string) =>
      `<startEvent id="start"><extensionElements><baton:trigger on="deal.created" condition="${condition}"/></extensionElements></startEvent>`

    it('starts what it triggers, where the condition holds, once', async () => {
      await world.deploy(drawing('big', triggered('=deal.amount &gt; 100') + task('call'), 'start -> call'))
      const change = (id: string, amount: number, except?: string[]) =>
        world.engine.recordChanged({
          id,
          event: 'deal.created',
          subject,
          data: { deal: { amount } },
          ...(except && { except }),
        })
      expect((await change('e1', 50)).started).toEqual([])
      expect((await change('e2', 500, ['big'])).started).toEqual([])
      const { started } = await change('e3', 500)
      expect(started).toHaveLength(1)
      expect((await change('e3', 500)).started).toEqual(started)
      expect(await world.engine.instances.count({ key: 'big', subject })).toBe(1)
      expect(await world.engine.wouldStart('deal.created', { deal: { amount: 101 } })).toMatchObject([
        { key: 'big', version: 1, startEvent: 'start' },
      ])
      expect(await world.engine.wouldStart('deal.created', { deal: { amount: 1 } })).toEqual([])
    })

    it('wakes the condition that watches it', async () => {
      const condition =
        '<intermediateCatchEvent id="wait"><conditionalEventDefinition><condition>=deal.amount &gt; 100</condition></conditionalEventDefinition></intermediateCatchEvent>'
      await world.deploy(drawing('watch', start + condition + task('call'), 'start -> wait -> call'))
      world.data = { deal: { amount: 5 } }
      const { instance } = await world.engine.start({ key: 'watch', subject })
      await world.engine.recordChanged({ id: 'e1', event: 'deal.changed', subject })
      expect(await world.get(instance._id)).toMatchObject({ tokens: [{ at: 'wait' }] })
      world.data = { deal: { amount: 500 } }
      await world.engine.recordChanged({ id: 'e2', event: 'deal.changed', subject })
      await world.until(instance._id, ({ tokens }) => expect(tokens).toMatchObject([{ at: 'call' }]))
    })
  })

  describe('a schedule', () => {
    const scheduled = (body: string) =>
      `<startEvent id="begin"><timerEventDefinition>${body}</timerEventDefinition></startEvent>`
    const run = async (body: string) => {
      const definitions = await world.deploy(
        drawing('nightly', scheduled(body) + task('look'), 'begin -> look'),
      )
      await world.engine.run()
      return definitions
    }
    const ring = async (seconds: number) => {
      hour.now = new Date(hour.now.getTime() + seconds * 1000)
      await world.alarm.advance()
      return world.engine.instances.count({ key: 'nightly' })
    }

    it('starts at each occurrence, once, as often as it says', async () => {
      await run('<timeCycle>R3/PT1H</timeCycle>')
      const counts = [await ring(3599), await ring(1), await ring(3600), await ring(3600), await ring(36_000)]
      expect(counts).toEqual([0, 1, 2, 3, 3])
      await world.engine.stop()
    })

    it('follows the newest version only', async () => {
      await run('<timeCycle>R/PT1H</timeCycle>')
      await world.deploy(drawing('nightly', start + task('look'), 'start -> look'))
      expect(await ring(7200)).toBe(0)
      await world.engine.stop()
    })
  })

  describe('a drawing', () => {
    it('deployed again unchanged makes no new version; changed, the next one', async () => {
      const [first] = await deployWaiting()
      expect(first).toMatchObject({ key: 'billing', version: 1, deployedBy: 'ann' })
      expect((await deployWaiting())[0]).toMatchObject({ version: 1 })
      expect((await world.deploy(drawing('billing', start + end, 'start -> end')))[0]).toMatchObject({
        version: 2,
      })
      expect(await world.engine.definitions.list()).toMatchObject([{ key: 'billing', version: 2 }])
      expect(await world.engine.definitions.get('billing', 1)).toMatchObject({ hash: first!.hash })
      expect(await world.engine.definitions.versions('billing')).toMatchObject([
        { version: 2 },
        { version: 1 },
      ])
    })

    it('with errors is refused with its problems, and the good version stays', async () => {
      await deployWaiting()
      for (const bad of ['no xml at all', drawing('billing', start + message('wait'), 'start -> nowhere')]) {
        const deployed = await world.engine.deploy(bad, { by: 'ann' })
        expect(deployed).toMatchObject({
          ok: false,
          problems: expect.arrayContaining([expect.objectContaining({ severity: 'error' })]),
        })
        expect(await world.engine.check(bad)).not.toEqual([])
      }
      expect(await world.engine.definitions.get('billing')).toMatchObject({ version: 1 })
    })

    it('keeps its running instances on the version they began with', async () => {
      await deployWaiting()
      const id = await begin('A')
      await world.deploy(drawing('billing', start + task('other'), 'start -> other'))
      await paid('m1', 'A')
      expect(await world.get(id)).toMatchObject({ status: 'completed', definition: { version: 1 } })
      await vi.waitFor(async () =>
        expect((await world.engine.start({ key: 'billing' })).instance).toMatchObject({
          definition: { version: 2 },
        }),
      )
    })
  })
})
