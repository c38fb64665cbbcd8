/**
 * Mends one fault of the MongoDB driver (7.8 and 7.9): a command that is written to a socket which has ended, before the
 * news of its end is out, waits for the socket to drain, and waits for ever, whatever the timeouts. When a database
 * falls, that may be a step's commit, or the look whether the database is back, which then never comes back itself.
 *
 * The mend: whoever waits for a socket of a closed connection is woken, and finds the connection's error.
 * `hangingUp.test.ts` tells when it is needed no more.
 */
import { createRequire } from 'node:module'
import type { Socket } from 'node:net'

interface DriverConnection {
  socket: Socket
  cleanup(this: DriverConnection, error: Error): void
}

const mended = new WeakSet<object>()

/** Mends the driver that mongoose uses, once; a driver that is built otherwise is left as it is. */
export function mendDriver(): void {
  const prototype = findConnection()
  if (typeof prototype?.cleanup !== 'function' || mended.has(prototype)) return
  mended.add(prototype)
  const { cleanup } = prototype
  prototype.cleanup = function (error) {
    cleanup.call(this, error)
    this.socket.emit('drain')
  }
}

function findConnection(): DriverConnection | undefined {
  const here = createRequire(import.meta.url)
  const fromMongoose = createRequire(here.resolve('mongoose'))
  try {
    return fromMongoose('mongodb/lib/cmap/connection.js').Connection?.prototype
  } catch {
    return undefined
  }
}
