/** Makes a backup while everything runs. What came to be after it began is not in it. */
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import mongoose, { type Connection } from 'mongoose'
import { beginInstanceBackup } from '#engine'
import { type Counts, type Head, type Row, toLines } from './format.ts'

/** Who is alive is no memory; the engine's own collections come last, each instance with its history. */
const leftOut = new Set(['workers', 'instances', 'history'])

/** Writes everything to the file, which appears only when it is whole. Nobody but its owner may read it. */
export async function backup(connection: Connection, file: string, about: Omit<Head, 'at'>): Promise<Counts> {
  const counts: Counts = {}
  const head: Head = { ...about, at: new Date().toISOString() }
  const unfinished = `${file}.${process.pid}.part`
  try {
    await pipeline(
      Readable.from(toLines(head, counted(rows(connection), counts))),
      createGzip(),
      createWriteStream(unfinished, { mode: 0o600, flags: 'wx' }),
    )
    await rename(unfinished, file)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
  return counts
}

async function* rows(connection: Connection): AsyncGenerator<Row> {
  const db = connection.db!
  const began = await nextSecond()
  const instances = await beginInstanceBackup(connection)
  const names = (await db.listCollections({}, { nameOnly: true }).toArray())
    .filter(({ name, type }) => type !== 'view' && !name.startsWith('system.') && !leftOut.has(name))
    .map(({ name }) => name)
    .sort()
  for (const collection of names) {
    // In order of ids, so that of what grows meanwhile (the audit chain) the beginning is whole.
    const found = db.collection(collection).find({}, { promoteValues: false }).sort({ _id: 1 })
    for await (const document of found)
      if (!isAfter(document._id, began) && !isAfter(document.deal, began))
        yield { collection, document: document as Row['document'] }
  }
  for await (const { instance, history } of instances.instances()) {
    if (isAfter(instance.subject?.id, began)) continue
    yield { collection: 'instances', document: instance as unknown as Row['document'] }
    for (const entry of history)
      yield { collection: 'history', document: entry as unknown as Row['document'] }
  }
}

/**
 * Ids of several servers are in order from one second to the next, not within one: so a backup begins with a new second,
 * and looks a little later, when what got its id before has been written.
 */
async function nextSecond(): Promise<string> {
  const second = Math.floor(Date.now() / 1000) + 1
  await new Promise(done => setTimeout(done, (second + 1) * 1000 - Date.now()))
  return mongoose.Types.ObjectId.createFromTime(second).toHexString()
}

/** Our ids grow with time. What belongs to a deal that is left out stays behind with it. */
function isAfter(id: unknown, began: string): boolean {
  return typeof id === 'string' && /^[0-9a-f]{24}$/.test(id) && id >= began
}

async function* counted(all: AsyncIterable<Row>, counts: Counts): AsyncGenerator<Row> {
  for await (const row of all) {
    counts[row.collection] = (counts[row.collection] ?? 0) + 1
    yield row
  }
}
