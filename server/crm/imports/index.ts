/** Imports: files in, a look at what they would do, then a job that survives crashes. */
import { ApiError, notFound } from '../../middleware/errors.ts'
import { type Actor, can } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { fieldsOf } from './fields.ts'
import { previewImport } from './preview.ts'
import { readTable, type Table } from './read.ts'
import { reportOf } from './report.ts'
import { leaseTime, publish, runImport } from './run.ts'
import { suggest } from './suggest.ts'
import type { ImportFile, ImportRecord, Imports, Mapping, ReadHow, RemarkRecord } from './types.ts'

export { importRoutes } from './routes.ts'
export type { Imports } from './types.ts'

const largestFile = 15 * 1024 * 1024
const sweepEvery = 3_000

interface Content {
  _id: string
  content: Buffer
  how: ReadHow
}

/** Imports over the collections `imports`, `importContents`, `importRemarks`. */
export function createImports(services: Services): Imports {
  const imports = () => services.db.collection<ImportRecord>('imports')
  const contents = () => services.db.collection<Content>('importContents')
  const remarks = () => services.db.collection<RemarkRecord>('importRemarks')
  const running = new Map<string, Promise<void>>()
  const me = services.newId()
  let timer: NodeJS.Timeout | undefined
  let stopping = false

  const demand = (actor: Actor) => {
    if (!can(actor, 'imports.run')) throw new ApiError(403, 'forbidden', 'Your role does not allow imports.')
  }

  const get = async (actor: Actor, id: string): Promise<ImportRecord> => {
    demand(actor)
    const record = await imports().findOne({ _id: id })
    if (!record) throw notFound('import', id)
    return record
  }

  const draft = async (actor: Actor, id: string): Promise<ImportRecord> => {
    const record = await get(actor, id)
    if (record.status !== 'draft')
      throw new ApiError(409, 'notDraft', 'This import has been started already; begin a new one.')
    return record
  }

  const readFile = async (id: string, filename: string, bytes: Buffer, how: ReadHow): Promise<ImportFile> => {
    if (bytes.length > largestFile)
      throw new ApiError(413, 'tooLarge', 'A file may have 15 MB at most. Please split it.')
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

  const keepFile = async (
    record: ImportRecord,
    filename: string,
    bytes: Buffer,
    how: ReadHow,
  ): Promise<ImportFile> => {
    const file = await readFile(services.newId(), cleanName(filename), bytes, how)
    await contents().updateOne(
      { _id: `${record._id}/${file.id}` },
      { $set: { content: bytes, how } },
      { upsert: true },
    )
    return file
  }

  const tablesOf = (id: string) => {
    const known = new Map<string, Promise<Table>>()
    const read = async (file: string): Promise<Table> => {
      const stored = await contents().findOne({ _id: `${id}/${file}` })
      if (!stored) throw new ApiError(409, 'fileMissing', 'A file of this import is gone. Upload it again.')
      return readTable(bytesOf(stored.content), stored.how)
    }
    return (file: string) => {
      if (!known.has(file)) known.set(file, read(file))
      return known.get(file)!
    }
  }

  /** Takes the lease, if nobody has it, and runs in the background. */
  const work = async (id: string): Promise<void> => {
    if (running.has(id) || stopping) return
    const now = services.now()
    const free = { $or: [{ lease: null }, { lease: { $lt: now } }] }
    const lease = new Date(now.getTime() + leaseTime)
    const record = await imports().findOneAndUpdate(
      { _id: id, status: 'running', ...free },
      { $set: { runner: me, lease } },
      { returnDocument: 'after' },
    )
    if (!record) return
    const beat = setInterval(() => {
      const longer = { lease: new Date(services.now().getTime() + leaseTime) }
      imports()
        .updateOne({ _id: id, runner: me, status: 'running' }, { $set: longer })
        .catch(() => {})
    }, leaseTime / 3)
    const job = runImport(services, record, me, tablesOf(id))
      .catch(error => halt(id, error))
      .finally(async () => {
        clearInterval(beat)
        running.delete(id)
        const after = await imports().findOne({ _id: id }, { projection: { done: 1, total: 1, status: 1 } })
        if (after) publish(services, after)
      })
    running.set(id, job)
  }

  /** A fault we do not understand pauses the import: nothing is lost, a person may resume it. A database that is away comes back. */
  const halt = async (id: string, error: unknown): Promise<void> => {
    if (/^Mongo(Network|ServerSelection|NotConnected)/.test((error as Error).name)) return
    services.log.error({ err: error, import: id }, 'The import was paused by an error')
    const known = error instanceof ApiError
    const message = known
      ? error.message
      : 'Something went wrong on our side. Nothing is lost; resume the import, or tell your administrator.'
    await imports()
      .updateOne(
        { _id: id, runner: me, status: 'running' },
        { $set: { status: 'paused', message, runner: null, lease: null } },
      )
      .catch(() => {})
  }

  const sweep = async (): Promise<void> => {
    const now = services.now()
    const found = await imports()
      .find(
        { status: 'running', $or: [{ lease: null }, { lease: { $lt: now } }] },
        { projection: { _id: 1 } },
      )
      .toArray()
    for (const { _id } of found) await work(_id)
  }

  const begin = async (record: ImportRecord): Promise<ImportRecord> => {
    publish(services, record)
    await work(record._id)
    return record
  }

  return {
    get,
    async begin(actor, filename, bytes, how = {}) {
      demand(actor)
      const record = newImport(services, actor)
      const file = await keepFile(record, filename, bytes, how)
      record.files.push(file)
      await imports().insertOne(record)
      return { record, file }
    },
    async addFile(actor, id, filename, bytes, how = {}) {
      const record = await draft(actor, id)
      if (record.files.length >= 20)
        throw new ApiError(409, 'tooManyFiles', 'An import may have 20 files at most.')
      const file = await keepFile(record, filename, bytes, how)
      await imports().updateOne({ _id: id, status: 'draft' }, { $push: { files: file } })
      return file
    },
    async readAgain(actor, id, file, how) {
      const record = await draft(actor, id)
      const present = record.files.find(each => each.id === file)
      const stored = await contents().findOne({ _id: `${id}/${file}` })
      if (!present || !stored) throw notFound('file', file)
      const wanted = { ...stored.how, ...how }
      const again = await readFile(file, present.filename, bytesOf(stored.content), wanted)
      await contents().updateOne({ _id: `${id}/${file}` }, { $set: { how: wanted } })
      await imports().updateOne({ _id: id, 'files.id': file }, { $set: { 'files.$': again } })
      return again
    },
    async removeFile(actor, id, file) {
      await draft(actor, id)
      await imports().updateOne(
        { _id: id },
        { $pull: { files: { id: file }, 'mapping.files': { file } } as never },
      )
      await contents().deleteOne({ _id: `${id}/${file}` })
    },
    async list(actor) {
      demand(actor)
      return imports().find({}).sort({ createdAt: -1 }).limit(100).toArray()
    },
    async remove(actor, id) {
      const { status } = await get(actor, id)
      if (status === 'running') throw new ApiError(409, 'running', 'The import is running. Cancel it first.')
      await imports().deleteOne({ _id: id, status: { $ne: 'running' } })
      await contents().deleteMany({ _id: { $regex: `^${id}/` } })
      await remarks().deleteMany({ import: id })
    },
    async setMapping(actor, id, mapping) {
      const record = await draft(actor, id)
      const settings = await services.settings.get()
      for (const file of mapping.files) checkMapping(file, record, settings)
      await imports().updateOne({ _id: id, status: 'draft' }, { $set: { mapping } })
      return { ...record, mapping }
    },
    async preview(actor, id) {
      const record = await get(actor, id)
      demandMapping(record)
      return previewImport(services, record, tablesOf(id))
    },
    async run(actor, id) {
      const record = await draft(actor, id)
      demandMapping(record)
      const started = await imports().findOneAndUpdate(
        { _id: id, status: 'draft' },
        { $set: { status: 'running', startedAt: services.now(), actor, message: null } },
        { returnDocument: 'after' },
      )
      if (!started) throw new ApiError(409, 'notDraft', 'Somebody has just started this import.')
      const filenames = record.files.map(file => file.filename)
      await services.audit.record({
        actor,
        action: 'import.started',
        target: id,
        after: { filenames, quiet: record.mapping!.quiet },
      })
      return begin(started)
    },
    async cancel(actor, id) {
      const stop = {
        status: 'cancelled' as const,
        endedAt: services.now(),
        runner: null,
        lease: null,
        current: null,
      }
      const record = await imports().findOneAndUpdate(
        { _id: (await get(actor, id))._id, status: { $in: ['running', 'paused'] } },
        { $set: stop },
        { returnDocument: 'after' },
      )
      if (!record) throw new ApiError(409, 'notRunning', 'The import is not running.')
      await services.audit.record({ actor, action: 'import.cancelled', target: id })
      publish(services, record)
      return record
    },
    async resume(actor, id) {
      const goOn = { status: 'running' as const, endedAt: null, message: null, runner: null, lease: null }
      const record = await imports().findOneAndUpdate(
        { _id: (await get(actor, id))._id, status: { $in: ['cancelled', 'paused', 'failed'] } },
        { $set: goOn },
        { returnDocument: 'after' },
      )
      if (!record) throw new ApiError(409, 'notHalted', 'Only a halted import can be resumed.')
      return begin(record)
    },
    async remarks(actor, id, { cursor, limit = 100 } = {}) {
      await get(actor, id)
      const filter = { import: id }
      const [found, total] = await Promise.all([
        remarks()
          .find(cursor ? { ...filter, _id: { $gt: cursor } } : filter)
          .sort({ _id: 1 })
          .limit(limit + 1)
          .toArray(),
        remarks().countDocuments(filter),
      ])
      const items = found.slice(0, limit)
      return { items, total, ...(found.length > limit && { next: items.at(-1)!._id }) }
    },
    async reportCsv(actor, id) {
      await get(actor, id)
      return reportOf(await remarks().find({ import: id }).sort({ _id: 1 }).toArray())
    },
    start() {
      void imports().createIndexes([{ key: { status: 1 } }, { key: { createdAt: -1 } }])
      void remarks().createIndexes([{ key: { import: 1, _id: 1 } }])
      const look = () =>
        void sweep().catch(error => services.log.warn({ err: error }, 'Imports could not be looked for'))
      look()
      timer ??= setInterval(look, sweepEvery)
      timer.unref()
    },
    async stop() {
      stopping = true
      clearInterval(timer)
      timer = undefined
      // The lease is given back, so that another server, or the next start, goes on at once.
      await imports().updateMany({ runner: me, status: 'running' }, { $set: { runner: null, lease: null } })
      await Promise.allSettled(running.values())
    },
    finished: id => running.get(id) ?? Promise.resolve(),
  }
}

function newImport(services: Services, actor: Actor): ImportRecord {
  return {
    _id: services.newId(),
    status: 'draft',
    actor,
    createdAt: services.now(),
    startedAt: null,
    endedAt: null,
    files: [],
    mapping: null,
    total: 0,
    done: 0,
    created: 0,
    updated: 0,
    rejected: 0,
    noted: 0,
    cursor: { file: 0, row: 0 },
    current: null,
    message: null,
    runner: null,
    lease: null,
  }
}

function checkMapping(
  mapping: Mapping['files'][number],
  record: ImportRecord,
  settings: Parameters<typeof fieldsOf>[1],
): void {
  const file = record.files.find(each => each.id === mapping.file)
  if (!file) throw new ApiError(422, 'invalidMapping', `This import has no file "${mapping.file}".`)
  const known = new Set(fieldsOf(mapping.entity, settings).map(field => field.key))
  const columns = new Set(file.columns.map(column => column.name))
  const used = new Set<string>()
  for (const [column, key] of Object.entries(mapping.columns)) {
    if (!columns.has(column))
      throw new ApiError(422, 'invalidMapping', `${file.filename} has no column "${column}".`)
    if (!known.has(key))
      throw new ApiError(422, 'invalidMapping', `There is no field "${key}" for the column "${column}".`)
    if (used.has(key))
      throw new ApiError(
        422,
        'invalidMapping',
        `Two columns of ${file.filename} go to the field "${key}". Leave one out.`,
      )
    used.add(key)
  }
}

function demandMapping(record: ImportRecord): void {
  if (!record.mapping?.files.length) throw new ApiError(409, 'noMapping', 'Say first what the columns mean.')
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

function bytesOf(stored: Buffer | { buffer: Uint8Array }): Buffer {
  return Buffer.isBuffer(stored) ? stored : Buffer.from(stored.buffer)
}
