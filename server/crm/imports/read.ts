/** Bytes of a CSV file → a table: which encoding, which delimiter, which header. */
import chardet from 'chardet'
import { parse } from 'csv-parse/sync'
import iconv from 'iconv-lite'
import { ApiError } from '../../middleware/errors.ts'
import type { ReadHow } from './types.ts'

export interface Table {
  encoding: string
  delimiter: string
  header: string[]
  /** Without the header; blank rows are kept (as `[]`) so that row numbers hold. */
  rows: string[][]
  warnings: string[]
}

const delimiters = [',', ';', '\t', '|']
const largest = 500_000

/** Reads a file; throws 422 with a sentence that says what is wrong with it. */
export function readTable(bytes: Buffer, how: ReadHow = {}): Table {
  refuseOtherFormats(bytes)
  const encoding = how.encoding ? known(how.encoding) : detectEncoding(bytes)
  const text = decode(bytes, encoding, how.encoding !== undefined)
  refuseNoText(text)
  const delimiter = how.delimiter ?? detectDelimiter(text)
  const records = split(text, delimiter)
  const first = records.findIndex(record => record.some(cell => cell.trim() !== ''))
  if (first < 0) throw new ApiError(422, 'emptyFile', 'The file is empty.')
  const header = uniqueNames(records[first]!)
  const rows = records
    .slice(first + 1)
    .map(record => (record.every(cell => cell.trim() === '') ? [] : record))
  if (rows.length > largest)
    throw new ApiError(
      422,
      'tooManyRows',
      `The file has ${rows.length} rows; ${largest} are possible. Please split it.`,
    )
  while (rows.length > 0 && rows.at(-1)!.length === 0) rows.pop()
  return { encoding, delimiter, header, rows: padded(rows, first), warnings: warningsOf(text, header, rows) }
}

/** Rows above the header count too, so that numbers are those of the spreadsheet. */
function padded(rows: string[][], above: number): string[][] {
  return above === 0 ? rows : [...Array.from({ length: above }, () => []), ...rows]
}

function refuseOtherFormats(bytes: Buffer): void {
  const start = bytes.subarray(0, 8).toString('latin1')
  if (start.startsWith('PK\u0003\u0004'))
    throw new ApiError(
      422,
      'notCsv',
      'This is an Excel or ZIP file. In Excel choose “Save as → CSV UTF-8” and upload that file.',
    )
  if (start.startsWith('\u00d0\u00cf\u0011\u00e0'))
    throw new ApiError(
      422,
      'notCsv',
      'This is an old Excel file. In Excel choose “Save as → CSV UTF-8” and upload that file.',
    )
  if (start.startsWith('%PDF'))
    throw new ApiError(422, 'notCsv', 'This is a PDF file. An import needs a CSV file.')
}

/** Pictures, programs and the like are full of control characters; text has none but tabs and line ends. */
function refuseNoText(text: string): void {
  const sample = text.slice(0, 64 * 1024)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const strange = sample.match(/[\u0000-\u0008\u000e-\u001f]/g)?.length ?? 0
  if (strange > sample.length / 200)
    throw new ApiError(422, 'notCsv', 'This file holds no text. An import needs a CSV file.')
}

/** A byte order mark decides; else what is valid UTF-8 is UTF-8; else the likeliest of the old encodings. */
function detectEncoding(bytes: Buffer): string {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const sample = bytes.subarray(0, 256 * 1024)
  const zeros = [0, 0]
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i % 2]!++
  if (zeros[0]! + zeros[1]! > sample.length / 10) return zeros[1]! > zeros[0]! ? 'utf-16le' : 'utf-16be'
  if (firstInvalidUtf8(bytes) < 0) return 'utf-8'
  return cyrillic(sample) ?? likeliest(sample)
}

/** Russian words are runs of bytes beyond ASCII; which encoding makes Russian of them, its commonest letters tell. */
function cyrillic(sample: Buffer): string | undefined {
  const runs =
    sample
      .toString('latin1')
      .match(/[\u0080-\u00ff]{3,}/g)
      ?.join('') ?? ''
  const foreign = sample.toString('latin1').match(/[\u0080-\u00ff]/g)?.length ?? 0
  if (runs.length < foreign / 2) return undefined
  const bytes = Buffer.from(runs, 'latin1')
  const scores = ['windows-1251', 'koi8-r', 'cp866'].map(encoding => {
    const text = iconv.decode(bytes, encoding)
    return { encoding, score: (text.match(/[оеаинтсрвлкмдпу]/g)?.length ?? 0) / text.length }
  })
  const best = scores.reduce((one, other) => (other.score > one.score ? other : one))
  return best.score > 0.5 ? best.encoding : undefined
}

function likeliest(sample: Buffer): string {
  const guesses = chardet.analyse(sample).map(guess => guess.name.toLowerCase())
  const found = guesses.find(name =>
    /^(windows-125\d|iso-8859-\d+|shift_jis|euc-(jp|kr)|gb18030|big5)$/.test(name),
  )
  return !found || found === 'iso-8859-1' ? 'windows-1252' : found
}

