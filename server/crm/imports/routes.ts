/** `/api/imports`. */
import type { Route, Schema } from '../../routes/route.ts'
import {
  flag,
  integer,
  many,
  map,
  moment,
  named,
  oneOf,
  orNull,
  output,
  string,
} from '../../routes/schemas.ts'
import { fieldsOf } from './fields.ts'
import type { ImportEntity, ImportFile, ImportRecord, Mapping, RemarkRecord } from './types.ts'

const csv = {
  raw: ['text/csv', 'text/plain', 'application/octet-stream', 'application/vnd.ms-excel'],
  limit: 41 * 1024 * 1024,
}
const entity = oneOf('company', 'contact', 'product', 'user', 'deal')

const upload: Schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    filename: { type: 'string', maxLength: 300 },
    encoding: { type: 'string', maxLength: 40 },
    delimiter: { type: 'string', maxLength: 1 },
  },
}

const mapping: Schema = {
  type: 'object',
  additionalProperties: false,
  required: ['files', 'quiet'],
  properties: {
    quiet: { type: 'boolean', description: 'Start nothing: no process, no task, no letter' },
    files: {
      type: 'array',
      maxItems: 20,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['file', 'entity', 'columns', 'options'],
        properties: {
          file: { type: 'string', maxLength: 64 },
          entity,
          columns: {
            type: 'object',
            maxProperties: 300,
            additionalProperties: { type: 'string', maxLength: 100 },
          },
          options: {
            type: 'object',
            additionalProperties: false,
            properties: {
              dateFormat: { type: 'string', pattern: '^[DMY]{1,4}[./ -][DMY]{1,4}[./ -][DMY]{1,4}$' },
              decimal: { type: 'string', enum: ['.', ','] },
              currency: { type: 'string', pattern: '^([A-Z]{3})?$' },
              pipeline: { type: 'string', maxLength: 100 },
              stages: {
                type: 'object',
                maxProperties: 100,
                additionalProperties: { type: 'string', maxLength: 100 },
              },
              matchBy: { type: 'string', maxLength: 100 },
              createMissing: { type: 'boolean' },
              amountFromProduct: { type: 'boolean' },
            },
          },
        },
      },
    },
  },
}

const always: Record<string, Schema> = {
  id: string,
  status: oneOf('draft', 'running', 'done', 'cancelled', 'paused'),
  total: integer(),
  done: integer(),
  created: integer(),
  updated: integer(),
  rejected: integer(),
  noted: integer(),
  createdAt: moment,
  by: named,
}
const sometimes = { current: string, message: string, quiet: flag, startedAt: moment, endedAt: moment }
const read: Record<string, Schema> = {
  id: string,
  filename: string,
  encoding: string,
  delimiter: string,
  rows: integer(),
  columns: many(output({ name: string, samples: many(string) })),
  suggestion: output(
    { entity, columns: map(string), options: map(), values: map(many(string)) },
    { dateFormat: string, ambiguous: many(string), stages: map(string) },
  ),
  warnings: many(string),
}
const file = output(read)
const begun = output({ ...read, import: string, file })
const row = output(
  { ...always, files: many(output({ file: string, filename: string, rows: integer() }, { entity })) },
  sometimes,
)
const detail = output({ ...always, files: many(file), mapping: orNull(mapping) }, sometimes)

const place: Record<string, Schema> = {
  row: { type: 'integer', description: 'As a spreadsheet counts: the header is row 1' },
  message: string,
}
const cell = { column: string, value: string }
const remark = output({ ...place, file: string, outcome: oneOf('rejected', 'noted') }, cell)
const preview = output({
  files: many(
    output({
      file: string,
      filename: string,
      entity,
      rows: integer(),
      create: integer(),
      update: integer(),
      rejected: integer(),
      problems: many(output(place, cell)),
      problemsTotal: integer(),
      notices: many(output(place, cell)),
      noticesTotal: integer(),
    }),
  ),
  stages: map(integer()),
  starts: output({
    processes: many(output({ key: string, name: string, count: integer() })),
    tasks: integer(),
    letters: integer(),
  }),
})
const fields = map(
  many(output({ key: string, label: string, type: string, required: flag }, { choices: many(string) })),
)

