/** Every query on the way of a running process uses an index, whatever else the collection holds. */

import mongoose, { type Connection } from 'mongoose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import type { Store } from '#engine/adapters/store.ts'
import { freshDatabaseUri } from '#tests/support/database.ts'
import { type Asked, explain } from '#tests/support/explain.ts'
import { anEffect, anEntry, anInstance, aWrite } from './stores.ts'

const waiting = 3000
let connection: Connection
let store: Store
let commands: Asked[] = []

beforeAll(async () => {
  connection = await mongoose.createConnection(freshDatabaseUri(), { monitorCommands: true }).asPromise()
  connection.getClient().on('commandStarted', ({ command }) => commands.push(command))
  store = createMongoStore({ connection })
  await store.open()
  const future = new Date(Date.now() + 86_400_000).toISOString()
  const past = new Date(Date.now() - 60_000).toISOString()
  const writes = Array.from({ length: waiting }, (_, n) =>
    aWrite(
      null,
      anInstance({
        _id: `i${n}`,
        startedAt: new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString(),
        ...(n % 3 === 0 && { wakeAt: n % 300 === 0 ? past : future }),
        ...(n % 2 === 0 && { businessKey: `K-${n}` }),
        subject: { entity: 'deal', id: `d${n}` },
        outbox: n % 7 === 0 ? [{ ...anEffect(1, 0), id: `i${n}/1/0` }] : [],
        subscriptions: [
          { id: '1', scope: 's', node: 'n', trigger: 0, kind: 'message', name: 'paid', key: `I-${n}` },
          { id: '2', scope: 's', node: 'n', trigger: 0, kind: 'condition', name: 'deal.amount > 5' },
        ],
      }),
    ),
  )
  for (let n = 0; n < waiting; n += 500) await store.instances.commit(writes.slice(n, n + 500))
  for (let n = 0; n < 300; n++)
    await store.jobs.offer({
      _id: `j${n}`,
      topic: n < 5 ? 'pay' : 'print',
      instance: `i${n}`,
      node: 'A',
      process: { key: 'sale', version: 1 },
      input: {},
      retries: 3,
      backoff: 'PT10S',
    })
  await store.jobs.lock({ worker: 'w', topic: 'print', milliseconds: 86_400_000, limit: 290 })
  await store.history.file(writes.map(({ next }) => anEntry(next)))
  for (let n = 0; n < 200; n++)
    await store.messages.receive({
      _id: `m${n}`,
      kind: 'message',
      name: 'paid',
      key: `K-${n}`,
      receivedAt: past,
      expiresAt: future,
      lookAt: n === 0 ? past : future,
      status: 'waiting',
      takers: {},
      started: [],
    })
})

afterAll(async () => {
  await connection.dropDatabase()
  await connection.close()
})

const now = () => new Date().toISOString()
const deal = { entity: 'deal', id: 'd5' }
const queries: [string, number, (store: Store) => Promise<unknown>][] = [
  ['load an instance', 1, store => store.instances.load(['i5'])],
  ['load a group', 3, store => store.instances.load(['i5', 'i6', 'i7'])],
  ['due instances', 11, store => store.instances.due({ limit: 200 })],
  ['due instances of some shares', 11, store => store.instances.due({ slots: [1, 5, 9], limit: 200 })],
  ['neglected instances', 11, store => store.instances.due({ lateBy: 2000, limit: 200 })],
  [
    'instances that wait for a message',
    1,
    s => s.instances.listening({ kind: 'message', name: 'paid', key: 'I-5' }, { limit: 100 }),
  ],
  [
    'instances that wait for a signal',
    1,
    s => s.instances.listening({ kind: 'signal', name: 'stop' }, { limit: 100 }),
  ],
  [
    'instances that watch a record',
    1,
    s => s.instances.listening({ kind: 'condition', subject: deal }, { limit: 100 }),
  ],
  ['instances of a record', 1, store => store.instances.find({ subject: deal })],
  [
    'instances by business key',
    1,
    store => store.instances.find({ key: 'sale', businessKey: 'K-6', status: 'running' }),
  ],
  ['instances with incidents', 1, store => store.instances.find({ withIncident: true })],
  ['overdue instances', 11, store => store.instances.count({ overdueBy: 10_000 })],
  ['children', 1, store => store.instances.find({ parent: 'i5' })],
  ['the newest page', 51, store => store.instances.find({ limit: 50 })],
  [
    'the newest page of a process',
    51,
    store => store.instances.find({ key: 'sale', status: 'running', limit: 50 }),
  ],
  ['an effect to claim', 1, store => store.instances.claim({ instance: 'i7', effect: 'i7/1/0' }, 1, now())],
  ['history', 1, store => store.history.read('i5', { after: 0, limit: 100 })],
  ['kept messages', 2, store => store.messages.waiting({ name: 'paid', key: 'K-5' }, now())],
  ['a job to fetch', 3, s => s.jobs.lock({ worker: 'w', topic: 'pay', milliseconds: 60_000, limit: 1 })],
  [
    'no job among many that others have',
    6,
    s => s.jobs.lock({ worker: 'w', topic: 'print', milliseconds: 60_000, limit: 10 }),
  ],
  ['jobs of an instance', 1, store => store.jobs.find({ instance: 'i5', limit: 10 })],
  ['messages to look at again', 2, store => store.messages.due(now(), 100)],
]

it.each(queries)('%s: no more documents are read than wanted', async (_what, most, ask) => {
  commands = []
  await ask(store)
  const asked = commands.filter(command => 'find' in command || 'aggregate' in command || 'update' in command)
  expect(asked).not.toEqual([])
  for (const command of [...asked]) {
    const { stages, documents } = await explain(connection, command)
    expect(stages).not.toContain('COLLSCAN')
    expect(documents).toBeLessThanOrEqual(most)
  }
})
