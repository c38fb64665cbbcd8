/**
 * Races, forced: one server is held between its step and its commit while another goes through, then the other way
 * round. Nothing here depends on luck or on sleeping.
 */

import { describe, expect, it } from 'vitest'
import type { ProcessInstance } from '#engine'
import type { Store } from '#engine/adapters/store.ts'
import { step } from '#engine/core/step.ts'
import { stores } from '../../../contracts/stores.ts'
import { call, createHour, createWorld, drawing, end, start, task, type World } from '../world.ts'
import { cancel, complete } from './acts.ts'
import { asking, key } from './drawings.ts'
import { createGate } from './gate.ts'
import { type Late, type Race, races } from './table.ts'

describe.each(stores)('On processes kept in %s, when', (_name, open) => {
  const prepare = async (race: Race) => {
    const hour = createHour()
    const store = await open(() => hour.now)
    const quick = createWorld(store, hour)
    quick.answer = () => new Promise(() => {})
    await quick.deploy(race.drawing)
    const { instance } = await quick.engine.start({ key, variables: { orderId: 'A' } })
    await race.until?.(quick, instance._id)
    return { hour, store, quick, id: instance._id }
  }

  describe.each(Object.entries(races))('%s', (_what, race) => {
    it.each(['first', 'second'] as const)('and the %s is late, all is in order', async late => {
      const { hour, store, quick, id } = await prepare(race)
      const gate = createGate()
      const slow = createWorld(store, hour, { beforeCommit: gate.pass })
      slow.answer = () => new Promise(() => {})

      const delayed = settled(race[late](slow, id))
      expect(await Promise.race([gate.reached, delayed])).toBeUndefined()
      await race[late === 'first' ? 'second' : 'first'](quick, id)
      gate.open()

      expect(await delayed).toBe(race.late[late])
      const instance = await quick.get(id)
      await race.check(instance, quick)
      await expectConsistent(store, quick, instance)
    })
  })

  it('two servers start the same thing, one instance comes of it', async () => {
    const { hour, store, quick } = await prepare(races['two people complete the same task']!)
    const gate = createGate()
    const slow = createWorld(store, hour, { beforeCommit: gate.pass })
    const delayed = slow.engine.start({ key, commandId: 'deal.created/1' })
    await gate.reached
    const { instance } = await quick.engine.start({ key, commandId: 'deal.created/1' })
    gate.open()
    expect((await delayed).instance._id).toBe(instance._id)
    expect(await quick.engine.instances.count({})).toBe(2)
  })

  it('a process is published while it is started, the instance keeps the version it began with', async () => {
    const { hour, store, quick } = await prepare(races['two people complete the same task']!)
    const gate = createGate()
    const slow = createWorld(store, hour, { beforeCommit: gate.pass })
    const delayed = slow.engine.start({ key })
    await gate.reached
    await quick.deploy(drawing(key, start + end, 'start -> end'))
    gate.open()
    expect((await delayed).instance).toMatchObject({ definition: { version: 1 }, tokens: [{ at: 'ask' }] })
  })

  it('two people publish at once, both get a version of their own', async () => {
    const { hour, store, quick } = await prepare(races['two people complete the same task']!)
    const other = createWorld(store, hour)
    const versions = await Promise.all([
      quick.deploy(drawing(key, start + end, 'start -> end')),
      other.deploy(drawing(key, start + task('x') + end, 'start -> x -> end')),
    ])
    expect(versions.map(([definition]) => definition!.version).sort()).toEqual([2, 3])
  })

  it('a called process ends while its caller is cancelled, neither is left behind', async () => {
    const hour = createHour()
    const store = await open(() => hour.now)
    const quick = createWorld(store, hour)
    await quick.deploy(drawing('child', start + task('work') + end, 'start -> work -> end'))
    await quick.deploy(drawing(key, start + call('sub', 'child') + end, 'start -> sub -> end'))
    const { instance } = await quick.engine.start({ key })
    const child = `${instance._id}.1.1`
    await quick.until(child, one => expect(one?.status).toBe('running'))
    const gate = createGate()
    const slow = createWorld(store, hour, { beforeCommit: gate.pass })
    const delayed = settled(complete('work')(slow, child))
    await gate.reached
    await cancel(quick, instance._id)
    await quick.until(child, one => expect(one.status).toBe('cancelled'))
    gate.open()
    expect(await delayed).toBe('refused')
  })

  it('two servers find the same abandoned effect, one of them delivers it', async () => {
    const hour = createHour()
    const store = await open(() => hour.now)
    const dying = createWorld(store, hour)
    dying.hear = () => new Promise(() => {})
    await dying.deploy(asking)
    const { instance } = await dying.engine.start({ key })
    const heirs = [createWorld(store, hour), createWorld(store, hour)]
    hour.now = new Date(hour.now.getTime() + 60_000)
    await Promise.all(heirs.map(({ engine }) => engine.sweep()))
    await heirs[0]!.until(instance._id, one => expect(one.outbox).toEqual([]))
    expect(heirs.flatMap(({ told }) => told)).toHaveLength(1)
  })
})

async function settled(work: Promise<unknown>): Promise<Late> {
  try {
    await work
    return 'counts'
  } catch (error) {
    if ((error as Error).name !== 'Refused') throw error
    return 'refused'
  }
}

/** History is without gaps, no command counts twice, and playing it again gives this very instance. */
async function expectConsistent(store: Store, world: World, instance: ProcessInstance): Promise<void> {
  const history = await world.engine.instances.history(instance._id)
  expect(history.map(({ revision }) => revision)).toEqual(history.map((_, n) => n + 1))
  expect(history).toHaveLength(instance.revision)
  expect(new Set(history.map(({ command: { id } }) => id)).size).toBe(history.length)
  let played: ProcessInstance | null = null
  for (const { command: recorded } of history) {
    const version = recorded.type === 'migrate' ? recorded.to : (played?.definition ?? instance.definition)
    const { process } = (await store.definitions.get(key, recorded.type === 'start' ? 1 : version.version))!
    const result = step(process, played, recorded)
    if (!result.ok) throw new Error(result.refused.reason)
    played = result.instance
  }
  const { outbox: _, wakeAt: __, ...rest } = instance
  expect(played).toMatchObject(rest)
}
