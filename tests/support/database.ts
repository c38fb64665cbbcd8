/** The run's database, seen from a test: each test file works in a database of its own, dropped when the file is done. */
import { randomBytes } from 'node:crypto'
import mongoose, { type Connection } from 'mongoose'
import { afterAll, inject } from 'vitest'
import { openDurably } from '#engine'
import type {} from './databaseSetup.ts'

/** The address of a fresh, empty database. */
export function freshDatabaseUri(): string {
  const name = `baton_test_${randomBytes(6).toString('hex')}`
  return inject('databaseUri').replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)(\/[^?]*)?/, `$1/${name}`)
}

/** A connection to a fresh, empty database; closed and dropped after the file's last test. */
export async function freshDatabase(): Promise<{ uri: string; connection: Connection }> {
  const uri = freshDatabaseUri()
  const connection = await openDurably(mongoose.createConnection(), uri)
  afterAll(async () => {
    await connection.dropDatabase().catch(() => {})
    await connection.close()
  })
  return { uri, connection }
}
