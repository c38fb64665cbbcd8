/** The engine's store on MongoDB: a standalone server, a replica set or a cluster; no transactions anywhere. */
import mongoose, { type Connection, type Model, type mongo, STATES } from 'mongoose'
import type { Store } from '../store.ts'
import { answer } from './answers.ts'
import { openDurably } from './connection.ts'
import { mongoDefinitions } from './definitions.ts'
import { mongoHistory } from './history.ts'
import { mongoInstances } from './instances.ts'
import { mongoJobs } from './jobs.ts'
import { mongoMessages } from './messages.ts'
import { type Models, modelsOf } from './models.ts'
import { mongoRemoval } from './removal.ts'

export interface MongoStoreOptions {
  /** Where the database is; or an open connection (see `openDurably`), which stays the caller's. */
  uri?: string
  connection?: Connection
  /** For tests that move time by hand: this clock instead of the database's. */
  now?(): Date
}

/** Makes the store; `open()` connects it and builds the indexes. */
export function createMongoStore({ uri, connection: given, now }: MongoStoreOptions): Store {
  if (!uri && !given) throw new Error('createMongoStore needs a uri or a connection')
  const connection = given ?? mongoose.createConnection()
  const models = modelsOf(connection)
  const serverTime = async (): Promise<Date> => {
    const [answered] = await answer(connection.db!.aggregate([{ $documents: [{ now: '$$NOW' }] }]).toArray())
    return answered!.now
  }

  return {
    definitions: mongoDefinitions(models),
    instances: { ...mongoInstances(models, now), remove: mongoRemoval(models) },
    history: mongoHistory(models),
    messages: mongoMessages(models),
    workers: mongoWorkers(models, now),
    jobs: mongoJobs(models, now),
    async open() {
      await answer(given ? given.asPromise() : opened(connection, uri!))
      await answer(Promise.all(Object.values(models).map(model => buildIndexes(model as Model<unknown>))))
    },
    async close() {
      if (!given) await connection.close()
    },
    now: async () => (now ? now() : serverTime()),
  }
}

/** One question a collection, all at once: when they are there already, starting costs no more than the journey. */
async function buildIndexes({ collection, schema }: Model<unknown>): Promise<void> {
  const indexes = schema.indexes().map(([key, options]) => ({ ...options, key }) as mongo.IndexDescription)
  if (indexes.length > 0) await collection.createIndexes(indexes)
}

function opened(connection: Connection, uri: string): Promise<Connection> {
  if (connection.readyState !== STATES.disconnected) return connection.asPromise()
  return openDurably(connection, uri, {
    serverSelectionTimeoutMS: 3000,
    // A machine that froze or vanished without a word is given up after two looks; what was under way is unknown then.
    connectTimeoutMS: 5000,
    heartbeatFrequencyMS: 5000,
    maxPoolSize: 40,
    minPoolSize: 2,
  })
}

/** Who lives, by the database's clock: each worker extends its own life, and reads the others' in the same breath. */
function mongoWorkers({ workers }: Models, clock?: () => Date): Store['workers'] {
  const time = () => clock?.() ?? '$$NOW'
  return {
    async beat(worker, forMilliseconds) {
      const until = { $add: [time(), forMilliseconds] }
      const { upsertedCount } = await answer(
        workers.collection.updateOne({ _id: worker as never }, [{ $set: { until } }], {
          upsert: true,
        }),
      )
      // A newcomer clears away those who fell without a farewell.
      const longAgo = { $subtract: [time(), 3_600_000] }
      if (upsertedCount > 0)
        await answer(workers.collection.deleteMany({ $expr: { $lt: ['$until', longAgo] } }))
      const living = workers.collection.find({ $expr: { $gt: ['$until', time()] } }).project({ _id: 1 })
      const ids = (await answer(living.toArray())).map(({ _id }) => String(_id)).sort()
      return { rank: Math.max(0, ids.indexOf(worker)), count: Math.max(1, ids.length) }
    },
    async leave(worker) {
      await answer(workers.collection.deleteOne({ _id: worker as never }))
    },
  }
}
