/** Brings a backup back into an empty database, or, when told so, in place of what is there. */
import type { Connection, mongo } from 'mongoose'
import { type Counts, rowsOf } from './format.ts'

/** What goes in one journey. */
const mostDocuments = 500
const mostCharacters = 8_000_000

/**
 * `expected` is what `inspect` found in the file. Throws a sentence, and touches nothing, when a server runs or the
 * database is not empty.
 */
export async function restore(
  connection: Connection,
  file: string,
  expected: Counts,
  { replace = false } = {},
): Promise<Counts> {
  const db = connection.db!
  await demandNobody(db)
  const names = await collections(db)
  const full = await asyncFilter(names, async name => (await db.collection(name).findOne()) !== null)
  if (full.length > 0 && !replace)
    throw new Error(
      `The database is not empty (${full.slice(0, 3).join(', ')} …). Restore into an empty one, or add --replace to put the backup in its place.`,
    )
  for (const name of names) await db.collection(name).drop()
  const restored = await insertAll(db, file)
  for (const [name, count] of Object.entries(expected))
    if (restored[name] !== count)
      throw new Error(`Expected ${count} documents in ${name}, but ${restored[name] ?? 0} were restored.`)
  return restored
}

/** A server that runs has instances at hand, and would write them over what is restored. */
async function demandNobody(db: mongo.Db): Promise<void> {
  const living = await db.collection('workers').findOne({ $expr: { $gt: ['$until', '$$NOW'] } })
  if (living)
    throw new Error('Baton is running on this database. Stop every server of it first, then restore.')
}

async function insertAll(db: mongo.Db, file: string): Promise<Counts> {
  const counts: Counts = {}
  const waiting = new Map<string, { documents: mongo.Document[]; size: number }>()
  const flush = async (name: string) => {
    const { documents = [] } = waiting.get(name) ?? {}
    if (documents.length === 0) return
    waiting.delete(name)
    const { insertedCount } = await db.collection(name).insertMany(documents, { ordered: false })
    counts[name] = (counts[name] ?? 0) + insertedCount
  }
  for await (const { collection, document, size = 0 } of rowsOf(file)) {
    const batch = waiting.get(collection) ?? { documents: [], size: 0 }
    waiting.set(collection, batch)
    batch.documents.push(document)
    batch.size += size
    if (batch.documents.length >= mostDocuments || batch.size > mostCharacters) await flush(collection)
  }
  for (const name of [...waiting.keys()]) await flush(name)
  return counts
}

async function collections(db: mongo.Db): Promise<string[]> {
  const found = await db.listCollections({}, { nameOnly: true }).toArray()
  return found
    .filter(({ name, type }) => type !== 'view' && !name.startsWith('system.'))
    .map(({ name }) => name)
}

async function asyncFilter<Item>(items: Item[], holds: (item: Item) => Promise<boolean>): Promise<Item[]> {
  const kept = await Promise.all(items.map(holds))
  return items.filter((_, n) => kept[n])
}
