/** The files of imports: kept as they came, read when they are needed. */
import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { ApiError, notFound } from '../../middleware/errors.ts'
import type { Services } from '../../services.ts'
import { readTable, type Table } from './read.ts'
import { suggest } from './suggest.ts'
import type { ImportFile, ReadHow } from './types.ts'

const largestFile = 40 * 1024 * 1024
/** A document of the database holds 16 MB; what is kept is compressed. */
const largestKept = 15 * 1024 * 1024

interface Content {
  /** `import/file` */
  _id: string
  /** Gzip. */
  content: Buffer | { buffer: Uint8Array }
  how: ReadHow
}

export interface Files {
  /** Reads and keeps a new file of an import. */
  keep(importId: string, filename: string, bytes: Buffer, how: ReadHow): Promise<ImportFile>
  /** Reads a kept file anew. */
  readAgain(importId: string, file: ImportFile, how: ReadHow): Promise<ImportFile>
  remove(importId: string, file: string): Promise<void>
  removeAll(importId: string): Promise<void>
  /** Reads each file of an import at most once. */
  tablesOf(importId: string): (file: string) => Promise<Table>
}

/** Files over the collection `importContents`. */
export function createFiles(services: Services): Files {
  const contents = () => services.db.collection<Content>('importContents')

  const read = async (id: string, filename: string, bytes: Buffer, how: ReadHow): Promise<ImportFile> => {
    if (bytes.length > largestFile)
      throw new ApiError(413, 'tooLarge', 'A file may have 40 MB at most. Please split it.')
    const table = readTable(bytes, how)
    const [settings, pipelines] = await Promise.all([services.settings.get(), services.processes.pipelines()])
    return {
      id,
      filename,
      encoding: table.encoding,
      delimiter: table.delimiter,
      rows: table.rows.filter(row => row.length > 0).length,
      columns: table.header.map((name, index) => ({ name, samples: samplesOf(table, index) })),
      suggestion: suggest(table, filename, settings, pipelines),
      warnings: table.warnings,
    }
  }

  return {
    async keep(importId, filename, bytes, how) {
      const file = await read(services.newId(), cleanName(filename), bytes, how)
      const _id = `${importId}/${file.id}`
      const content = await promisify(gzip)(bytes)
      if (content.length > largestKept)
        throw new ApiError(413, 'tooLarge', 'This file is too large even when compressed. Please split it.')
      await contents().updateOne({ _id }, { $set: { content, how } }, { upsert: true })
      return file
    },
    async readAgain(importId, file, how) {
      const _id = `${importId}/${file.id}`
      const stored = await contents().findOne({ _id })
      if (!stored) throw notFound('file', file.id)
      const wanted = { ...stored.how, ...how }
      const again = await read(file.id, file.filename, await bytesOf(stored.content), wanted)
      await contents().updateOne({ _id }, { $set: { how: wanted } })
      return again
    },
    async remove(importId, file) {
      await contents().deleteOne({ _id: `${importId}/${file}` })
    },
    async removeAll(importId) {
      await contents().deleteMany({ _id: { $regex: `^${importId}/` } })
    },
    tablesOf(importId) {
      const known = new Map<string, Promise<Table>>()
      const table = async (file: string): Promise<Table> => {
        const stored = await contents().findOne({ _id: `${importId}/${file}` })
        if (!stored) throw new ApiError(409, 'fileMissing', 'A file of this import is gone. Upload it again.')
        return readTable(await bytesOf(stored.content), stored.how)
      }
      return file => {
        if (!known.has(file)) known.set(file, table(file))
        return known.get(file)!
      }
    },
  }
}

function samplesOf(table: Table, index: number): string[] {
  const samples: string[] = []
  for (const row of table.rows) {
    const cell = row[index]?.trim()
    if (cell && !samples.includes(cell)) samples.push(cell.slice(0, 120))
    if (samples.length === 5) break
  }
  return samples
}

const cleanName = (name: string) =>
  name
    .replace(/[\p{Cc}/\\]/gu, '')
    .trim()
    .slice(0, 200) || 'file.csv'

/** The file as it came. The driver answers bytes as its own Binary. */
function bytesOf(stored: Content['content']): Promise<Buffer> {
  const packed = Buffer.isBuffer(stored) ? stored : Buffer.from(stored.buffer as Uint8Array)
  // Files kept by earlier versions are not compressed.
  const zipped = packed[0] === 0x1f && packed[1] === 0x8b
  return zipped ? promisify(gunzip)(packed) : Promise.resolve(packed)
}
