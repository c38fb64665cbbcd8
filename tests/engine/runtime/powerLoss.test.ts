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

      const after = createMongoStore({ uri: database.uri })
      await after.open()
      const found = await after.instances.load(known)
      const lost = known.filter((_, n) => found[n]?.instance.revision !== 1)
      await after.close()
      expect(lost).toEqual([])
    }
  })
})
