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

async function revisionsIn(connection: Connection): Promise<Map<string, number>> {
  const found = await connection.collection('instances').find().project({ revision: 1 }).toArray()
  return new Map(found.map(({ _id, revision }) => [String(_id), revision]))
}

function revisionOf(effect: string): number {
  return Number(effect.split('/')[1])
}
