import mongoose, { type Connection } from 'mongoose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import type { Store } from '#engine/adapters/store.ts'
import type { Command } from '#engine/core/commands.ts'
import { step } from '#engine/core/step.ts'
import { freshDatabase, freshDatabaseUri } from '#tests/support/database.ts'
import { type Asked, explain } from '#tests/support/explain.ts'
import { createHour, createWorld, drawing, end, message, start, type World } from './world.ts'

const waiting = 10_000

describe('Among ten thousand instances that wait', () => {
  let connection: Connection
  let store: Store
  let world: World
  let asked: Asked[] = []
  beforeAll(async () => {
    connection = await mongoose.createConnection(freshDatabaseUri(), { monitorCommands: true }).asPromise()
    connection.getClient().on('commandStarted', ({ command }) => asked.push(command))
    const hour = createHour()
    store = createMongoStore({ connection, now: () => hour.now })
    await store.open()
    world = createWorld(store, hour)
    const [definition] = await world.deploy(
      drawing('paying', start + message('wait') + end, 'start -> wait -> end'),
    )
    const { process, hash } = definition!
    const at = hour.now.toISOString()
    const writes = Array.from({ length: waiting }, (_, n) => {
      const body = { type: 'start' as const, instance: `i${n}`, variables: { orderId: `K-${n}` } }
      const command: Command = { ...body, id: `s${n}`, at, definition: { key: 'paying', version: 1, hash } }
      const result = step(process, null, command)
      if (!result.ok) throw new Error(result.refused.reason)
      const { instance, trace } = result
      const entry = { _id: `i${n}/1`, instance: `i${n}`, revision: 1, at, command, trace, commit: `c${n}` }
      return { previous: null, next: instance, journal: [entry], delivered: [] }
    })
    for (let n = 0; n < waiting; n += 500) await store.instances.commit(writes.slice(n, n + 500))
  })

  afterAll(async () => {
    await connection.dropDatabase()
    await connection.close()
  })

  it('SCL-06 a message finds the one it is for by index, and nobody else is touched', async () => {
    asked = []
    const answered = await world.engine.correlate({
      id: 'paid-9999',
      name: 'paid',
      correlationKey: 'K-9999',
      payload: { sum: 5 },
    })
    const reads = asked.filter(command => 'find' in command || 'aggregate' in command)
    expect(answered.delivered).toEqual([{ instance: 'i9999', node: 'wait' }])
    expect((await world.get('i9999')).status).toBe('completed')
    expect(await world.engine.instances.count({ key: 'paying', status: 'running' })).toBe(waiting - 1)
    expect(reads.length).toBeGreaterThan(0)
    for (const command of reads) {
      const { stages, documents } = await explain(connection, command)
      expect(stages).not.toContain('COLLSCAN')
      expect(documents).toBeLessThanOrEqual(2)
    }
  })
})

describe('Many tasks at once', () => {
  it('SCL-03 are stored one by one, and come back as they were, whoever completes which', async () => {
    const { connection } = await freshDatabase()
    const hour = createHour()
    const store = createMongoStore({ connection, now: () => hour.now })
    await store.open()
    const worlds = [createWorld(store, hour), createWorld(store, hour)]
    const rounds =
      '<multiInstanceLoopCharacteristics><loopCardinality>40</loopCardinality></multiInstanceLoopCharacteristics>'
    const task = `<userTask id="A" name="A">${rounds}</userTask>`
    await worlds[0]!.deploy(drawing('many', start + task + end, 'start -> A -> end'))
    const { instance } = await worlds[0]!.engine.start({ key: 'many' })
    const open = instance.tokens.filter(({ context }) => context?.task !== undefined).map(({ id }) => id)
    expect(open).toHaveLength(40)
    const order = open.map((id, n) => ({ id, place: (n * 17) % 40 })).sort((a, b) => a.place - b.place)
    for (const [n, { id }] of order.entries()) {
      const { engine } = worlds[n % 2]!
      const stepped = await engine.command(instance._id, { type: 'completeTask', token: id })
      const [stored] = await store.instances.load([instance._id])
      const { outbox: _, wakeAt: __, ...kept } = stored!.instance
      expect(stepped.instance).toMatchObject(kept)
    }
    expect((await worlds[0]!.get(instance._id)).status).toBe('completed')
  })
})

describe('Servers that fell without a farewell', () => {
  it('are forgotten when another begins', async () => {
    const { connection } = await freshDatabase()
    const hour = createHour()
    const store = createMongoStore({ connection, now: () => hour.now })
    await store.open()
    for (let n = 0; n < 50; n++) await store.workers.beat(`fallen${n}`, 6000)
    hour.now = new Date(hour.now.getTime() + 7_200_000)
    expect(await store.workers.beat('successor', 6000)).toEqual({ rank: 0, count: 1 })
    expect(await connection.collection('workers').countDocuments()).toBe(1)
  })
})