const common = { tag: 'Imports', permission: 'imports.run' as const }

/** The routes of this folder. */
export const importRoutes: Route[] = [
  {
    ...common,
    method: 'post',
    path: '/imports',
    summary: 'Begin an import with its first CSV file; encoding, delimiter and meaning are guessed',
    query: upload,
    body: csv,
    answers: { 201: begun, 422: 'The file cannot be read; the message says why' },
    async handle({ services, actor, query, raw, answer }) {
      const { filename = 'file.csv', ...how } = query as {
        filename?: string
        encoding?: string
        delimiter?: string
      }
      const { record, file } = await services.imports.begin(actor, filename, raw ?? Buffer.alloc(0), how)
      const shown = presentFile(file)
      return answer(201, { ...shown, id: record._id, import: record._id, file: shown })
    },
  },
  {
    ...common,
    method: 'get',
    path: '/imports',
    summary: 'Imports, newest first',
    answers: { 200: output({ items: many(row) }) },
    handle: async ({ services, actor }) => ({ items: (await services.imports.list(actor)).map(presentRow) }),
  },
  {
    ...common,
    method: 'get',
    path: '/imports/fields',
    summary: 'What a column can become',
    answers: { 200: fields },
    async handle({ services }) {
      const settings = await services.settings.get()
      const entities: ImportEntity[] = ['deal', 'company', 'contact', 'product', 'user']
      const shown = entities.map(each => [
        each,
        fieldsOf(each, settings).map(({ key, label, type, required, choices }) => ({
          key,
          label,
          type,
          required,
          ...(choices && { choices }),
        })),
      ])
      return Object.fromEntries(shown)
    },
  },
  {
    ...common,
    method: 'get',
    path: '/imports/:id',
    summary: 'One import: its files, its mapping, how far it is',
    answers: { 200: detail },
    handle: async ({ services, actor, params }) =>
      presentImport(await services.imports.get(actor, params.id!)),
  },
  {
    ...common,
    method: 'put',
    path: '/imports/:id',
    summary: 'Say what the files and columns mean',
    body: mapping,
    answers: { 200: detail, 422: 'A column or field does not exist' },
    handle: async ({ services, actor, params, body }) =>
      presentImport(await services.imports.setMapping(actor, params.id!, cleaned(body as Mapping))),
  },
  {
    ...common,
    method: 'delete',
    path: '/imports/:id',
    summary: 'Forget an import and its files; what it made stays',
    answers: { 204: 'Done' },
    async handle({ services, actor, params, answer }) {
      await services.imports.remove(actor, params.id!)
      return answer(204)
    },
  },
  {
    ...common,
    method: 'post',
    path: '/imports/:id/files',
    summary: 'Add another CSV file',
    query: upload,
    body: csv,
    answers: { 201: file, 422: 'The file cannot be read; the message says why' },
    async handle({ services, actor, params, query, raw, answer }) {
      const { filename = 'file.csv', ...how } = query as {
        filename?: string
        encoding?: string
        delimiter?: string
      }
      return answer(
        201,
        presentFile(await services.imports.addFile(actor, params.id!, filename, raw ?? Buffer.alloc(0), how)),
      )
    },
  },
  {
    ...common,
    method: 'patch',
    path: '/imports/:id/files/:file',
    summary: 'Read a file again with another encoding or delimiter',
    body: {
      type: 'object',
      additionalProperties: false,
      properties: {
        encoding: { type: 'string', maxLength: 40 },
        delimiter: { type: 'string', minLength: 1, maxLength: 1 },
      },
    },
    answers: { 200: file, 422: 'It cannot be read so' },
    handle: async ({ services, actor, params, body }) =>
      presentFile(
        await services.imports.readAgain(
          actor,
          params.id!,
          params.file!,
          body as { encoding?: string; delimiter?: string },
        ),
      ),
  },
  {
    ...common,
    method: 'delete',
    path: '/imports/:id/files/:file',
    summary: 'Take a file out of a draft',
    answers: { 204: 'Done' },
    async handle({ services, actor, params, answer }) {
      await services.imports.removeFile(actor, params.id!, params.file!)
      return answer(204)
    },
  },
  {
    ...common,
    method: 'post',
    path: '/imports/:id/preview',
    summary: 'A full dry run: what would be made, changed, refused, and started',
    body: { type: 'object', additionalProperties: false, properties: {} },
    answers: { 200: preview },
    handle: ({ services, actor, params }) => services.imports.preview(actor, params.id!),
  },
  ...(['run', 'cancel', 'resume'] as const).map(
    (verb): Route => ({
      ...common,
      method: 'post',
      path: `/imports/:id/${verb}`,
      summary: {
        run: 'Start the import in the background',
        cancel: 'Stop it after the rows at hand; what was made stays',
        resume: 'Go on where it stopped',
      }[verb],
      body: { type: 'object', additionalProperties: false, properties: {} },
      answers: { 200: detail, 409: 'Not in this state' },
      handle: async ({ services, actor, params }) =>
        presentImport(await services.imports[verb](actor, params.id!)),
    }),
  ),
  {
    ...common,
    method: 'get',
    path: '/imports/:id/report',
    summary: 'Every row that was not taken, and why',
    query: {
      type: 'object',
      additionalProperties: false,
      properties: {
        format: { type: 'string', enum: ['csv', 'json'] },
        cursor: { type: 'string', maxLength: 200 },
        limit: { type: 'integer', minimum: 1, maximum: 1000 },
      },
    },
    answers: {
      200: {
        type: ['object', 'string'],
        properties: {
          items: { type: 'array', items: remark },
          total: { type: 'integer' },
          next: { type: 'string' },
        },
      },
    },
    async handle({ services, actor, params, query, say, answer }) {
      if (query.format === 'csv')
        return answer(200, await services.imports.reportCsv(actor, params.id!, say), {
          'Content-Type': 'text/csv; charset=utf-8',
          'Content-Disposition': `attachment; filename="import-${params.id}.csv"`,
        })
      const found = await services.imports.remarks(
        actor,
        params.id!,
        query as { cursor?: string; limit?: number },
      )
      return { ...found, items: found.items.map(presentRemark) }
    },
  },
]

