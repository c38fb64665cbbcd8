/** Imports: files in, a look at what they would do, then a job that survives crashes. */
import { ApiError, notFound } from '../../middleware/errors.ts'
import { type Actor, can } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { createLongWork } from '../longWork.ts'
import { fieldsOf } from './fields.ts'
import { createFiles } from './files.ts'
import { previewImport } from './preview.ts'
import { reportOf } from './report.ts'
import { publish, runImport } from './run.ts'
import type { ImportRecord, Imports, Mapping, RemarkRecord } from './types.ts'

export { importRoutes } from './routes.ts'
export type { Imports } from './types.ts'

/** Imports over the collections `imports`, `importContents`, `importRemarks`. */
export function createImports(services: Services): Imports {
  const imports = () => services.db.collection<ImportRecord>('imports')
  const remarks = () => services.db.collection<RemarkRecord>('importRemarks')
  const files = createFiles(services)
  const jobs = createLongWork<ImportRecord>(services, {
    collection: 'imports',
    what: 'import',
    run: (record, hold) => runImport(services, record, hold, files.tablesOf(record._id)),
    async ended(id) {
      const record = await imports().findOne({ _id: id })
      if (record) publish(services, record)
    },
  })

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

  return {
    get,
    async begin(actor, filename, bytes, how = {}) {
      demand(actor)
      const record = newImport(services, actor)
      const file = await files.keep(record._id, filename, bytes, how)
      record.files.push(file)
      await imports().insertOne(record)
      return { record, file }
    },
    async addFile(actor, id, filename, bytes, how = {}) {
      const record = await draft(actor, id)
      if (record.files.length >= 20)
        throw new ApiError(409, 'tooManyFiles', 'An import may have 20 files at most.')
      const file = await files.keep(id, filename, bytes, how)
      await imports().updateOne({ _id: id, status: 'draft' }, { $push: { files: file } })
      return file
    },
    async readAgain(actor, id, file, how) {
      const record = await draft(actor, id)
      const present = record.files.find(each => each.id === file)
      if (!present) throw notFound('file', file)
      const again = await files.readAgain(id, present, how)
      await imports().updateOne({ _id: id, 'files.id': file }, { $set: { 'files.$': again } })
      return again
    },
    async removeFile(actor, id, file) {
      await draft(actor, id)
      await imports().updateOne(
        { _id: id },
        { $pull: { files: { id: file }, 'mapping.files': { file } } as never },
      )
      await files.remove(id, file)
    },
    async list(actor) {
      demand(actor)
      return imports().find({}).sort({ createdAt: -1 }).limit(100).toArray()
    },
    async remove(actor, id) {
      const { status } = await get(actor, id)
      if (status === 'running') throw new ApiError(409, 'running', 'The import is running. Cancel it first.')
      await imports().deleteOne({ _id: id, status: { $ne: 'running' } })
      await files.removeAll(id)
      await remarks().deleteMany({ import: id })
    },
    async setMapping(actor, id, mapping) {
      const record = await draft(actor, id)
      const settings = await services.settings.get()
      for (const file of mapping.files) {
        checkMapping(file, record, settings)
        if (file.entity === 'user' && !can(actor, 'users.manage'))
          throw new ApiError(403, 'forbidden', 'Only an administrator may import people.')
      }
      await imports().updateOne({ _id: id, status: 'draft' }, { $set: { mapping } })
      return { ...record, mapping }
    },
    async preview(actor, id) {
      const record = await get(actor, id)
      demandMapping(record)
      return previewImport(services, { ...record, actor }, files.tablesOf(id))
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
      publish(services, started)
      await jobs.work(id)
      return started
    },
    async cancel(actor, id) {
      await get(actor, id)
      const record = await jobs.cancel(id, { current: null })
      if (!record) throw new ApiError(409, 'notRunning', 'The import is not running.')
      await services.audit.record({ actor, action: 'import.cancelled', target: id })
      publish(services, record)
      return record
    },
    async resume(actor, id) {
      await get(actor, id)
      const record = await jobs.resume(id)
      if (!record) throw new ApiError(409, 'notHalted', 'Only a halted import can be resumed.')
      publish(services, record)
      return record
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
    async reportCsv(actor, id, say) {
      await get(actor, id)
      return reportOf(await remarks().find({ import: id }).sort({ _id: 1 }).toArray(), say)
    },
    start() {
      void imports().createIndexes([{ key: { status: 1 } }, { key: { createdAt: -1 } }])
      void remarks().createIndexes([{ key: { import: 1, _id: 1 } }])
      jobs.start()
    },
    stop: () => jobs.stop(),
    finished: id => jobs.finished(id),
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
