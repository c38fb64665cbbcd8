import type { JobStore, WaitingJob } from '../store.ts'

/** Jobs for external workers, in memory. */
export function memoryJobs(clock: () => Date): JobStore {
  const jobs = new Map<string, WaitingJob>()
  const after = (milliseconds: number) => new Date(clock().getTime() + milliseconds).toISOString()
  const his = (id: string, worker: string) => {
    const job = jobs.get(id)
    return job?.worker === worker ? job : undefined
  }

  return {
    async offer(job) {
      if (jobs.has(job._id)) return
      jobs.set(job._id, { ...job, attempts: 0, createdAt: after(0), availableAt: after(0) })
    },
    async lock({ worker, topic, milliseconds, limit }) {
      const now = after(0)
      const free = [...jobs.values()].filter(job => job.topic === topic && job.availableAt <= now)
      free.sort((a, b) => a.availableAt.localeCompare(b.availableAt) || (a._id < b._id ? -1 : 1))
      return free.slice(0, limit).map(job => {
        const locked = { ...job, worker, availableAt: after(milliseconds), attempts: job.attempts + 1 }
        jobs.set(job._id, locked)
        return locked
      })
    },
    async extend(id, worker, milliseconds) {
      const job = his(id, worker)
      if (!job) return null
      const extended = { ...job, availableAt: after(milliseconds) }
      jobs.set(id, extended)
      return extended
    },
    async release(id, worker, { milliseconds, ...change }) {
      const job = his(id, worker)
      if (!job) return false
      const { worker: _, ...free } = job
      jobs.set(id, { ...free, ...change, availableAt: after(milliseconds) })
      return true
    },
    async remove(id) {
      jobs.delete(id)
    },
    async get(id) {
      return jobs.get(id) ?? null
    },
    async find({ topic, instance, after: last = '', limit }) {
      const found = [...jobs.values()].filter(
        job =>
          (topic === undefined || job.topic === topic) &&
          (instance === undefined || job.instance === instance) &&
          job._id > last,
      )
      return found.sort((a, b) => (a._id < b._id ? -1 : 1)).slice(0, limit)
    },
    async topics() {
      const now = after(0)
      const counts = new Map<string, { topic: string; waiting: number; locked: number }>()
      for (const { topic, worker, availableAt } of jobs.values()) {
        const count = counts.get(topic) ?? { topic, waiting: 0, locked: 0 }
        count[worker !== undefined && availableAt > now ? 'locked' : 'waiting']++
        counts.set(topic, count)
      }
      return [...counts.values()].sort((a, b) => (a.topic < b.topic ? -1 : 1))
    },
  }
}
