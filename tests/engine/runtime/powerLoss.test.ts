import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import { type MortalDatabase, startMortalDatabase } from '#tests/support/mortalDatabase.ts'
import { createHour, createWorld, drawing, end, start, task } from './world.ts'

let database: MortalDatabase
beforeAll(async () => {
  database = await startMortalDatabase()
})
afterAll(() => database?.end())

const rounds = process.env.BATON_TESTS === 'long' ? 12 : 3
const writers = 16

describe('Instances in MongoDB', () => {
  it('are there when the database is killed in the moment in which the last one was acknowledged', {
    timeout: 20_000 * rounds,
  }, async () => {
    for (let round = 0; round < 2 * rounds; round++) {
      const { engine, deploy } = createWorld(createMongoStore({ uri: database.uri }), createHour())
      await engine.run()
      await deploy(drawing('wait', start + task('ask') + end, 'start -> ask -> end'))
      const known: string[] = []
      for (let n = 0; n < 20; n++) {
        known.push(`one by one ${round}-${n}`)
        await engine.start({ key: 'wait', instance: known.at(-1)! })
      }
      await database.kill()
      await database.start()
      await engine.stop()
      expect(await missing(known)).toEqual([])
    }
  })

  it(`are there, whole, once they were acknowledged, when the database is killed at that very moment`, {
    timeout: 20_000 * rounds,
  }, async () => {
    for (let round = 0; round < rounds; round++) {
      const { engine, deploy } = createWorld(createMongoStore({ uri: database.uri }), createHour())
      await engine.run()
      await deploy(drawing('wait', start + task('ask') + end, 'start -> ask -> end'))
      const acknowledged: string[] = []
      let over = false
      const people = Promise.all(
        Array.from({ length: writers }, async (_, writer) => {
          for (let n = 0; !over; n++) {
            const instance = `round${round}-${writer}-${n}`
            await engine.start({ key: 'wait', instance }).then(
              () => acknowledged.push(instance),
              () => {},
            )
          }
        }),
      )
      while (acknowledged.length < 200) await new Promise(done => setTimeout(done, 10))
      await database.kill()
      over = true
      const known = [...acknowledged]
      await database.start()
      await people
      await engine.stop()

      expect(await missing(known)).toEqual([])
    }
  })
})

/** Those of these instances that the database does not know, or knows in another state. */
async function missing(known: string[]): Promise<string[]> {
  const store = createMongoStore({ uri: database.uri })
  await store.open()
  const found = await store.instances.load(known)
  await store.close()
  return known.filter((_, n) => found[n]?.instance.revision !== 1)
}
