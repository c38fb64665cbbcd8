/**
 * A database shows a write to everybody before it has reached the disk. When it dies just then, a server has seen a step
 * that never happened. Nothing may come of it.
 */
import { describe, expect, it } from 'vitest'
import { verify } from '../../crash/verify.ts'
import { createMortalStore } from './simulation/mortalStore.ts'
import { createHour, createWorld, drawing, end, start, task, timer, type World } from './world.ts'

const together = drawing(
  'fire',
  `${start}<parallelGateway id="fork"/>${task('a')}${task('b')}<parallelGateway id="join"/>${task('after')}${end}`,
  'start -> fork -> a -> join -> after -> end',
  'fork -> b -> join',
)
const pausing = drawing(
  'fire',
  `${start}<parallelGateway id="fork"/>${task('a')}${timer('pause', 'PT1S')}<parallelGateway id="join"/>${end}`,
  'start -> fork -> a -> join -> end',
  'fork -> pause -> join',
)

describe('A step that was seen, and lost before it reached the disk,', () => {
  it('is built upon by nobody', async () => {
    const { database, here, there, complete, seen, expectInOrder } = await prepare(together)
    database.hold()
    const lost = failure(complete(here, 'a'))
    await seen(2)
    const upon = failure(complete(there, 'b'))
    await seen(3)
    database.die()
    expect([await lost, await upon]).toEqual(['Unavailable', 'Unavailable'])

    database.release()
    await here.engine.command('one', { type: 'setVariables', variables: { x: 1 }, id: 'x' })
    await complete(there, 'b')
    await complete(here, 'a')
    await complete(there, 'after')
    await expectInOrder('complete a', 'complete b', 'complete after', 'x')
  })

  it('is built upon by nobody who had only looked, once another step has its number', async () => {
    const { database, here, there, complete, seen, expectInOrder } = await prepare(together)
    database.hold()
    const lost = failure(complete(here, 'a'))
    await seen(2)
    const looked = there.engine.command('one', { type: 'completeTask', token: 'nobody', id: 'mistaken' })
    expect(await failure(looked)).toBe('Refused')
    database.die()
    database.release()
    expect(await lost).toBe('Unavailable')

    await here.engine.command('one', { type: 'setVariables', variables: { x: 1 }, id: 'x' })
    await complete(there, 'b')
    await complete(here, 'a')
    await complete(here, 'after')
    await expectInOrder('x', 'complete a', 'complete b', 'complete after')
  })

  it('is not taken for done when the same is asked for again', async () => {
    const { database, here, there, complete, seen, expectInOrder } = await prepare(together)
    database.hold()
    const lost = failure(complete(here, 'a'))
    await seen(2)
    const { waiting } = database
    let answered = false
    const again = failure(complete(there, 'a')).finally(() => {
      answered = true
    })
    while (!answered && database.waiting === waiting) await letGo()
    database.die()
    database.release()
    expect(await lost).toBe('Unavailable')
    // "Refused" would mean: it is done already.
    if ((await again) === 'Unavailable') await complete(there, 'a')
    await complete(here, 'b')
    await complete(here, 'after')
    await expectInOrder('complete a', 'complete b', 'complete after')
  })

  it('is no beginning that anybody may rely on', async () => {
    const { database, here, there, seen, expectInOrder, complete } = await prepare(together, false)
    const begin = (world: World) => world.engine.start({ key: 'fire', instance: 'one', commandId: 'start' })
    database.hold()
    const lost = failure(begin(here))
    await seen(1)
    const again = failure(begin(there))
    await letGo()
    database.die()
    database.release()
    expect(await lost).toBe('Unavailable')
    if ((await again) !== undefined) await begin(there)
    for (const node of ['a', 'b', 'after']) await complete(here, node)
    await expectInOrder('start')
  })

  it('is not told by history because another server looked', async () => {
    const { database, hour, here, there, complete, seen, expectInOrder } = await prepare(pausing)
    database.hold()
    const lost = failure(complete(here, 'a'))
    await seen(2)
    hour.now = new Date(hour.now.getTime() + 2000)
    const woken = failure(there.engine.sweep())
    await seen(3)
    database.die()
    database.release()
    await Promise.all([lost, woken])
    await here.engine.command('one', { type: 'setVariables', variables: { x: 1 }, id: 'x' })
    await here.engine.sweep()
    await there.engine.sweep()
    await complete(there, 'a')
    await expectInOrder('x', 'complete a')
  })
})

async function prepare(xml: string, started = true) {
  const hour = createHour()
  const database = createMortalStore({ now: () => hour.now })
  const here = createWorld(database.store, hour)
  const there = createWorld(database.store, hour)
  await here.deploy(xml)
  const asked: Record<string, string> = {}
  if (started) await here.engine.start({ key: 'fire', instance: 'one', commandId: 'start' })

  return {
    database,
    hour,
    here,
    there,
    /** Completes the task that stands there, or stood there when somebody looked last. */
    async complete(world: World, node: string) {
      const { tokens } = await world.get('one')
      asked[node] = tokens.find(({ at }) => at === node)?.id ?? asked[node]!
      await world.engine.command('one', { type: 'completeTask', token: asked[node], id: `complete ${node}` })
    },
    /** Waits until the database shows this revision. */
    async seen(revision: number): Promise<void> {
      for (;;) {
        const [stored] = await database.store.instances.load(['one'])
        if ((stored?.instance.revision ?? 0) >= revision) return
        await letGo()
      }
    },
    /** All of these count, nothing else does, and history plays again to what is there. */
    async expectInOrder(...acknowledged: string[]): Promise<void> {
      expect((await there.get('one')).status).toBe('completed')
      for (const world of [here, there, here, there]) await world.pass(60)
      await Promise.all([here.engine.stop(), there.engine.stop()])
      const told = [...here.told, ...there.told].map(({ type, id }) => ({ type, id }))
      const commands = new Set(acknowledged.map(command => `one|${command}`))
      expect((await verify(database.store, commands, { told }, 1)).notes).toEqual([])
    },
  }
}

const letGo = () => new Promise<void>(done => setImmediate(done))

const failure = (promise: Promise<unknown>): Promise<string | undefined> =>
  promise.then(
    () => undefined,
    error => error.name,
  )
