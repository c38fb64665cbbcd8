/** Jobs for external workers in MongoDB. Every lock is set and judged by the database's own clock. */
import { randomUUID } from 'node:crypto'
import type { mongo } from 'mongoose'
import type { JobStore, WaitingJob } from '../store.ts'
import { answer } from './answers.ts'
import type { JobDocument, Models } from './models.ts'

type Filter = mongo.Filter<JobDocument>

/** Rounds in which a worker asks again because others took what he was about to take. */
const mostRounds = 5

/** `clock` replaces the database's own, for tests that move time by hand. */
export function mongoJobs({ jobs }: Models, clock?: () => Date): JobStore {
  const documents = () => jobs.collection as unknown as mongo.Collection<JobDocument>
  const now = () => clock?.() ?? '$$NOW'
  const after = (milliseconds: number) => ({ $add: [now(), milliseconds] })
  const free = () => ({ $expr: { $lte: ['$availableAt', now()] } })
  /** A text is never read as the name of a field. */
  const literal = (value: string | number) => ({ $literal: value })

  async function lockSome(
    { worker, topic, milliseconds }: Parameters<JobStore['lock']>[0],
    limit: number,
  ): Promise<{ taken: JobDocument[]; wanted: number }> {
    const found = await documents()
      .find({ topic, ...free() } as Filter, { projection: { _id: 1 } })
      .sort({ availableAt: 1 })
      .limit(limit)
      .toArray()
    if (found.length === 0) return { taken: [], wanted: 0 }
    const ids = { $in: found.map(({ _id }) => _id) }
    const lock = randomUUID()
    const $set = {
      worker: literal(worker),
      lock,
      availableAt: after(milliseconds),
      attempts: { $add: ['$attempts', 1] },
    }
    await documents().updateMany({ _id: ids, ...free() } as Filter, [{ $set }])
    const taken = await documents()
      .find({ _id: ids, lock } as Filter)
      .toArray()
    return { taken, wanted: found.length }
  }

  async function lock(request: Parameters<JobStore['lock']>[0]): Promise<JobDocument[]> {
    const all: JobDocument[] = []
    for (let round = 0; round < mostRounds && all.length < request.limit; round++) {
      const { taken, wanted } = await lockSome(request, request.limit - all.length)
      all.push(...taken)
      if (taken.length === wanted) break
    }
    return all.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a._id < b._id ? -1 : 1))
  }

  return {
    async offer({ _id, ...job }) {
      const moment = clock ? literalDate(clock()) : '$$NOW'
      const fresh = { ...job, attempts: 0 }
      // An update by pipeline, so that the moment is the database's; what is there already wins.
      const $replaceWith = {
        $mergeObjects: [{ $literal: fresh }, { createdAt: moment, availableAt: moment }, '$$ROOT'],
      }
      await answer(documents().updateOne({ _id }, [{ $replaceWith }] as never, { upsert: true }))
    },
    lock: async request => (await answer(lock(request))).map(fromDocument),
    async extend(id, worker, milliseconds) {
      const $set = { availableAt: after(milliseconds) }
      const found = await answer(
        documents().findOneAndUpdate({ _id: id, worker }, [{ $set }] as never, {
          returnDocument: 'after',
        }),
      )
      return found && fromDocument(found)
    },
    async release(id, worker, { milliseconds, retries, failure }) {
      const $set = {
        availableAt: after(milliseconds),
        ...(retries !== undefined && { retries: literal(retries) }),
        ...(failure !== undefined && { failure: literal(failure) }),
      }
      const { matchedCount } = await answer(
        documents().updateOne({ _id: id, worker }, [{ $set }, { $unset: ['worker', 'lock'] }] as never),
      )
      return matchedCount === 1
    },
    async remove(id) {
      await answer(documents().deleteOne({ _id: id }))
    },
    async get(id) {
      const found = await answer(documents().findOne({ _id: id }))
      return found && fromDocument(found)
    },
    async find({ topic, instance, after: last, limit }) {
      const filter = {
        ...(topic !== undefined && { topic }),
        ...(instance !== undefined && { instance }),
        ...(last !== undefined && { _id: { $gt: last } }),
      } as Filter
      const found = await answer(documents().find(filter).sort({ _id: 1 }).limit(limit).toArray())
      return found.map(fromDocument)
    },
    async topics() {
      const locked = { $and: [{ $gt: ['$worker', null] }, { $gt: ['$availableAt', now()] }] }
      const counted = await answer(
        documents()
          .aggregate<{ _id: string; all: number; locked: number }>([
            { $group: { _id: '$topic', all: { $sum: 1 }, locked: { $sum: { $cond: [locked, 1, 0] } } } },
            { $sort: { _id: 1 } },
          ])
          .toArray(),
      )
      return counted.map(({ _id, all, locked: had }) => ({ topic: _id, waiting: all - had, locked: had }))
    },
  }
}

function literalDate(moment: Date): { $literal: Date } {
  return { $literal: moment }
}

function fromDocument({ createdAt, availableAt, lock: _, ...job }: JobDocument): WaitingJob {
  return { ...job, createdAt: createdAt.toISOString(), availableAt: availableAt.toISOString() }
}
