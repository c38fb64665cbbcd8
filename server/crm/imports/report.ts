/** The report of an import as a CSV file that a spreadsheet opens without executing anything. */
import { stringify } from 'csv-stringify/sync'
import type { Say } from '#engine'
import type { RemarkRecord } from './types.ts'

const header = ['File', 'Row', 'Outcome', 'Column', 'Value', 'Message', 'The row as it was']

/** One line a remark; a row that was not taken brings its cells along. UTF-8 with a mark, so that Excel reads it right. */
export function reportOf(remarks: RemarkRecord[], say: Say = sentence => sentence): string {
  const lines = remarks.map(({ filename, row, outcome, column = '', value = '', message, cells }) => [
    filename,
    String(row),
    say(outcome === 'rejected' ? 'not taken' : 'note'),
    column,
    value,
    say(message),
    ...(cells ?? []),
  ])
  return `\ufeff${stringify([header.map(say), ...lines].map(line => line.map(harmless)))}`
}

/** A cell that begins like a formula, also behind spaces, is marked as text; plain numbers stay numbers. */
export function harmless(cell: string): string {
  return /^[\s\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/.test(cell) &&
    !/^[-+]?\d+([.,]\d+)?$/.test(cell)
    ? `'${cell}`
    : cell
}
