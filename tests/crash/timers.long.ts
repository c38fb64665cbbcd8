/**
 * A hundred thousand timers wait, ten thousand come due within a minute, then ten thousand at one instant: two servers
 * fire each of them once. How late they are is printed, not asserted: it is the machine's business, too.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import { slotCount } from '#engine/adapters/store.ts'
import { freshDatabase } from '../support/database.ts'
import { until } from '../support/product.ts'
import { buildWorker } from './fire.ts'
import { type Plant, prepareField } from './plant.ts'

const future = 100_000
const due = 10_000
const folder = mkdtempSync(join(tmpdir(), 'baton-timers-'))
const servers: ChildProcess[] = []
let connection: Awaited<ReturnType<typeof freshDatabase>>['connection']
let plant: Plant
let store: ReturnType<typeof createMongoStore>

beforeAll(async () => {
  const database = await freshDatabase()
  connection = database.connection
  store = createMongoStore({ connection })
  plant = await prepareField(connection)
  await plant('future', future, n => Date.now() + 86_400_000 + n)
  const script = await buildWorker(folder)
  for (let n = 0; n < 2; n++) servers.push(await startServer(script, database.uri))
}, 300_000)

afterAll(async () => {
  for (const server of servers) server.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

describe('With a hundred thousand timers waiting', () => {
  it('the look for what is due costs little', async () => {
    const took: number[] = []
    for (let n = 0; n < 50; n++) {
      const began = performance.now()
      const slots = Array.from({ length: slotCount }, (_, slot) => slot)
      expect((await store.instances.due({ slots, limit: 200 })).found).toEqual([])
      took.push(performance.now() - began)
    }
    print('a look that finds nothing', took)
  })

  it('ten thousand that come due within a minute fire, each once', { timeout: 700_000 }, async () => {
    await plant('spread', due, n => Date.now() + 10_000 + (n * 60_000) / due)
    print('late, of 10,000 within a minute', await fired('spread'))
  })

  it('ten thousand that come due at one instant fire, each once', { timeout: 700_000 }, async () => {
    const instant = Date.now() + 10_000
    await plant('burst', due, () => instant)
    print('late, of 10,000 at one instant', await fired('burst'))
  })

  it('the others still wait', async () => {
    expect(await store.instances.count({ status: 'running' })).toBe(future)
  })
})

function instances() {
  return connection.collection<{ _id: string }>('instances')
}

/** Milliseconds by which each was late, once all have fired; each must have fired once. */
async function fired(name: string): Promise<number[]> {
  const mine = { _id: { $regex: `^${name}` } }
  await until(
    'all to fire',
    async () => (await instances().countDocuments({ ...mine, status: 'completed' })) === due,
    600_000,
  )
  const planned = await instances()
    .find({ ...mine })
    .project<{ _id: string; revision: number }>({ revision: 1 })
    .toArray()
  expect(planned.every(({ revision }) => revision === 2)).toBe(true)
  const history = connection.collection<{ _id: string; command: { id: string; at: string } }>('history')
  await until('history to be filed', async () => (await history.countDocuments(mine)) === due, 30_000)
  const entries = await history.find(mine).toArray()
  return entries.map(({ command: { id, at } }) => Date.parse(at) - Date.parse(id.split('@')[1]!))
}

function startServer(script: string, uri: string): Promise<ChildProcess> {
  return new Promise(ready => {
    const args = [uri, join(folder, 'sink'), '15000']
    const child = fork(script, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    child.once('message', () => ready(child))
  })
}

function print(what: string, milliseconds: number[]): void {
  const sorted = milliseconds.sort((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)]! * 10) / 10
  console.log(`${what}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`)
}
