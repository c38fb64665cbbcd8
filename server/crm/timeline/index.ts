/** The timeline of a deal: written by whoever did something, read newest first. */
import { Schema } from 'mongoose'
import { collection } from '../../database.ts'
import { systemActor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { cursorAfter, readCursor } from '../text.ts'
import type { NewEntry, Timeline, TimelineRecord } from './types.ts'

/** What happened to the deals of this house. */
export function createTimeline(services: Services): Timeline {
  const timeline = collection<TimelineRecord>(
    services.db,
    'timeline',
    {
      _id: String,
      deal: String,
      at: Date,
      type: { type: String },
      title: String,
      text: String,
      by: String,
      byName: String,
      instance: String,
      link: String,
      data: Schema.Types.Mixed,
    },
    [[{ deal: 1, at: -1, _id: -1 }]],
  )

  async function addMany(entries: NewEntry[]): Promise<void> {
    if (entries.length === 0) return
    const records = entries.map(entry => record(entry, services))
    const operations = records.map(({ _id, ...$setOnInsert }) => ({
      updateOne: { filter: { _id }, update: { $setOnInsert }, upsert: true },
    }))
    await timeline.bulkWrite(operations, { ordered: false })
  }

  return {
    add: entry => addMany([entry]),
    addMany,
    async list(deal, { cursor, limit = 50 } = {}) {
      const [at, id] = cursor ? readCursor(cursor, 2) : []
      const earlier = cursor && {
        $or: [{ at: { $lt: new Date(String(at)) } }, { at: new Date(String(at)), _id: { $lt: String(id) } }],
      }
      const items = await timeline
        .find({ deal, ...earlier })
        .sort({ at: -1, _id: -1 })
        .limit(limit)
        .lean<TimelineRecord[]>()
      const last = items.at(-1)
      return { items, ...(last && items.length === limit && { next: cursorAfter(last.at, last._id) }) }
    },
    async removeOf(deal) {
      await timeline.deleteMany({ deal })
    },
  }
}

function record(entry: NewEntry, services: Services): TimelineRecord {
  const by = entry.by ?? systemActor
  return {
    _id: entry.key ?? services.newId(),
    deal: entry.deal,
    at: entry.at ?? services.now(),
    type: entry.type,
    title: entry.title,
    text: entry.text ?? null,
    by: by.id === systemActor.id ? null : by.id,
    byName: by.name,
    instance: entry.instance ?? null,
    link: entry.link ?? null,
    data: entry.data ?? null,
  }
}
