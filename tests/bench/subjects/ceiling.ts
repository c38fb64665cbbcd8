/** The ceiling: the same documents, read and written by the bare driver, in the same number of journeys. */
import mongoose, { type Connection } from 'mongoose'
import type { Subject } from '../subject.ts'
import type { BatonSubject } from './baton.ts'

type Plain = Record<string, unknown> & { _id: string }
const writing = { writeConcern: { w: 'majority', j: true } } as const

/** Takes its documents from what Baton has just written into the same database. */
export function createCeiling(uri: string, baton: BatonSubject): Subject {
  let connection: Connection | undefined
  let ids = 0
  const samples = new Map<string, { document: Plain; history: Plain[] }>()
  const instances = () => connection!.collection<Plain>('ceilingInstances')
  const history = () => connection!.collection<Plain>('ceilingHistory')

  async function sample(key: string): Promise<{ document: Plain; history: Plain[] }> {
    const known = samples.get(key)
    if (known) return known
    const document = (await connection!.collection<Plain>('instances').findOne({ 'definition.key': key }))!
    const found = await connection!.collection<Plain>('history').find({ instance: document._id }).toArray()
    const taken = { document, history: found }
    samples.set(key, taken)
    return taken
  }

  async function insert(key: string): Promise<string> {
    const { document, history: entries } = await sample(key)
    const _id = `d${ids++}`
    await instances().insertOne({ ...document, _id, revision: 1 }, writing)
    await history().insertOne({ ...entries[0], _id: `${_id}/1`, instance: _id, revision: 1 }, writing)
    return _id
  }

  async function step(key: string, _id: string, revision: number): Promise<void> {
    const { document, history: entries } = await sample(key)
    const { _id: _, revision: __, ...fields } = document
    await instances().updateOne({ _id, revision }, { $set: { ...fields, revision: revision + 1 } }, writing)
    const entry = { ...entries.at(-1), _id: `${_id}/${revision + 1}`, instance: _id, revision: revision + 1 }
    await history().insertOne(entry, writing)
  }

  return {
    name: 'bare driver',
    durable: true,
    async open() {
      connection = await mongoose.createConnection(uri, { ...writing, maxPoolSize: 40 }).asPromise()
      const indexes = await connection!.collection('instances').listIndexes().toArray()
      const wanted = indexes.filter(({ name }) => name !== '_id_').map(({ v: _, ...rest }) => rest)
      await instances().createIndexes(wanted as never)
      await history().createIndex({ instance: 1, revision: 1 }, { unique: true })
    },
    async straight(workload) {
      const id = await insert(workload)
      if (workload === 'jobs')
        for (let revision = 1; revision <= 10; revision++) await step(workload, id, revision)
      // What was asked for has been delivered: it leaves the outbox.
      await instances().updateOne({ _id: id }, { $set: { outbox: {} } }, writing)
    },
    async waiting() {
      const id = await insert('task')
      return async () => {
        await instances().findOne({ _id: id })
        await step('task', id, 1)
        await instances().updateOne({ _id: id }, { $set: { outbox: {} } }, writing)
      }
    },
    crowd: count => baton.crowd!(count),
    close: async () => connection?.close(),
  }
}
