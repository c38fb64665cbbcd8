/** Instances in MongoDB. The hot paths speak to the driver below mongoose: its casting would cost more than the write. */
import { type mongo, trusted } from 'mongoose'
import type { Instant } from '../../core/instance.ts'
import {
  conditionEar,
  type Ear,
  type EffectKey,
  type HistoryEntry,
  hears,
  type InstanceFilter,
  type InstanceStore,
  messageEar,
  type Outcome,
  type Settlement,
  signalEar,
  slotCount,
  slotOf,
  type Version,
  type Write,
} from '../store.ts'
import { answer, isUnavailable } from './answers.ts'
import { fromDocument, type InstanceDocument, outboxKey, toDocument, toUpdate } from './instanceDocument.ts'
import type { Models } from './models.ts'

type Filter = mongo.Filter<InstanceDocument>
type Operation = mongo.AnyBulkWriteOperation<InstanceDocument>

const everySlot = Array.from({ length: slotCount }, (_, slot) => slot)
const writing = { ignoreUndefined: true } as const

/** `clock` replaces the database's own clock, for tests that move time by hand. */
export function mongoInstances(
  { instances, history }: Models,
  clock?: () => Date,
): Omit<InstanceStore, 'remove'> {
  const documents = () => instances.collection as unknown as mongo.Collection<InstanceDocument>

  async function commit(writes: Write[]): Promise<Outcome[]> {
    const failed = new Set<number>()
    let answered = true
    try {
      const { matchedCount, insertedCount } = await documents().bulkWrite(writes.map(toOperation), {
        ...writing,
        ordered: false,
      })
      if (matchedCount + insertedCount === writes.length) return writes.map(() => 'done')
    } catch (error) {
      // An insert of an instance that exists is an answer; a lost connection leaves the question open.
      for (const index of duplicates(error)) failed.add(index)
      if (failed.size === 0 && !isUnavailable(error)) throw error
      answered = !isUnavailable(error)
    }
    const seen = await look(writes)
    return answered ? seen : stillSeen(writes, seen)
  }

  /** Without an answer, what is seen may not have reached the disk: it counts if it is there after everything before has. */
  async function stillSeen(writes: Write[], seen: Outcome[]): Promise<Outcome[]> {
    if (!seen.includes('done')) return seen
    const { _id } = writes[0]!.next
    await documents().updateOne({ _id }, { $set: { slot: slotOf(_id) } }, writing)
    const again = await look(writes)
    return seen.map((outcome, n) => (outcome === 'done' ? again[n]! : outcome))
  }

  /** The bulk's answer only counts; which writes took place is read from the documents, by the mark each commit leaves. */
  async function look(writes: Write[]): Promise<Outcome[]> {
    const ids = writes.map(({ next }) => next._id)
    const found = await documents()
      .find(
        { _id: { $in: ids } },
        { projection: { revision: 1, 'journal.revision': 1, 'journal.commit': 1 } },
      )
      .toArray()
    const byId = new Map(found.map(document => [document._id, document]))
    return Promise.all(
      writes.map(async ({ next, journal }) => {
        const { commit, revision, _id } = journal.at(-1)!
        const document = byId.get(next._id)
        if (!document || document.revision < revision) return 'lost'
        const entry =
          document.journal.find(one => one.revision === revision) ??
          (await history.collection.findOne({ _id: _id as never }, { projection: { commit: 1 } }))
        return (entry as Pick<HistoryEntry, 'commit'> | null)?.commit === commit ? 'done' : 'lost'
      }),
    )
  }

  /**
   * One journey, however many have moved on meanwhile: those keep the wake-up as the later step planned it, and what is
   * delivered leaves all the same. Of an instance's two updates the second finds nothing to do after the first.
   */
  async function settle(done: Settlement[]): Promise<void> {
    if (done.length === 0) return
    const updates = done.flatMap(one => [
      { filter: versionFilter(one), update: toSettlement(one, true) },
      { filter: stillThere(one), update: toSettlement(one, false) },
    ])
    await documents().bulkWrite(updates.map(updateOne => ({ updateOne })) as Operation[], {
      ...writing,
      ordered: false,
    })
  }

  const one = ({ instance, effect }: EffectKey, attempts?: number) => {
    const path = `outbox.${outboxKey(effect)}`
    const match = attempts === undefined ? { [`${path}.id`]: effect } : { [`${path}.attempts`]: attempts }
    return { path, filter: { _id: instance, ...match } as Filter }
  }

  return {
    load: ids =>
      answer(
        (async () => {
          const found = await documents()
            .find(ids.length === 1 ? { _id: ids[0]! } : { _id: { $in: ids } })
            .toArray()
          const byId = new Map(found.map(document => [document._id, document]))
          return ids.map(id => (byId.has(id) ? fromDocument(byId.get(id)!) : null))
        })(),
      ),
    commit: writes => answer(commit(writes)),
    async confirm(version) {
      const { instance } = version
      // It changes nothing, and is answered only once everything before it has reached the disk.
      const look = documents().updateOne(
        versionFilter(version),
        { $set: { slot: slotOf(instance) } },
        writing,
      )
      return (await answer(look)).matchedCount === 1
    },
    settle: done => answer(settle(done)),
    async claim(effect, attempts, until) {
      const { path, filter: same } = one(effect, attempts)
      const filter = effect.at === undefined ? same : ({ ...same, [`${path}.at`]: effect.at } as Filter)
      const { matchedCount } = await answer(
        documents().updateOne(
          filter,
          { $inc: { [`${path}.attempts`]: 1 }, $set: { [`${path}.notBefore`]: until } } as never,
          writing,
        ),
      )
      return matchedCount === 1
    },
    async defer(effect, until) {
      const { path, filter } = one(effect)
      const change = { $set: { [`${path}.notBefore`]: until }, $min: { wakeAt: new Date(until) } }
      await answer(documents().updateOne(filter, change as never, writing))
    },
    async planWake(version, wakeAt) {
      const change = wakeAt ? { $set: { wakeAt: new Date(wakeAt) } } : { $unset: { wakeAt: '' as const } }
      await answer(documents().updateOne(versionFilter(version), change as never, writing))
    },
    async due({ slots = everySlot, lateBy = 0, limit }) {
      const moment = clock?.()
      const wakeAt = moment ? { $lte: new Date(moment.getTime() - lateBy) } : { $exists: true }
      const limitByServer = lateBy ? { $subtract: ['$$NOW', lateBy] } : '$$NOW'
      const byServer = moment ? {} : { $expr: { $lte: ['$wakeAt', limitByServer] } }
      const found = await answer(
        documents()
          .aggregate<InstanceDocument & { now: Date }>([
            { $match: { slot: { $in: slots }, wakeAt, ...byServer } },
            { $sort: { wakeAt: 1 } },
            { $limit: limit },
            { $addFields: { now: '$$NOW' } },
          ])
          .toArray(),
      )
      const now = moment ?? found[0]?.now ?? new Date()
      return { found: found.map(({ now: _, ...document }) => fromDocument(document)), now }
    },
    async find(filter) {
      const last = filter.before
        ? await answer(instances.findById(filter.before, { startedAt: 1 }).lean().exec())
        : null
      const found = await answer(
        instances
          .find({ ...toQuery(filter, clock), ...(last && comesAfter(last)) } as never)
          .setOptions({ sanitizeFilter: true })
          .sort({ startedAt: -1, _id: -1 })
          .limit(filter.limit ?? 100)
          .lean<InstanceDocument[]>()
          .exec(),
      )
      return found.map(document => fromDocument(document).instance)
    },
    async count(filter) {
      const query = instances.countDocuments(toQuery(filter, clock) as never)
      return answer(query.setOptions({ sanitizeFilter: true }).exec())
    },
    async listening(ear, { after: last = '', limit }) {
      const found = await answer(
        documents()
          .find({ $and: [earQuery(ear), { _id: { $gt: last } }] } as Filter)
          .sort({ _id: 1 })
          .limit(limit)
          .toArray(),
      )
      return found.map(document => fromDocument(document).instance).filter(instance => hears(instance, ear))
    },
  }
}

