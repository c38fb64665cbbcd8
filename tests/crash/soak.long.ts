/**
 * Half an hour of a mixed day's work (`SOAK_MINUTES` for another time): people on two servers make deals, complete tasks,
 * look around; one of the servers is killed each minute. Nothing may grow that has no reason to.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose, { type Connection } from 'mongoose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Client, Refusal, signIn } from '../support/api.ts'
import { type MortalDatabase, startMortalDatabase } from '../support/mortalDatabase.ts'
import { admin, type Product, startProduct, until } from '../support/product.ts'
import { pause } from './scene.ts'

const minutes = Number(process.env.SOAK_MINUTES ?? 30)
/** After so many the server has what it keeps at hand. */
const warming = Math.min(5, minutes / 3)
const people = 4
/** Milliseconds a person thinks. */
const thinking = 250

const folder = mkdtempSync(join(tmpdir(), 'baton-soak-'))
let database: MortalDatabase
const servers: Product[] = []

beforeAll(async () => {
  database = await startMortalDatabase()
  for (const name of ['steady', 'mortal'])
    servers.push(
      await startProduct({
        MONGODB_URI: database.uri,
        BATON_ADMIN_EMAIL: admin.email,
        BATON_ADMIN_PASSWORD: admin.password,
        NODE_OPTIONS: `--import ${join(import.meta.dirname, 'probe.mjs')}`,
        PROBE: join(folder, name),
      }),
    )
}, 120_000)

afterAll(async () => {
  await Promise.all(servers.map(server => server.stop()))
  await database?.end()
  rmSync(folder, { recursive: true, force: true })
})

it(`For ${minutes} minutes people work, a server falls each minute, and nothing grows without a reason`, {
  timeout: (minutes + 4) * 60_000,
}, async () => {
  const [steady, mortal] = servers as [Product, Product]
  const db = await mongoose.createConnection(database.uri).asPromise()
  const began = Date.now()
  const work = beginWork(servers)
  let kills = 0
  while (Date.now() < began + minutes * 60_000) {
    await pause(Math.min(60_000, minutes * 20_000))
    await mortal.kill()
    kills++
    await mortal.start()
  }
  await work.end()
  await until('everything that was asked for to be delivered', async () => {
    const open = await db.collection('instances').countDocuments({ outbox: { $ne: {} } })
    return open === 0
  })

  const samples = readProbe('steady').filter(({ at }) => at < began + minutes * 60_000)
  const warm = samples.filter(({ at }) => at >= began + warming * 60_000)
  const third = Math.ceil(warm.length / 3)
  const [before, after] = [median(warm.slice(0, third), 'rss'), median(warm.slice(-third), 'rss')]
  const sorted = warm.map(({ p99 }) => p99).sort((a, b) => a - b)
  console.log(
    `${work.done} requests, ${kills} kills; resident ${megabytes(before)} then ${megabytes(after)} ` +
      `(${Math.round((after / before - 1) * 100)} %), heap ${megabytes(median(warm.slice(0, third), 'heapUsed'))} ` +
      `then ${megabytes(median(warm.slice(-third), 'heapUsed'))}, outside it ` +
      `${megabytes(median(warm.slice(-third), 'external'))}; event loop p99 of five seconds: median ` +
      `${Math.round(median(warm, 'p99'))} ms, worst ${Math.round(sorted.at(-1)!)} ms; most ` +
      `${Math.round(Math.max(...warm.map(({ most }) => most)))} ms`,
  )
  console.log(await sizes(db))
  const longest = await longestJournal(db)
  const living = await db.collection('workers').countDocuments({ until: { $gt: new Date() } })
  await db.close()

  for (const { output } of servers) expect(output()).not.toMatch(/unhandled|uncaught/i)
  expect(steady.output()).not.toMatch(/"level":60/)
  expect([...work.surprises]).toEqual([])
  expect(living).toBeLessThanOrEqual(2)
  // What a fallen server had not filed yet stays with the instance, and is read from there.
  expect(longest).toBeLessThanOrEqual(20)
  // A shorter run has hardly settled when it ends.
  if (minutes >= 20) expect(after / before).toBeLessThan(1.1)
})

/** People who each do one thing after the other; a server that is away is waited for. */
function beginWork(servers: Product[]) {
  let over = false
  let done = 0
  const surprises = new Set<string>()

  async function person(server: Product, n: number): Promise<void> {
    let api: Client | undefined
    for (let round = n; !over; round++) {
      try {
        api ??= await signIn(server.url, admin)
        await acts[round % acts.length]!(api, `${n}-${round}`)
        done++
      } catch (error) {
        // Fallen, or the task was somebody else's by then, or wanted more values than people give here.
        if (!(error instanceof Refusal)) api = undefined
        else if (error.status === 401) api = undefined
        else if (![409, 422, 429, 503].includes(error.status)) surprises.add(error.message)
      }
      await pause(thinking)
    }
  }

  const all = servers.flatMap(server => Array.from({ length: people }, (_, n) => person(server, n)))
  return {
    surprises,
    get done() {
      return done
    },
    async end() {
      over = true
      await Promise.all(all)
    },
  }
}

const acts: ((api: Client, name: string) => Promise<unknown>)[] = [
  (api, name) => api.post('/deals', { title: `Soak ${name}`, amount: 100 }),
  completeAny,
  api => api.get('/deals?limit=50'),
  completeAny,
  api => api.get('/tasks?view=team&limit=50'),
  (api, name) => api.post('/companies', { name: `Company ${name}` }),
  completeAny,
  async api => {
    const { items } = await api.get<{ items: { id: string }[] }>('/instances?limit=20')
    const one = items[Math.floor(Math.random() * items.length)]
    if (one) await api.get(`/instances/${one.id}/history`)
  },
]

async function completeAny(api: Client): Promise<void> {
  const { items } = await api.get<{ items: { id: string }[] }>('/tasks?view=team&limit=50')
  const one = items[Math.floor(Math.random() * items.length)]
  if (!one) return
  const { outcomes, version } = await api.get<{ outcomes: { id: string }[]; version: number }>(
    `/tasks/${one.id}`,
  )
  const outcome = outcomes[Math.floor(Math.random() * outcomes.length)]?.id
  await api.post(`/tasks/${one.id}/complete`, { outcome, values: { amount: 100 }, version })
}

interface Sample {
  at: number
  rss: number
  heapUsed: number
  external: number
  p99: number
  most: number
}

function readProbe(name: string): Sample[] {
  const file = join(folder, name)
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map(line => JSON.parse(line))
}

function median(samples: Sample[], figure: 'rss' | 'heapUsed' | 'external' | 'p99'): number {
  const sorted = samples.map(sample => sample[figure]).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`

/** Entries of the longest journal of an instance. */
async function longestJournal(db: Connection): Promise<number> {
  const found = await db
    .collection('instances')
    .aggregate<{ most: number }>([{ $group: { _id: null, most: { $max: { $size: '$journal' } } } }])
    .toArray()
  return found[0]?.most ?? 0
}

/** Documents of each collection. */
async function sizes(db: Connection): Promise<Record<string, number>> {
  const collections = await db.db!.listCollections().toArray()
  const counts = await Promise.all(
    collections.map(async ({ name }) => [name, await db.collection(name).countDocuments()] as const),
  )
  return Object.fromEntries(counts.filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a))
}
