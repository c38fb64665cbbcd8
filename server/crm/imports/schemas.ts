/** What may come in about imports, and what goes out. */
import type { Schema } from '../../routes/route.ts'
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

export const csv = {
  raw: ['text/csv', 'text/plain', 'application/octet-stream', 'application/vnd.ms-excel'],
  limit: 41 * 1024 * 1024,
}
const entity = oneOf('company', 'contact', 'product', 'user', 'deal')

export const upload: Schema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    filename: { type: 'string', maxLength: 300 },
    encoding: { type: 'string', maxLength: 40 },
    delimiter: { type: 'string', maxLength: 1 },
  },
}

export const mapping: Schema = {
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
  columns: many(
    output({
      name: string,
      samples: many(string),
      dates: { ...map(string), description: 'How the first sample reads: a day for each format that fits' },
    }),
  ),
  dateFormats: { ...many(string), description: 'The ways of writing a date to choose from' },
  suggestion: output(
    { entity, columns: map(string), options: map(), values: map(many(string)) },
    { dateFormat: string, ambiguous: many(string), stages: map(string) },
  ),
  warnings: many(string),
}
export const file = output(read)
export const begun = output({ ...read, import: string, file })
export const row = output(
  { ...always, files: many(output({ file: string, filename: string, rows: integer() }, { entity })) },
  sometimes,
)
export const detail = output({ ...always, files: many(file), mapping: orNull(mapping) }, sometimes)

const place: Record<string, Schema> = {
  row: { type: 'integer', description: 'As a spreadsheet counts: the header is row 1' },
  message: string,
}
const cell = { column: string, value: string }
export const remark = output({ ...place, file: string, outcome: oneOf('rejected', 'noted') }, cell)
export const preview = output({
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
export const fields = map(
  many(output({ key: string, label: string, type: string, required: flag }, { choices: many(string) })),
)