function toOperation(write: Write): Operation {
  if (!write.previous) return { insertOne: { document: toDocument(write) } }
  const { next, previous, upon } = write
  const filter = versionFilter({ instance: next._id, revision: previous!.revision, commit: upon })
  return { updateOne: { filter, update: toUpdate(write) } } as Operation
}

function versionFilter({ instance, revision, commit }: Version): Filter {
  return { _id: instance, revision, ...(commit !== undefined && { commit }) }
}

/** It has moved on, and still holds something of what was delivered. */
function stillThere({ instance, effects }: Settlement): Filter {
  const held = effects.map(effect => ({ [`outbox.${outboxKey(effect)}`]: { $exists: true } }))
  return { _id: instance, ...(held.length > 0 && { $or: held }) } as Filter
}

function toSettlement({ effects, filedTo, wakeAt }: Settlement, wake: boolean): object {
  const unset: Record<string, ''> = {}
  for (const effect of effects) unset[`outbox.${outboxKey(effect)}`] = ''
  if (wake && !wakeAt) unset.wakeAt = ''
  return {
    ...(Object.keys(unset).length > 0 && { $unset: unset }),
    ...(wake && wakeAt && { $set: { wakeAt: new Date(wakeAt) } }),
    $pull: { journal: { revision: { $lte: filedTo } } },
  }
}

