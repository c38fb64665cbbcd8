/** The audit log: who did what, each entry sealed with the hash of the one before. */
import { createHash } from 'node:crypto'
import { Schema } from 'mongoose'
import { collection } from '../../database.ts'
import type { Services } from '../../services.ts'
import { cursorAfter, readCursor } from '../text.ts'
import type { Audit, AuditRecord } from './types.ts'

/** The audit log of this house. Entries are only ever added. */
export function createAudit(services: Services): Audit {
  const audit = model(services)
  let queue: Promise<unknown> = Promise.resolve()
  /** The entry that was written here last: most likely it still is the last one. */
  let latest: AuditRecord | undefined

  async function append(entry: Parameters<Audit['record']>[0]): Promise<void> {
    for (;;) {
      const last = latest ?? (await audit.findOne().sort({ _id: -1 }).lean<AuditRecord>())
      const record = seal(entry, last, services.now())
      latest = undefined
      try {
        await audit.insertMany([record])
        latest = record
        return
      } catch (error) {
        // Another server process took the number; the chain goes on behind its entry.
        if ((error as { code?: number }).code !== 11000) throw error
      }
    }
  }

  return {
    record(entry) {
      const done = queue.then(() => append(entry))
      queue = done.catch(error =>
        services.log.error({ err: error, action: entry.action }, 'audit entry failed'),
      )
      return done
    },
    has: async (action, target) => (await audit.exists({ target, action })) !== null,
    async list({ cursor, limit = 50, action }) {
      const before = cursor ? Number(readCursor(cursor, 1)[0]) : undefined
      const filter = { ...(before !== undefined && { _id: { $lt: before } }), ...(action && { action }) }
      const items = await audit.find(filter).sort({ _id: -1 }).limit(limit).lean<AuditRecord[]>()
      const last = items.at(-1)
      return { items, ...(last && items.length === limit && { next: cursorAfter(last._id) }) }
    },
    async verify() {
      let previous: AuditRecord | null = null
      for await (const entry of audit.find().sort({ _id: 1 }).lean<AuditRecord[]>().cursor()) {
        const record = entry as unknown as AuditRecord
        if (record.prevHash !== (previous?.hash ?? '') || record.hash !== hashOf(record)) return record._id
        previous = record
      }
      return null
    },
  }
}

function seal(entry: Parameters<Audit['record']>[0], last: AuditRecord | null, at: Date): AuditRecord {
  const record = {
    _id: (last?._id ?? 0) + 1,
    at,
    actor: entry.actor.id,
    actorName: entry.actor.name,
    action: entry.action,
    target: entry.target ?? null,
    before: plain(entry.before),
    after: plain(entry.after),
    requestId: entry.requestId ?? null,
    prevHash: last?.hash ?? '',
    hash: '',
  }
  return { ...record, hash: hashOf(record) }
}

/** The hash covers everything but itself. */
function hashOf({
  _id,
  at,
  actor,
  actorName,
  action,
  target,
  before,
  after,
  requestId,
  prevHash,
}: AuditRecord): string {
  const covered = [
    _id,
    at.toISOString(),
    actor,
    actorName,
    action,
    target,
    before,
    after,
    requestId,
    prevHash,
  ]
  return createHash('sha256').update(JSON.stringify(covered)).digest('hex')
}

/** As it will be read again: dates as texts, nothing undefined. */
function plain(value: Record<string, unknown> | undefined): Record<string, unknown> | null {
  return value ? JSON.parse(JSON.stringify(value)) : null
}

function model(services: Services) {
  return collection<AuditRecord>(
    services.db,
    'audit',
    {
      _id: Number,
      at: Date,
      actor: String,
      actorName: String,
      action: String,
      target: String,
      before: Schema.Types.Mixed,
      after: Schema.Types.Mixed,
      requestId: String,
      prevHash: String,
      hash: String,
    },
    [[{ action: 1, _id: -1 }], [{ target: 1, _id: -1 }]],
  )
}
