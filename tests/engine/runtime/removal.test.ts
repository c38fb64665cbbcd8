import { beforeEach, describe, expect, it } from 'vitest'
import type { Store } from '#engine/adapters/store.ts'
import { stores } from '../../contracts/stores.ts'
import { call, createHour, createWorld, drawing, end, start, task, type World } from './world.ts'

const sale = drawing('sale', start + task('A') + task('B') + end, 'start -> A -> B -> end')
const other = drawing('sale', start + task('A') + end, 'start -> A -> end')

describe.each(stores)('A process kept in %s', (_name, open) => {
  let store: Store
  let world: World
  beforeEach(async () => {
    const hour = createHour()
    store = await open(() => hour.now)
    world = createWorld(store, hour)
  })

  const begin = async (variables = {}) => (await world.engine.start({ key: 'sale', variables })).instance
  const complete = async (id: string, node: string) => {
    const token = world.tokenAt(await world.get(id), node)
    await world.engine.command(id, { type: 'completeTask', token })
  }
  const finish = async (id: string) => {
    await complete(id, 'A')
    await complete(id, 'B')
  }
  const remove = (request = {}) => world.engine.definitions.remove({ key: 'sale', by: 'ann', ...request })

  it('VER-07 with running instances is not removed, unless they go with it', async () => {
    await world.deploy(sale)
    const { _id } = await begin()
    await expect(remove()).rejects.toMatchObject({ name: 'Refused', code: 'notAllowed' })
    expect((await world.get(_id)).status).toBe('running')
    expect(await remove({ cascade: true })).toEqual({ versions: [1], cancelled: 1, removed: 1 })
    expect(world.heard()).toContain('closeTask endProcess')
    expect(await world.engine.instances.get(_id)).toBeNull()
    expect(await world.engine.instances.history(_id)).toEqual([])
    await expect(world.engine.definitions.get('sale')).rejects.toMatchObject({ name: 'NotFound' })
    await expect(begin()).rejects.toMatchObject({ name: 'NotFound' })
    expect(await world.engine.definitions.list()).toEqual([])
  })

  it('VER-07 keeps the drawing by which ended instances are shown, unless they go with it', async () => {
    await world.deploy(sale)
    const { _id } = await begin()
    await finish(_id)
    await expect(remove()).rejects.toMatchObject({ code: 'notAllowed' })
    expect(await remove({ cascade: true })).toEqual({ versions: [1], cancelled: 0, removed: 1 })
  })

  it('VER-07 loses one version, and the other goes on; the number is not given again', async () => {
    await world.deploy(sale)
    const first = await begin()
    await world.deploy(other)
    const second = await begin()
    expect(await remove({ version: 2, cascade: true })).toEqual({ versions: [2], cancelled: 1, removed: 1 })
    expect(await world.engine.instances.get(second._id)).toBeNull()
    await finish(first._id)
    expect((await world.get(first._id)).status).toBe('completed')
    expect((await begin()).definition.version).toBe(1)
    const [next] = await world.deploy(other)
    expect(next!.version).toBe(3)
  })

  it('VER-07 that nobody uses is simply removed, and unknown afterwards', async () => {
    await world.deploy(sale)
    expect(await remove()).toEqual({ versions: [1], cancelled: 0, removed: 0 })
    await expect(remove()).rejects.toMatchObject({ name: 'NotFound' })
  })

  it('VER-07 tells the one who called it, whose step then needs help', async () => {
    await world.deploy(sale)
    await world.deploy(drawing('caller', start + call('ask', 'sale') + end, 'start -> ask -> end'))
    const { instance } = await world.engine.start({ key: 'caller' })
    await world.until(instance._id, ({ outbox }) => expect(outbox).toEqual([]))
    await remove({ cascade: true })
    await world.until(instance._id, ({ incidents }) =>
      expect(incidents).toMatchObject([{ node: 'ask', code: 'childCancelled' }]),
    )
  })

  it('OPS-10 begins again at a step after it ended, with its variables', async () => {
    await world.deploy(sale)
    const ended = await begin({ amount: 5, note: 'old' })
    await expect(world.engine.restart({ instance: ended._id, at: 'B' })).rejects.toMatchObject({
      code: 'notAllowed',
    })
    await finish(ended._id)
    const request = { instance: ended._id, at: 'B', variables: { note: 'new' }, commandId: 'once', by: 'ann' }
    const { instance } = await world.engine.restart(request)
    expect(instance._id).not.toBe(ended._id)
    expect(instance.tokens.map(({ at }) => at)).toEqual(['B'])
    expect(instance.variables).toEqual({ amount: 5, note: 'new' })
    expect((await world.engine.restart(request)).instance._id).toBe(instance._id)
    const [entry] = await world.engine.instances.history(instance._id)
    expect(entry).toMatchObject({ by: 'ann', command: { startAt: 'B', restartOf: ended._id } })
    await complete(instance._id, 'B')
    expect((await world.get(instance._id)).status).toBe('completed')
  })

  it('OPS-10 is refused for a step the process does not have', async () => {
    await world.deploy(sale)
    const ended = await begin()
    await finish(ended._id)
    await expect(world.engine.restart({ instance: ended._id, at: 'Z' })).rejects.toMatchObject({
      code: 'unknownNode',
    })
    await world.deploy(other)
    const { instance } = await world.engine.restart({ instance: ended._id, at: 'A', version: 2 })
    expect(instance.definition.version).toBe(2)
  })
})
