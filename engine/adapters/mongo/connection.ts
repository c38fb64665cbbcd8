/**
 * Connections on which a write counts only when it is on disk.
 *
 * A single server does not wait for its disk when it is asked for a majority, whatever `j` says: of writes acknowledged
 * in the last milliseconds before a `kill -9`, some were gone. Asked for itself alone (`w: 1`) it does wait. A replica
 * set must be asked for its majority. So the database is asked first what it is.
 */
import { type Connection, type ConnectOptions, mongo } from 'mongoose'
import { mendDriver } from './mendDriver.ts'

mendDriver()

/** What every write of a connection asks for. */
export type Durability = { w: 1 | 'majority'; j: true }

/** What a write at this address must ask for in order to be on disk when it counts. */
export async function durabilityAt(uri: string, options: mongo.MongoClientOptions = {}): Promise<Durability> {
  const client = new mongo.MongoClient(uri, { ...options, minPoolSize: 0, maxPoolSize: 1 })
  try {
    const { setName, msg } = await client.db('admin').command({ hello: 1 })
    const several = setName !== undefined || msg === 'isdbgrid'
    return { w: several ? 'majority' : 1, j: true }
  } finally {
    await client.close()
  }
}

/** Opens a connection made by `mongoose.createConnection()`. */
export async function openDurably(
  connection: Connection,
  uri: string,
  options: ConnectOptions = {},
): Promise<Connection> {
  const writeConcern = await durabilityAt(uri, {
    serverSelectionTimeoutMS: options.serverSelectionTimeoutMS ?? 5000,
  })
  return connection.openUri(uri, { ...options, writeConcern })
}
