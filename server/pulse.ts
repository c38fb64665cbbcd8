/**
 * Whether the database answers, felt several times a second on a connection of its own, so that nobody has to wait for
 * it in vain: what is asked while it is silent is answered at once, and what waited already is told so.
 */
import mongoose from 'mongoose'
import { DatabaseSilent } from './middleware/errors.ts'

export interface Pulse {
  /** False once the database has been silent for more than a second. */
  readonly beats: boolean
  /** Does the work, unless the database is silent or falls silent meanwhile: then throws `DatabaseSilent`. */
  during<Value>(work: () => Promise<Value>): Promise<Value>
  stop(): Promise<void>
}

/** Milliseconds between two looks, and how many of them in a row without an answer mean silence. */
const between = 250
const mostMissed = 5
/** Milliseconds for one answer. */
const patience = 2000

/** Begins to feel the pulse of the database at this address. */
export function feelPulse(uri: string): Pulse {
  const connect = () =>
    new mongoose.mongo.MongoClient(uri, {
      maxPoolSize: 1,
      serverSelectionTimeoutMS: 1000,
      connectTimeoutMS: patience,
      socketTimeoutMS: patience,
      waitQueueTimeoutMS: patience,
    })
  let client = connect()
  const waiting = new Set<() => void>()
  let asking = false
  let stopped = false
  let missed = 0

  async function ask(): Promise<void> {
    asking = true
    const answer = client.db().command({ ping: 1 })
    try {
      await Promise.race([answer, silence()])
      missed = 0
    } catch {
      // What a frozen or fallen machine left of the connection is not waited for: the next look asks on a new one.
      answer.catch(() => {})
      void client.close().catch(() => {})
      if (!stopped) client = connect()
    } finally {
      asking = false
    }
  }

  // Counted in looks, not by a clock: while this process itself is busy, it does not look, and blames nobody.
  const looking = setInterval(() => {
    missed++
    if (!asking) void ask()
    if (missed <= mostMissed) return
    for (const tell of waiting) tell()
    waiting.clear()
  }, between)
  looking.unref()

  return {
    get beats() {
      return missed <= mostMissed
    },
    during(work) {
      if (missed > mostMissed) return Promise.reject(new DatabaseSilent('nothing'))
      return new Promise((done, fail) => {
        const tell = () => fail(new DatabaseSilent('unknown'))
        waiting.add(tell)
        work()
          .then(done, fail)
          .finally(() => waiting.delete(tell))
      })
    },
    async stop() {
      stopped = true
      clearInterval(looking)
      await client.close().catch(() => {})
    },
  }
}

function silence(): Promise<never> {
  return new Promise((_, fail) => {
    setTimeout(() => fail(new Error('silent')), patience).unref()
  })
}
