/**
 * What a backup file is: gzip over lines of JSON. The first says what it is, each of the others is one document of one
 * collection (MongoDB Extended JSON, so that every type comes back as it was), the last gives counts and a checksum.
 */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'
import mongoose from 'mongoose'

const { EJSON } = mongoose.mongo.BSON

export interface Head {
  baton: 'backup'
  format: 1
  version: string
  at: string
  /** The server's secret: links and sealed passwords are worth nothing without it. Absent when the environment gives it. */
  secret?: string
}

export interface Row {
  collection: string
  document: { _id: unknown; [key: string]: unknown }
  /** Characters in the file, when it was read from one. */
  size?: number
}

/** Number of documents by collection. */
export type Counts = Record<string, number>

interface End {
  end: true
  counts: Counts
  /** SHA-256 over all the lines before. */
  sha256: string
}

/** The lines of a backup. */
export async function* toLines(head: Head, rows: AsyncIterable<Row>): AsyncGenerator<string> {
  const hash = createHash('sha256')
  const counts: Counts = {}
  const line = (text: string) => {
    hash.update(text)
    return text
  }
  yield line(`${JSON.stringify(head)}\n`)
  for await (const { collection, document } of rows) {
    counts[collection] = (counts[collection] ?? 0) + 1
    yield line(`${JSON.stringify(collection)} ${EJSON.stringify(document, { relaxed: false })}\n`)
  }
  yield `${JSON.stringify({ end: true, counts, sha256: hash.digest('hex') } satisfies End)}\n`
}

/** Reads all of it and touches nothing: throws a sentence when it is no backup, cut off, or changed since it was made. */
export async function inspect(file: string): Promise<{ head: Head; counts: Counts }> {
  const hash = createHash('sha256')
  let head: Head | undefined
  let last = ''
  await eachLine(file, line => {
    if (last) hash.update(`${last}\n`)
    head ??= headFrom(line, file)
    last = line
  })
  if (!head) throw new Error(`${file} is empty.`)
  const end = parse<End>(last)
  if (end?.end !== true) throw new Error(`${file} is cut off: its end is missing.`)
  if (end.sha256 !== hash.digest('hex')) throw new Error(`${file} is damaged: its checksum does not fit.`)
  return { head, counts: end.counts }
}

/** The documents, in the order in which they were written. */
export async function* rowsOf(file: string): AsyncGenerator<Row> {
  let first = true
  for await (const line of lines(file)) {
    if (!first && line.startsWith('"')) yield toRow(line)
    first = false
  }
}

function toRow(line: string): Row {
  const gap = line.indexOf('" ') + 1
  const document = EJSON.parse(line.slice(gap + 1), { relaxed: false }) as Row['document']
  return { collection: JSON.parse(line.slice(0, gap)), document, size: line.length }
}

function headFrom(line: string, file: string): Head {
  const head = parse<Head>(line)
  if (head?.baton !== 'backup') throw new Error(`${file} is no backup of Baton.`)
  if (head.format !== 1) throw new Error(`${file} was made by a newer Baton; restore it with that one.`)
  return head
}

async function eachLine(file: string, look: (line: string) => void): Promise<void> {
  try {
    for await (const line of lines(file)) look(line)
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'ENOENT') throw new Error(`There is no file ${file}.`)
    if (code === 'Z_BUF_ERROR') throw new Error(`${file} is cut off: its end is missing.`)
    if (code?.startsWith('Z_')) throw new Error(`${file} is no backup of Baton, or it is damaged.`)
    throw error
  }
}

async function* lines(file: string): AsyncGenerator<string> {
  const unpacked = createGunzip()
  const source = createReadStream(file)
  source.once('error', error => unpacked.destroy(error))
  yield* createInterface({ input: source.pipe(unpacked), crlfDelay: Number.POSITIVE_INFINITY })
}

function parse<Value>(line: string): Value | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
