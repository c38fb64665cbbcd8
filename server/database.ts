/** The one connection to MongoDB and the rules every model of the server keeps. */
import mongoose, { type Connection, type Model, Schema, type SchemaDefinition } from 'mongoose'
import { openDurably } from '#engine'

/**
 * How long the driver waits for a database that is away, in milliseconds. Requests do not wait so long: see `pulse.ts`.
 * A machine that froze or vanished, without a word, is given up after two looks; what was under way is then unknown.
 */
export const patience = {
  serverSelectionTimeoutMS: 2000,
  connectTimeoutMS: 5000,
  heartbeatFrequencyMS: 5000,
} as const

/** Opens a connection on which each write is acknowledged only when it is on disk. */
export async function connect(uri: string): Promise<Connection> {
  return openDurably(mongoose.createConnection(), uri, { ...patience, maxPoolSize: 40, autoIndex: false })
}

/** A new record id: 24 hex digits that grow with time. */
export function newId(): string {
  return new mongoose.Types.ObjectId().toHexString()
}

/** An index: its keys in order, and options as MongoDB names them. */
export type Index = [keys: Record<string, 1 | -1>, options?: Record<string, unknown>]

/**
 * The model of a collection. `T` is the stored record; the schema names its fields (anything else is refused), ids
 * are strings, reads are meant to be `.lean()`.
 */
export function collection<T extends { _id: unknown }>(
  db: Connection,
  name: string,
  fields: SchemaDefinition,
  indexes: Index[] = [],
): Model<T> {
  const known = db.models[name]
  if (known) return known as Model<T>
  const schema = new Schema(fields, {
    collection: name,
    strict: 'throw',
    strictQuery: 'throw',
    versionKey: false,
    minimize: false,
    id: false,
    autoIndex: false,
  })
  for (const [keys, options] of indexes) schema.index(keys, options)
  return db.model(name, schema) as unknown as Model<T>
}

/** Makes the indexes of every model named so far; called once at start. */
export async function createIndexes(db: Connection): Promise<void> {
  await Promise.all(Object.values(db.models).map(model => model.createIndexes()))
}
