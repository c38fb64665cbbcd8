/** Servers are asked to stop in the middle of the work: they finish what they have begun and leave the rest to others. */
import mongoose from 'mongoose'
import { expect, it } from 'vitest'
import { signIn } from '../support/api.ts'
import { freshDatabaseUri } from '../support/database.ts'
import { admin, startProduct } from '../support/product.ts'
import { underFire } from './fire.ts'

const long = process.env.BATON_TESTS === 'long'

it('Engines that stop under load leave in good order, and nothing is done again', {
  timeout: 300_000,
}, async () => {
  // On a busy machine a stop takes its time.
  for (let stops = 0; stops < (long ? 20 : 1); ) {
    const report = await underFire({ seconds: long ? 45 : 8, pace: 1500, load: 30, gently: true })
    expect(report).toMatchObject({ unclean: 0, lost: 0, duplicated: 0, stuck: 0, redelivered: 0, notes: [] })
    stops += report.kills
  }
})

it('The server stops under load with code 0, and what it acknowledged is there', {
  timeout: 300_000,
}, async () => {
  const uri = freshDatabaseUri()
  const env = { MONGODB_URI: uri, BATON_ADMIN_EMAIL: admin.email, BATON_ADMIN_PASSWORD: admin.password }
  const product = await startProduct(env)
  const acknowledged: string[] = []
  try {
    for (let round = 0; round < (long ? 10 : 2); round++) {
      const api = await signIn(product.url, admin)
      const people = Array.from({ length: 4 }, async (_, person) => {
        for (let n = 0; ; n++) {
          const title = `${round}-${person}-${n}`
          const made = await api.post('/deals', { title }).then(
            () => true,
            () => false,
          )
          if (!made) return
          acknowledged.push(title)
          await new Promise(done => setTimeout(done, 100))
        }
      })
      await new Promise(done => setTimeout(done, 1500))
      expect(await product.end()).toBe(0)
      await Promise.all(people)
      await product.start()
    }
    const db = await mongoose.createConnection(uri).asPromise()
    const deals = await db.collection('deals').find().toArray()
    expect(deals.map(({ title }) => title)).toEqual(expect.arrayContaining(acknowledged))
    expect(new Set(deals.map(({ title }) => title)).size).toBe(deals.length)
    await db.dropDatabase()
    await db.close()
    expect(product.output()).not.toMatch(/unhandled/i)
    // Whoever was being served got an answer before the database was let go.
    expect(product.output()).not.toMatch(/"level":50/)
  } finally {
    await product.stop()
  }
})
