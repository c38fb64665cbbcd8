import { channel } from 'node:diagnostics_channel'
import { createRequire } from 'node:module'
import type { Socket } from 'node:net'
import mongoose from 'mongoose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDurably } from '#engine/adapters/mongo/connection.ts'
import { type MortalDatabase, startMortalDatabase } from '#tests/support/mortalDatabase.ts'
import { until } from '#tests/support/product.ts'

let database: MortalDatabase
const sockets = new Set<Socket>()
const opened = channel('net.client.socket')
const remember = (message: unknown) => void sockets.add((message as { socket: Socket }).socket)

beforeAll(async () => {
  opened.subscribe(remember)
  database = await startMortalDatabase()
})
afterAll(async () => {
  opened.unsubscribe(remember)
  await database?.end()
})

it('Whoever asks in the very moment in which the database hangs up is told so, and does not wait for ever', {
  timeout: 60_000,
}, async () => {
  const connection = await openDurably(mongoose.createConnection(), database.uri, {
    maxPoolSize: 1,
    serverSelectionTimeoutMS: 1000,
  })
  const deals = connection.collection('deals')
  await deals.insertOne({ title: 'before' })
  const asked: Promise<unknown>[] = []
  // Between the end of a socket and the news of it, the driver takes the connection for a good one.
  for (const socket of sockets)
    inTheMomentItEnds(socket, () => asked.push(deals.insertOne({ title: 'meanwhile' }).catch(String)))

  await database.kill()
  await until('somebody to have asked', () => asked.length > 0)
  await expect(Promise.race([Promise.all(asked), in20Seconds()])).resolves.not.toBe('still waiting')

  await database.start()
  await until('the database to be asked again', () => deals.countDocuments().catch(() => 0))
  await connection.close()
})

it('The alarm clock asks through the very same driver', () => {
  const here = createRequire(import.meta.url)
  const driverOf = (name: string) => createRequire(here.resolve(name)).resolve('mongodb')
  expect(driverOf('@agendajs/mongo-backend')).toBe(driverOf('mongoose'))
})

function inTheMomentItEnds(socket: Socket, act: () => void): void {
  const destroy = socket._destroy
  socket._destroy = function (error, done) {
    destroy.call(this, error, done)
    act()
  }
}

function in20Seconds(): Promise<string> {
  return new Promise(done => setTimeout(() => done('still waiting'), 20_000).unref())
}