function duplicates(error: unknown): number[] {
  const { writeErrors } = error as {
    writeErrors?: { code: number; index: number }[] | { code: number; index: number }
  }
  const errors = writeErrors === undefined ? [] : [writeErrors].flat()
  return errors.every(({ code }) => code === 11000) ? errors.map(({ index }) => index) : []
}

/** Values are taken as values: what is an operator here is marked as trusted, anything else that looks like one is not obeyed. */
function toQuery(filter: InstanceFilter, clock: () => Date = () => new Date()): Record<string, unknown> {
  const { subject, subjects, status, key, version, businessKey, parent, withIncident, overdueBy } = filter
  return {
    ...(subject && { 'subject.id': subject.id, 'subject.entity': subject.entity }),
    ...(subjects && { 'subject.id': trusted({ $in: subjects.map(String) }) }),
    ...(status !== undefined && { status: trusted({ $in: [status].flat().map(String) }) }),
    ...(key !== undefined && { 'definition.key': key }),
    ...(version !== undefined && { 'definition.version': version }),
    ...(businessKey !== undefined && { businessKey }),
    ...(parent !== undefined && { 'parent.instance': parent }),
    ...(withIncident !== undefined && { troubled: withIncident ? true : trusted({ $exists: false }) }),
    ...(overdueBy !== undefined && {
      slot: trusted({ $in: everySlot }),
      wakeAt: trusted({ $lte: new Date(clock().getTime() - overdueBy) }),
    }),
  }
}

/** The next page of the order newest first. */
function comesAfter({ _id, startedAt }: { _id: string; startedAt: Instant }): Record<string, unknown> {
  return { $or: [{ startedAt: trusted({ $lt: startedAt }) }, { startedAt, _id: trusted({ $lt: _id }) }] }
}

function earQuery(ear: Ear): Record<string, unknown> {
  const subject = 'subject' in ear && ear.subject
  const bySubject = subject ? { 'subject.id': subject.id, 'subject.entity': subject.entity } : {}
  if (ear.kind === 'condition') return { ...bySubject, ears: conditionEar }
  if (ear.kind === 'signal') return { ears: signalEar(ear.name) }
  if (ear.instance !== undefined) return { _id: ear.instance }
  if (ear.key === undefined && ear.subject) return { ...bySubject, ears: { $exists: true } }
  return { ...bySubject, ears: messageEar(ear.name, ear.key) }
}
