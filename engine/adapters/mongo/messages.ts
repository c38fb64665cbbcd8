/** Messages in MongoDB: the memory of what came in, and the tray of what nobody has taken yet. */
import type { Letter, MessageStore } from '../store.ts'
import { answer } from './answers.ts'
import type { LetterDocument, Models } from './models.ts'

export function mongoMessages({ messages }: Models): MessageStore {
  const documents = () =>
    messages.collection as unknown as import('mongoose').mongo.Collection<LetterDocument>
  const writing = { ignoreUndefined: true } as const
  const place = (process: string) => `takers.${fieldOf(process)}`

  return {
    async get(id) {
      const known = await answer(documents().findOne({ _id: id }))
      return known && fromDocument(known)
    },
    async receive(letter) {
      try {
        await answer(documents().insertOne(toDocument(letter), writing))
        return null
      } catch (error) {
        if ((error as { code?: number }).code !== 11000) throw error
        const known = await answer(documents().findOne({ _id: letter._id }))
        return known && fromDocument(known)
      }
    },
    async take(id, process, taker) {
      const path = place(process)
      const free = { $or: [{ [path]: { $exists: false } }, { [path]: taker }] }
      const { matchedCount } = await answer(
        documents().updateOne({ _id: id, ...free } as never, { $set: { [path]: taker } } as never, writing),
      )
      return matchedCount === 1
    },
    async release(id, process) {
      await answer(documents().updateOne({ _id: id }, { $unset: { [place(process)]: '' } } as never, writing))
    },
    async finish(id, { status, started = [], lookAt }) {
      const change = {
        $set: { status, ...(status !== 'done' && lookAt && { lookAt: new Date(lookAt) }) },
        $addToSet: { started: { $each: started } },
        ...(status === 'done' && { $unset: { lookAt: '' as const } }),
      }
      await answer(documents().updateOne({ _id: id }, change, writing))
    },
    async waiting({ name, key }, now) {
      const found = documents().find({
        status: { $in: ['waiting', 'open'] },
        kind: 'message',
        name,
        key: { $in: key === undefined ? [null] : [null, key] } as never,
        expiresAt: { $gt: new Date(now) },
      })
      return (await answer(found.sort({ receivedAt: 1 }).limit(100).toArray())).map(fromDocument)
    },
    async due(now, limit) {
      const found = documents().find({ lookAt: { $lte: new Date(now) } })
      return (await answer(found.sort({ lookAt: 1 }).limit(limit).toArray())).map(fromDocument)
    },
    async tidy(now, forget) {
      const expired = { status: 'waiting', expiresAt: { $lte: new Date(now) } } as const
      await answer(
        documents().updateMany(expired, { $set: { status: 'done' }, $unset: { lookAt: '' } }, writing),
      )
      await answer(
        documents().deleteMany(
          { receivedAt: { $lt: new Date(forget) }, expiresAt: { $lte: new Date(now) } },
          writing,
        ),
      )
    },
  }
}

/** A process key may hold dots; a field's name in a path may not. */
function fieldOf(process: string): string {
  return Buffer.from(process).toString('base64url')
}

function toDocument({ receivedAt, expiresAt, lookAt, takers, ...rest }: Letter): LetterDocument {
  const dates = { receivedAt: new Date(receivedAt), expiresAt: new Date(expiresAt), lookAt: new Date(lookAt) }
  const byField = Object.entries(takers).map(([process, taker]) => [fieldOf(process), taker])
  return { ...rest, takers: Object.fromEntries(byField), ...dates }
}

function fromDocument({ receivedAt, expiresAt, lookAt, takers, ...rest }: LetterDocument): Letter {
  const byProcess = Object.entries(takers).map(([key, taker]) => [
    Buffer.from(key, 'base64url').toString(),
    taker,
  ])
  return {
    ...rest,
    takers: Object.fromEntries(byProcess),
    receivedAt: receivedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    lookAt: (lookAt ?? expiresAt).toISOString(),
  }
}
