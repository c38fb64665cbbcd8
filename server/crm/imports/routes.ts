/** `/api/imports`. */
import type { Route } from '../../routes/route.ts'
import { many, output } from '../../routes/schemas.ts'
import { fieldsOf } from './fields.ts'
import { presentFile, presentImport, presentRemark, presentRow } from './present.ts'
import { begun, csv, detail, fields, file, mapping, preview, remark, row, upload } from './schemas.ts'
import type { ImportEntity, Mapping } from './types.ts'

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
