/** What people write in cells: dates, numbers, yes and no. */

/** The ways dates are written that may be found; the likelier first where several fit. */
export const dateFormats = [
  'YYYY-MM-DD',
  'YYYY/MM/DD',
  'YYYY.MM.DD',
  'DD.MM.YYYY',
  'DD-MM-YYYY',
  'DD/MM/YYYY',
  'MM/DD/YYYY',
  'MM-DD-YYYY',
  'DD.MM.YY',
  'DD-MM-YY',
  'DD/MM/YY',
  'MM/DD/YY',
  'MM-DD-YY',
]

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const russianMonths = ['янв', 'фев', 'мар', 'апр', 'ма', 'июн', 'июл', 'авг', 'сен', 'окт', 'ноя', 'дек']

/** The day as `YYYY-MM-DD`, or undefined when the text is no date in this format. A time behind it is left out. */
export function readDate(text: string, format: string | undefined): string | undefined {
  const written = text.trim()
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$/.exec(written)
  if (iso) return day(Number(iso[1]), Number(iso[2]), Number(iso[3]))
  if (/\p{L}/u.test(written.replace(/[T ]\d.*$/, ''))) return readMonthName(written)
  return format ? readInFormat(written, format) : undefined
}

function readInFormat(written: string, format: string): string | undefined {
  const separator = /[^A-Z]/i.exec(format)?.[0] ?? '-'
  const letters = format.split(separator)
  const parts = written.replace(/[T ,]\s*\d{1,2}:\d{2}.*$/, '').split(separator)
  if (parts.length !== 3 || letters.length !== 3) return undefined
  const read: Record<string, number> = {}
  for (const [index, letter] of letters.entries()) {
    const value = readPart(parts[index]!.trim(), letter)
    if (value === undefined) return undefined
    read[letter[0]!] = value
  }
  return day(read.Y!, read.M!, read.D!)
}

/** `YYYY` wants four digits, all others one or two; `YY` is a year from 1970 to 2069. */
function readPart(part: string, letter: string): number | undefined {
  if (!(letter.length === 4 ? /^\d{4}$/ : /^\d{1,2}$/).test(part)) return undefined
  const value = Number(part)
  return letter === 'YY' ? value + (value < 70 ? 2000 : 1900) : value
}

/** `12 Jan 2024`, `Jan 12, 2024`, `12 января 2024 г.` */
function readMonthName(text: string): string | undefined {
  const match =
    /^(?:\p{L}+,\s*)?(?:(\d{1,2})\.?[\s-]+(\p{L}{2,})\.?[\s-]+(\d{4})|(\p{L}{3,})\.?\s+(\d{1,2}),?\s+(\d{4}))/u.exec(
      text,
    )
  if (!match) return undefined
  const name = (match[2] ?? match[4])!.toLowerCase()
  const english = months.findIndex(month => name.startsWith(month))
  const month = english >= 0 ? english : russianMonths.findIndex(each => name.startsWith(each))
  return month < 0 ? undefined : day(Number(match[3] ?? match[6]), month + 1, Number(match[1] ?? match[5]))
}

function day(year: number, month: number, date: number): string | undefined {
  if (year < 1900 || year > 2200) return undefined
  const made = new Date(Date.UTC(year, month - 1, date))
  if (made.getUTCMonth() !== month - 1 || made.getUTCDate() !== date) return undefined
  return made.toISOString().slice(0, 10)
}

/** The days a text may mean, by the formats that read it. */
export function readingsOf(text: string): Record<string, string> {
  const readings = dateFormats.map(format => [format, readDate(text, format)])
  return Object.fromEntries(readings.filter(([, day]) => day))
}

/** The format that reads most of the texts, and the others that read as many. */
export function detectDateFormat(texts: string[]): { format?: string; ambiguous: string[] } {
  const written = texts.filter(text => text.trim() !== '').slice(0, 5000)
  if (written.length === 0) return { ambiguous: [] }
  const scores = dateFormats.map(format => ({
    format,
    read: written.filter(text => readDate(text, format) !== undefined).length,
  }))
  const most = Math.max(...scores.map(score => score.read))
  if (most < written.length / 2) return { ambiguous: [] }
  const best = scores.filter(score => score.read === most).map(score => score.format)
  const independent = written.every(text => readDate(text, undefined) !== undefined)
  return { format: best[0]!, ambiguous: best.length > 1 && !independent ? best : [] }
}

/** The number, or undefined when the text is none. `1 234,56`, `1,234.56`, `(12)`, `€ 5`, `10%`, `1'000`. */
export function readNumber(text: string, decimal: '.' | ','): number | undefined {
  const negative = /^\(.*\)$/.test(text.trim())
  const bare = text
    .trim()
    .replace(/^\((.*)\)$/, '$1')
    .replace(/[\s\u00a0\u202f'’]|\p{Sc}|%|(?:руб|р)\.?$|\b[A-Z]{3}\b/gu, '')
    .replace(/^[−–]/, '-')
  const thousands = decimal === ',' ? '.' : ','
  const grouped = new RegExp(`^[-+]?\\d{1,3}(\\${thousands}\\d{3})+(\\${decimal}\\d+)?$`)
  const plain = grouped.test(bare) ? bare.replaceAll(thousands, '') : bare
  const dotted = decimal === ',' ? plain.replace(',', '.') : plain
  if (!/^[-+]?(\d+\.?\d*|\.\d+)$/.test(dotted)) return undefined
  const value = Number(dotted)
  return negative ? -value : value
}

/** A comma before one or two last digits says comma. */
export function detectDecimal(texts: string[]): '.' | ',' {
  let [comma, dot] = [0, 0]
  for (const text of texts) {
    if (/,\d{1,2}\D*$/.test(text) || /\d\.\d{3},/.test(text)) comma++
    if (/\.\d{1,2}\D*$/.test(text) || /\d,\d{3}\b/.test(text)) dot++
  }
  return comma > dot ? ',' : '.'
}

const yes = new Set(['yes', 'y', 'true', '1', 'x', 'да', 'истина', '+', 'active', 'активен'])
const no = new Set(['no', 'n', 'false', '0', '', 'нет', 'ложь', '-', 'inactive', 'неактивен'])

/** Yes, no, or undefined when it is neither. */
export function readBoolean(text: string): boolean | undefined {
  const word = text.trim().toLowerCase()
  return yes.has(word) ? true : no.has(word) ? false : undefined
}

/** A name without anything that spelling varies: `GTX Pro`, `GTXPro` and `gtx-pro` are alike. */
export function squash(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
