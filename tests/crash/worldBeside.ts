/** An engine and the world it tells, kept in one database: what a backup takes along, and what people see and do. */
import type { Connection } from 'mongoose'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import type { Effect } from '#engine/core/effects.ts'
import { createEngine } from '#engine/runtime/createEngine.ts'
import type { Told } from './asks.ts'

/** An engine whose world is a collection beside it, so that a backup takes the world along. */
export async function openWithWorld(connection: Connection) {
  const store = createMongoStore({ connection })
  const world = connection.collection<Told & { _id: string }>('world')
  const outside: Told[] = []
  const acknowledged = new Set<string>()
  let ids = 0
  const tell = async ({ type, id, token }: Effect) => {
    await world.updateOne({ _id: id }, { $set: { type, id, token } }, { upsert: true })
  }
  const engine = createEngine({
    store,
    settings: { lease: 3000 },
    ports: {
      readData: async () => ({}),
      createTask: tell,
      closeTask: tell,
      enterStage: tell,
      raiseIncident: tell,
      endProcess: tell,
      runJob: async effect => {
        outside.push({ type: effect.type, id: effect.id })
        return { type: 'done', output: effect.id }
      },
      log: { info() {}, warn() {}, error() {} },
      newId: () => `here${connection.name}${ids++}`,
    },
  })
  await engine.run()
  const told = async () => (await world.find().toArray()) as Told[]

  return {
    engine,
    store,
    told,
    outside,
    acknowledged,
    async begin(order: string) {
      const command = `start/${order}`
      await engine.start({ key: 'fire', instance: order, commandId: command, variables: { order } })
      acknowledged.add(`${order}|${command}`)
    },
    /** People complete what they are given, and everybody pays. */
    work() {
      const seen = new Set<string>()
      let over = false
      const round = async () => {
        while (!over) {
          for (const { id, token } of (await told()).filter(({ type }) => type === 'createTask')) {
            if (seen.has(id)) continue
            seen.add(id)
            const instance = id.split('/')[0]!
            const command = `complete/${id}`
            await engine.correlate({ id: `paid/${instance}`, name: 'paid', correlationKey: instance })
            await engine.command(instance, { type: 'completeTask', token: token!, id: command }).then(
              () => acknowledged.add(`${instance}|${command}`),
              error => {
                if (error.name !== 'Refused') throw error
              },
            )
          }
          await new Promise(done => setTimeout(done, 20))
        }
      }
      const running = round()
      return {
        async end() {
          over = true
          await running
        },
      }
    },
  }
}
