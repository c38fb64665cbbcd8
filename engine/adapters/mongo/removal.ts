import { answer } from './answers.ts'
import type { Models } from './models.ts'

const mostAtOnce = 500

/** Takes instances out of the database; first themselves, so that nobody goes on with what is half gone. */
export function mongoRemoval({ instances, history, jobs }: Models) {
  return async (ids: string[]): Promise<void> => {
    for (let n = 0; n < ids.length; n += mostAtOnce) {
      const some = { $in: ids.slice(n, n + mostAtOnce) }
      await answer(instances.collection.deleteMany({ _id: some as never }))
      await answer(history.collection.deleteMany({ instance: some }))
      await answer(jobs.collection.deleteMany({ instance: some }))
    }
  }
}
