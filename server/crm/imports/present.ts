/** What leaves the server about imports, field by field. */
import type { ImportFile, ImportRecord, RemarkRecord } from './types.ts'
import { dateFormats, readingsOf } from './values.ts'

export function presentFile(file: ImportFile) {
  const { id, filename, encoding, delimiter, rows, columns, suggestion, warnings } = file
  return {
    id,
    filename,
    encoding,
    delimiter,
    rows,
    columns: columns.map(({ name, samples }) => ({ name, samples, dates: readingsOf(samples[0] ?? '') })),
    dateFormats,
    suggestion,
    warnings,
  }
}

export function presentRow(record: ImportRecord) {
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

export function presentImport(record: ImportRecord) {
  return { ...presentRow(record), files: record.files.map(presentFile), mapping: record.mapping }
}

export function presentRemark({ filename, row, outcome, column, value, message }: RemarkRecord) {
  return { file: filename, row, outcome, ...(column && { column }), ...(value && { value }), message }
}
