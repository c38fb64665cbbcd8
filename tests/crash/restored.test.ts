/**
 * A backup made in the middle of many steps: what was told to our own world is copied before the instances, and some of
 * it is told while they move on. Brought back, every promise must hold as after a crash. What jobs did outside is done.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Connection } from 'mongoose'
import { afterAll, expect, it } from 'vitest'
import { backup } from '#server/backup/backup.ts'
import { inspect } from '#server/backup/format.ts'
import { restore } from '#server/backup/restore.ts'
import { freshDatabase } from '../support/database.ts'
import { until } from '../support/product.ts'
import { crashProcess } from './process.ts'
import { verify } from './verify.ts'
import { openWithWorld } from './worldBeside.ts'

const folder = mkdtempSync(join(tmpdir(), 'baton-restored-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('A backup from the middle of the work goes on to the end, nothing lost, nothing twice', {
  timeout: 120_000,
}, async () => {
  const [before, after] = [await freshDatabase(), await freshDatabase()]
  const file = join(folder, 'backup.gz')
  const here = await openWithWorld(before.connection)
  await here.engine.deploy(crashProcess, { by: 'backup' })
  // Copied after the world and before the instances: work goes on in between.
  await before.connection.collection('years').insertMany(Array.from({ length: 8000 }, (_, n) => ({ n })))
  for (let n = 0; n < 20; n++) await here.begin(`early${n}`)
  const people = here.work()
  const busy = new Set<Promise<unknown>>()
  const starting = setInterval(() => busy.size < 100 && busy.add(here.begin(`order${busy.size}`)), 40)
  await until('some work to be done', () => here.acknowledged.size > 60)
  const acknowledged = new Set(here.acknowledged)
  await backup(before.connection, file, { baton: 'backup', format: 1, version: 'test' })
  clearInterval(starting)
  await Promise.all(busy)
  await people.end()
  await here.engine.stop()

  const { counts } = await inspect(file)
  expect(counts.instances).toBeGreaterThan(20)
  await restore(after.connection, file, counts)
  const revisions = await revisionsIn(after.connection)
  const done = here.outside.filter(({ id }) => revisionOf(id) <= (revisions.get(id.split('/')[0]!) ?? 0))
  const there = await openWithWorld(after.connection)
  const successors = there.work()
  await until('everything to come to its end', async () => {
    const running = await there.engine.instances.count({ status: 'running' })
    return running === 0
  })
  await until('everything to be told', async () => {
    const left = await after.connection.collection('instances').countDocuments({ outbox: { $ne: {} } })
    return left === 0
  })
  await successors.end()
  const told = [...done, ...there.outside, ...(await there.told())]
  const findings = await verify(there.store, acknowledged, { told }, counts.instances!)
  await there.engine.stop()
  expect(findings).toMatchObject({ notes: [], lost: 0, duplicated: 0, stuck: 0 })
})

it('What a server makes in the very second in which a backup begins is in it whole, or not at all', {
  timeout: 60_000,
}, async () => {
  const [before, after] = [await freshDatabase(), await freshDatabase()]
  const file = join(folder, 'second.gz')
  // Copied after the deals and before the tasks: deals are made in between.
  await before.connection.collection('notes').insertMany(Array.from({ length: 20_000 }, (_, n) => ({ n })))
  let made = 0
  const making = setInterval(() => void makeDeal(before.connection, made++), 5)
  await until('the first deals', () => made > 20)
  await until('a new second', () => Date.now() % 1000 < 200)
  await backup(before.connection, file, { baton: 'backup', format: 1, version: 'test' })
  clearInterval(making)

  await restore(after.connection, file, (await inspect(file)).counts)
  const deals = await after.connection.collection('deals').find().toArray()
  const tasks = await after.connection.collection('tasks').find().toArray()
  expect(deals.length).toBeGreaterThan(20)
  expect(new Set(tasks.map(({ deal }) => deal))).toEqual(new Set(deals.map(({ _id }) => String(_id))))
})

/** A deal and its task, by a server whose ids are the lowest of each second. */
async function makeDeal(connection: Connection, n: number): Promise<void> {
  const deal = idOf(n)
  await connection.collection<{ _id: string }>('deals').insertOne({ _id: deal })
  await connection.collection('tasks').insertOne({ _id: `task${n}` as never, deal })
}

function idOf(n: number): string {
  const seconds = Math.floor(Date.now() / 1000).toString(16)
  return `${seconds}${'0'.repeat(10)}${n.toString(16).padStart(6, '0')}`
}

async function revisionsIn(connection: Connection): Promise<Map<string, number>> {
  const found = await connection.collection('instances').find().project({ revision: 1 }).toArray()
  return new Map(found.map(({ _id, revision }) => [String(_id), revision]))
}

function revisionOf(effect: string): number {
  return Number(effect.split('/')[1])
}
