/**
 * A crowd that waits: documents as Baton wrote them, copied many times. Half of them wait at a user task, half for a
 * message with a key of their own. Whoever is taken out to be worked on is replaced, so the crowd keeps its size.
 */
import mongoose, { type Connection } from 'mongoose'
import { fromDocument, toDocument } from '#engine/adapters/mongo/instanceDocument.ts'
import type { HistoryEntry } from '#engine/adapters/store.ts'
import { type BatonSubject, keyOf } from './subjects/baton.ts'

export type Kind = 'task' | 'message'

export interface Crowd {
  open(): Promise<void>
  /** Lets so many wait, in all. */
  grow(size: number): Promise<void>
  /** Takes so many out, at random, and puts others in their place. */
  take(kind: Kind, count: number): Promise<string[]>
  /** One more, under this id. */
  plant(kind: Kind, id: string): Promise<void>
  close(): Promise<void>
}

type Document = Record<string, unknown> & { _id: string }
interface Sample {
  document: Document
  entry: HistoryEntry
}

const atOnce = 1000

export function createCrowd(uri: string, baton: BatonSubject): Crowd {
  const samples = {} as Record<Kind, Sample>
  const waiting: Record<Kind, number[]> = { task: [], message: [] }
  let connection: Connection
  let last = 0
  const collection = (name: string) => connection.collection<Document>(name)

  async function sample(kind: Kind): Promise<Sample> {
    await baton[kind]()
    await baton.quiet()
    const filter = { 'definition.key': kind, status: 'running' }
    const document = (await collection('instances').findOne(filter))!
    const entry = (await collection('history').findOne({ instance: document._id })) as unknown as HistoryEntry
    return { document, entry }
  }

  async function insert(members: { kind: Kind; id: string }[]): Promise<void> {
    for (let n = 0; n < members.length; n += 4 * atOnce) {
      const groups = Array.from({ length: 4 }, (_, k) =>
        members.slice(n + k * atOnce, n + (k + 1) * atOnce),
      ).filter(group => group.length > 0)
      await Promise.all(groups.flatMap(group => [fill('instances', group), fill('history', group)]))
    }
  }

  function fill(name: 'instances' | 'history', group: { kind: Kind; id: string }[]): Promise<unknown> {
    const documents = group.map(({ kind, id }) =>
      name === 'instances' ? instanceLike(samples[kind], id) : entryLike(samples[kind].entry, id),
    )
    return collection(name).insertMany(documents as Document[], { ordered: false, writeConcern: { w: 1 } })
  }

  const next = () => ({ kind: (last % 2 ? 'message' : 'task') as Kind, id: memberId(last++) })

  return {
    async open() {
      connection = await mongoose.createConnection(uri).asPromise()
      samples.task = await sample('task')
      samples.message = await sample('message')
    },
    async grow(size) {
      while (waiting.task.length + waiting.message.length < size) {
        const missing = size - waiting.task.length - waiting.message.length
        const members = Array.from({ length: Math.min(40 * atOnce, missing) }, next)
        await insert(members)
        for (const { kind, id } of members) waiting[kind].push(numberOf(id))
      }
    },
    async take(kind, count) {
      const taken: string[] = []
      while (taken.length < count) {
        const numbers = waiting[kind]
        if (numbers.length === 0) throw new Error('the crowd is too small for this')
        const place = Math.floor(Math.random() * numbers.length)
        taken.push(memberId(numbers[place]!))
        numbers[place] = numbers.at(-1)!
        numbers.pop()
      }
      const fresh = taken.map(() => ({ kind, id: memberId(last++) }))
      await insert(fresh)
      for (const { id } of fresh) waiting[kind].push(numberOf(id))
      return taken
    },
    plant: (kind, id) => insert([{ kind, id }]),
    async close() {
      await connection?.close()
    },
  }
}

const memberId = (n: number) => `crowd-${n}`
const numberOf = (id: string) => Number(id.slice('crowd-'.length))

function instanceLike({ document, entry }: Sample, id: string): Document {
  const { instance } = fromDocument(document as never)
  const subscriptions = instance.subscriptions.map(one => ({ ...one, key: keyOf(id) }))
  const next = { ...instance, _id: id, subscriptions }
  const written = toDocument({ previous: null, upon: undefined, next, journal: [entry], delivered: [] })
  return { ...written, journal: document.journal } as never
}

function entryLike(entry: HistoryEntry, id: string): object {
  return { ...entry, _id: `${id}/${entry.revision}`, instance: id }
}