/** An option that was left empty is not set. */
function cleaned({ files, quiet }: Mapping): Mapping {
  return {
    quiet,
    files: files.map(file => ({
      ...file,
      options: Object.fromEntries(
        Object.entries(file.options).filter(([, value]) => value !== '' && value !== undefined),
      ),
    })),
  }
}

function presentFile(file: ImportFile) {
  return { ...file }
}

function presentRow(record: ImportRecord) {
  const { _id, status, done, total, created, updated, rejected, noted, current, message, actor } = record
  const moment = (name: 'createdAt' | 'startedAt' | 'endedAt') =>
    record[name] && { [name]: record[name].toISOString() }
  return {
    id: _id,
    status,
    done,
    total: total || record.files.reduce((sum, file) => sum + file.rows, 0),
    created,
    updated,
    rejected,
    noted,
    ...(current && { current }),
    ...(message && { message }),
    ...(record.mapping && { quiet: record.mapping.quiet }),
    ...moment('createdAt'),
    ...moment('startedAt'),
    ...moment('endedAt'),
    by: { id: actor.id, name: actor.name },
    files: record.files.map(({ id, filename, rows }) => {
      const mapped = record.mapping?.files.find(each => each.file === id)
      return { file: id, filename, rows, ...(mapped && { entity: mapped.entity }) }
    }),
  }
}

function presentImport(record: ImportRecord) {
  return { ...presentRow(record), files: record.files.map(presentFile), mapping: record.mapping }
}

function presentRemark({ filename, row, outcome, column, value, message }: RemarkRecord) {
  return { file: filename, row, outcome, ...(column && { column }), ...(value && { value }), message }
}
