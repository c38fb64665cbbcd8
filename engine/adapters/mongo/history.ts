/** History in MongoDB: one document a step. */
import type { HistoryEntry, HistoryStore } from '../store.ts'
import { answer, isUnavailable } from './answers.ts'
import type { Models } from './models.ts'

export function mongoHistory({ history }: Models): HistoryStore {
  return {
    async file(entries) {
      const writing = { ignoreUndefined: true, ordered: false } as const
      try {
        await history.collection.insertMany(entries as never, writing)
      } catch (error) {
        if (isUnavailable(error) || !isRepetition(error)) await answer(Promise.reject(error))
      }
    },
    async read(instance, { after, limit }) {
      const found = history.collection
        .find({ instance, revision: { $gt: after } })
        .sort({ revision: 1 })
        .limit(limit)
      return (await answer(found.toArray())) as unknown as HistoryEntry[]
    },
  }
}

/** Whoever files an entry a second time files the same one: it was read from the committed instance. */
function isRepetition(error: unknown): boolean {
  const { code, writeErrors } = error as {
    code?: number
    writeErrors?: { code: number }[] | { code: number }
  }
  const errors = writeErrors === undefined ? [] : [writeErrors].flat()
  return errors.length > 0 ? errors.every(one => one.code === 11000) : code === 11000
}
