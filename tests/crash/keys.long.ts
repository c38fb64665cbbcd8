/**
 * A server is killed between a request's work and the keeping of its answer. Whoever asks again under the same
 * `Idempotency-Key` gets what the first try made.
 */
import mongoose, { type Connection } from 'mongoose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabaseUri } from '../support/database.ts'
import { admin, type Product, startProduct, until } from '../support/product.ts'
import { openSlowWay, type SlowWay } from '../support/slowWay.ts'

const made: [path: string, collection: string, values: Record<string, unknown>][] = [
  ['/deals', 'deals', { title: 'Cut off' }],
  ['/companies', 'companies', { name: 'Cut off' }],
  ['/contacts', 'contacts', { name: 'Cut off' }],
  ['/products', 'products', { name: 'Cut off' }],
  ['/tasks', 'tasks', { name: 'Cut off' }],
]

let way: SlowWay
let product: Product
let db: Connection

beforeAll(async () => {
  const uri = freshDatabaseUri()
  way = await openSlowWay(uri, 0)
  db = await mongoose.createConnection(uri).asPromise()
  product = await startProduct({
    MONGODB_URI: way.uri,
    BATON_ADMIN_EMAIL: admin.email,
    BATON_ADMIN_PASSWORD: admin.password,
  })
}, 120_000)

afterAll(async () => {
  await product?.stop()
  await db?.dropDatabase()
  await db?.close()
  way?.close()
})

it('What a fallen server had made is found by whoever asks again', { timeout: 280_000 }, async () => {
  const post = await signIn()
  for (const [path, collection, values] of made) {
    // Each answer of the database is late, so that there is time to kill between what is written and what comes next.
    way.late = 300
    const cut = post(path, values).catch(() => ({ status: 0, id: undefined }))
    await until(`${path} to be written`, () => db.collection(collection).findOne(values))
    await product.kill()
    way.late = 0
    expect((await cut).status).toBe(0)
    await product.start()
    expect((await post(path, values)).status).toBe(409)
  }
  // A minute later.
  await db.collection('answers').updateMany({}, { $set: { at: new Date(Date.now() - 61_000) } })
  for (const [path, collection, values] of made) {
    const again = await post(path, values)
    const records = await db.collection<{ _id: string }>(collection).find(values).toArray()
    expect([path, again.status, records.map(({ _id }) => _id)]).toEqual([path, 201, [again.id]])
  }
  const deal = await db.collection('deals').findOne(made[0]![2])
  const told = { action: 'deal.created', target: deal!._id }
  expect(await db.collection('instances').countDocuments({ 'subject.id': deal!._id })).toBe(1)
  expect(await db.collection('audit').countDocuments(told)).toBe(1)
})

/** How this person sends a request under the key that is its path. */
async function signIn() {
  const { email, password } = admin
  const session = await ask('/session', { email, password })
  const { csrfToken } = (await session.json()) as { csrfToken: string }
  const cookie = session.headers.getSetCookie().map(each => each.split(';')[0]!)
  return async (path: string, values: unknown) => {
    const own = { cookie: cookie.join('; '), 'x-csrf-token': csrfToken, 'idempotency-key': path }
    const response = await ask(path, values, own)
    const { id } = (await response.json()) as { id?: string }
    return { status: response.status, id }
  }
}

const ask = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${product.url}/api${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
