import { existsSync, mkdtempSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mongoose from 'mongoose'
import { afterEach, expect, it } from 'vitest'
import { openDurably } from '#engine'
import { startDatabase } from '#server/embedded/index.ts'

const silent = { info() {}, warn() {} }
const cleanUps: (() => Promise<unknown> | unknown)[] = []

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'baton-embedded-'))
  cleanUps.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

async function open(dataDir: string) {
  const database = await startDatabase({ dataDir, log: silent })
  cleanUps.push(() => database.stop())
  const options = { serverSelectionTimeoutMS: 10_000 }
  const connection = await openDurably(mongoose.createConnection(), database.uri, options)
  cleanUps.push(() => connection.close())
  return { database, connection }
}

it('keeps what was written through a stop and a new start', async () => {
  const dataDir = folder()
  const first = await open(dataDir)
  await first.connection.collection('letters').insertOne({ text: 'kept' })
  await first.connection.close()
  await first.database.stop()

  const second = await open(dataDir)
  expect(await second.connection.collection('letters').findOne()).toMatchObject({ text: 'kept' })
})

it('comes back under the same address when its process is killed, with all that was acknowledged', async () => {
  const { database, connection } = await open(folder())
  const letters = connection.collection<{ _id: number }>('letters')
  await letters.insertOne({ _id: 1 })
  const killed = database.pid()!
  const restarted = new Promise<void>(done => database.onRestart(done))

  process.kill(killed, 'SIGKILL')
  await restarted

  expect(database.pid()).not.toBe(killed)
  expect(await letters.findOne()).toMatchObject({ _id: 1 })
})

it('answers queries for which several indexes compete', async () => {
  const { connection } = await open(folder())
  const deals = connection.collection('deals')
  await deals.createIndexes([{ key: { a: 1 } }, { key: { b: 1 } }])
  await deals.insertMany(Array.from({ length: 200 }, (_, n) => ({ a: n % 3, b: n % 5 })))
  expect(await deals.find({ a: 2, b: 9 }).toArray()).toEqual([])
})

it('removes the socket folder that a killed process left behind', async () => {
  const dataDir = folder()
  const { database } = await open(dataDir)
  const left = join(readlinkSync(join(dataDir, 'database.sock')), '..')
  const restarted = new Promise<void>(done => database.onRestart(done))
  process.kill(database.pid()!, 'SIGKILL')
  await restarted
  expect(existsSync(left)).toBe(false)
})

it('opens below a path too long for a socket', async () => {
  const { connection } = await open(join(folder(), 'a-rather-long-folder-name'.repeat(6)))
  expect(await connection.collection('any').countDocuments()).toBe(0)
})

it('uses the database it is given and starts none of its own', async () => {
  const database = await startDatabase({
    dataDir: '/nowhere',
    uri: 'mongodb://db.example/baton',
    log: silent,
  })
  expect(database).toMatchObject({ uri: 'mongodb://db.example/baton', embedded: false })
})
