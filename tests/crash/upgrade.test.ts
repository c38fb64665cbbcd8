/**
 * Instances that an earlier build left running, as a backup of that time keeps them, are brought to their end by this
 * one. `RECORD=1` writes the backup anew: only when a release has been made, never to make this test pass.
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { backup } from '#server/backup/backup.ts'
import { inspect } from '#server/backup/format.ts'
import { restore } from '#server/backup/restore.ts'
import { freshDatabase } from '../support/database.ts'
import { until } from '../support/product.ts'
import { crashProcess } from './process.ts'
import { verify } from './verify.ts'
import { openWithWorld } from './worldBeside.ts'

const file = join(import.meta.dirname, 'fixtures/running.backup.gz')
const running = 500

it('Five hundred instances that an earlier build left running go on to the end', {
  timeout: 120_000,
}, async () => {
  if (process.env.RECORD || !existsSync(file)) await record()
  const { connection } = await freshDatabase()
  const { counts } = await inspect(file)
  expect(counts.instances).toBe(running)
  await restore(connection, file, counts)
  const told = (await connection.collection('outside').find().toArray()) as never[]
  const there = await openWithWorld(connection)
  const people = there.work()
  await until(
    'everything to come to its end',
    async () => {
      const left = await connection.collection('instances').countDocuments({
        $or: [{ status: 'running' }, { outbox: { $ne: {} } }],
      })
      return left === 0
    },
    100_000,
  )
  await people.end()
  const heard = [...told, ...there.outside, ...(await there.told())]
  const findings = await verify(there.store, new Set(), { told: heard }, running)
  await there.engine.stop()
  expect(findings).toMatchObject({ notes: [], lost: 0, duplicated: 0, stuck: 0 })
})

/** Instances at every place of the process: some just begun, some half done, some nearly through. */
async function record(): Promise<void> {
  const { connection } = await freshDatabase()
  const here = await openWithWorld(connection)
  await here.engine.deploy(crashProcess, { by: 'upgrade' })
  for (let n = 0; n < running; n++) await here.begin(`order${n}`)
  const people = here.work()
  await until('some of the work to be done', () => here.acknowledged.size > running + 200)
  await people.end()
  await here.engine.stop()
  if (here.outside.length > 0) await connection.collection('outside').insertMany(here.outside as never)
  mkdirSync(dirname(file), { recursive: true })
  rmSync(file, { force: true })
  await backup(connection, file, { baton: 'backup', format: 1, version: 'recorded' })
}
