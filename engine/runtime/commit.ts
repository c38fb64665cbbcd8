/**
 * Commits steps. Steps of different instances that end at about the same time go out in one bulk write; one that the
 * database cannot take (too large, too deep) does not pull the others down with it.
 */
import type { InstanceStore, Outcome, Write } from '../adapters/store.ts'
import { Unavailable } from '../errors.ts'
import { createBatch } from './batch.ts'

type Result = Outcome | { failed: unknown }

export function createCommit(store: InstanceStore): (write: Write) => Promise<Outcome> {
  const batch = createBatch<Write, Result>(
    async writes => {
      try {
        return await store.commit(writes)
      } catch (error) {
        if (error instanceof Unavailable) throw error
        return Promise.all(writes.map(write => alone(store, write)))
      }
    },
    { size: 300, parallel: 4 },
  )

  return async write => {
    const result = await batch(write)
    if (typeof result === 'object') throw result.failed
    return result
  }
}

async function alone(store: InstanceStore, write: Write): Promise<Result> {
  try {
    return (await store.commit([write]))[0]!
  } catch (failed) {
    return { failed }
  }
}