function known(encoding: string): string {
  const name = encoding.toLowerCase()
  if (!iconv.encodingExists(name))
    throw new ApiError(422, 'unknownEncoding', `There is no encoding "${encoding}".`)
  return name
}

function decode(bytes: Buffer, encoding: string, chosen: boolean): string {
  if (encoding === 'utf-8' || encoding === 'utf8') {
    const wrong = firstInvalidUtf8(bytes)
    if (wrong >= 0)
      throw new ApiError(
        422,
        'wrongEncoding',
        `The file is not UTF-8: byte ${wrong + 1} does not fit. It looks like ${detectEncoding(bytes)}; choose that encoding, or save the file as UTF-8.`,
        { suggestion: detectEncoding(bytes) },
      )
  }
  const text = iconv.decode(bytes, encoding, { stripBOM: true })
  if (chosen && (text.match(/\ufffd/g)?.length ?? 0) > text.length / 50)
    throw new ApiError(
      422,
      'wrongEncoding',
      `The file cannot be read as ${encoding}. It looks like ${detectEncoding(bytes)}; choose that encoding.`,
      { suggestion: detectEncoding(bytes) },
    )
  return text
}

/** Position of the first byte that is no UTF-8; -1 when all of it is. */
function firstInvalidUtf8(bytes: Buffer): number {
  for (let i = 0; i < bytes.length; ) {
    const more = followersOf(bytes[i]!)
    if (more === undefined) return i
    for (let k = 1; k <= more; k++) if ((bytes[i + k] ?? 0) >> 6 !== 2) return i
    i += more + 1
  }
  return -1
}

/** How many bytes belong to a character behind its first one; undefined when no character begins so. */
function followersOf(first: number): number | undefined {
  if (first < 0x80) return 0
  if (first >= 0xc2 && first < 0xe0) return 1
  if (first >= 0xe0 && first < 0xf0) return 2
  if (first >= 0xf0 && first < 0xf5) return 3
  return undefined
}

/** The one that cuts the first lines into most columns of the same number. */
function detectDelimiter(text: string): string {
  const named = /^sep=(.)\r?\n/i.exec(text)
  if (named) return named[1]!
  const head = text
    .slice(0, 64 * 1024)
    .split(/\r\n|\n|\r/)
    .slice(0, 40)
    .filter(line => line.trim() !== '')
    .join('\n')
  let best = { delimiter: ',', score: 0 }
  for (const delimiter of delimiters) {
    const widths = beginning(head, delimiter).map(record => record.length)
    const width = widths[0] ?? 1
    const same = widths.filter(each => each === width).length / Math.max(1, widths.length)
    const score = width > 1 ? same * (1 + Math.log2(width)) : 0
    if (score > best.score) best = { delimiter, score }
  }
  return best.delimiter
}

/** The records of a text that may end in the middle of a quoted cell; none when quotes are never closed. */
function beginning(head: string, delimiter: string): string[][] {
  for (let rest = head; rest !== ''; rest = rest.slice(0, Math.max(0, rest.lastIndexOf('\n')))) {
    try {
      return split(rest, delimiter)
    } catch {
      // One line less may end between two records.
    }
  }
  return []
}

function split(text: string, delimiter: string): string[][] {
  const body = text.replace(/^sep=.\r?\n/i, '')
  try {
    return parse(body, {
      delimiter,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: 1_000_000,
    }) as string[][]
  } catch (error) {
    const line = openQuote(text, delimiter)
    throw new ApiError(
      422,
      'brokenCsv',
      line
        ? `The file cannot be read from line ${line} on: a quotation mark is probably not closed.`
        : `The file cannot be read as CSV: ${(error as Error).message}`,
      line ? { line } : undefined,
    )
  }
}

/** The line of the quotation mark that opens a cell and is never closed; the parser itself only knows where the text ends. */
function openQuote(text: string, delimiter: string): number | undefined {
  const between = new RegExp(`"|\\r\\n|\\n|\\r|${delimiter.replace(/[|\\^$*+?.()[\]{}]/g, '\\$&')}`, 'g')
  let line = 1
  let opened: number | undefined
  let ended = 0
  for (let found = between.exec(text); found; found = between.exec(text)) {
    const [token] = found
    const next = between.lastIndex
    if (/[\r\n]/.test(token)) line++
    if (opened !== undefined && token === '"') {
      if (text[next] === '"') between.lastIndex++
      else opened = undefined
    } else if (token === '"' && found.index === ended) opened = line
    if (opened === undefined && token !== '"') ended = next
  }
  return opened
}

function uniqueNames(cells: string[]): string[] {
  const seen = new Map<string, number>()
  return cells.map((cell, index) => {
    const name = cell.trim().replace(/\s+/g, ' ') || `Column ${index + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}

function warningsOf(text: string, header: string[], rows: string[][]): string[] {
  const warnings: string[] = []
  if (text.includes('\ufffd'))
    warnings.push('Some characters could not be read; the encoding may be another one.')
  if (rows.length === 0) warnings.push('There is no row below the header.')
  if (header.length === 1) warnings.push('Only one column was found; the delimiter may be another one.')
  return warnings
}
