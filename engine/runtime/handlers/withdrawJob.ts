import type { Handler } from './index.ts'

/** Takes a job from the workers outside; one who has it already learns so when he answers. */
export const withdrawJob: Handler<'withdrawJob'> = async ({ job }, _instance, { store }) => {
  await store.jobs.remove(job)
  return undefined
}
