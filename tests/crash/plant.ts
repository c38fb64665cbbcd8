/** Instances that wait, in any number: copies of one that an engine made, written past it. */
import type { Connection } from 'mongoose'
import type { InstanceDocument } from '#engine/adapters/mongo/instanceDocument.ts'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import { slotOf } from '#engine/adapters/store.ts'
import { createHour, createWorld, drawing, end, start, timer } from '../engine/runtime/world.ts'

export type Plant = (name: string, count: number, dueAt: (n: number) => number) => Promise<void>

/** Publishes a process that waits for a timer and answers what makes instances of it, due as `dueAt` says. */
export async function prepareField(connection: Connection): Promise<Plant> {
  const instances = connection.collection<{ _id: string }>('instances')
  const { engine, deploy } = createWorld(createMongoStore({ connection }), createHour())
  await engine.run()
  await deploy(drawing('wait', start + timer('pause', 'PT1H') + end, 'start -> pause -> end'))
  await engine.start({ key: 'wait', instance: 'template' })
  await engine.stop()
  const found = await instances.findOneAndDelete({ _id: 'template' })
  const template = found as unknown as InstanceDocument
  const timers = Object.entries(template.timers)
  await connection.collection('history').deleteMany({})

  return async (name, count, dueAt) => {
    for (let from = 0; from < count; from += 5000) {
      const documents = Array.from({ length: Math.min(5000, count - from) }, (_, n) => {
        const _id = `${name}${from + n}`
        const wakeAt = new Date(dueAt(from + n))
        const due = wakeAt.toISOString()
        const own = Object.fromEntries(timers.map(([id, one]) => [id, { ...one, due }]))
        return { ...template, _id, slot: slotOf(_id), timers: own, wakeAt, outbox: {}, journal: [] }
      })
      await instances.insertMany(documents as never)
    }
  }
}
