/** The words a template may use beside fields. Each gets plain values and answers text; nothing reaches outside. */
import Handlebars from 'handlebars'

/** What the rendering knows beside the data. */
export interface RenderRoot {
  locale?: string
  currency?: string
  [key: string]: unknown
}

type Options = Handlebars.HelperOptions
type Helper = (this: unknown, ...args: never[]) => unknown

/** `{{money amount}}`, `{{date deal.expectedClose}}`, `{{say en="Total" ru="Итого"}}` … */
export const helpers: Record<string, Helper> = {
  money: (value: unknown, options: Options) => {
    const amount = toNumber(value)
    if (amount === undefined) return ''
    const currency = String(options.hash.currency ?? rootOf(options).currency ?? 'EUR')
    return formatMoney(amount, currency, localeOf(options))
  },
  number: (value: unknown, options: Options) => {
    const amount = toNumber(value)
    if (amount === undefined) return ''
    const digits = toNumber(options.hash.digits)
    return new Intl.NumberFormat(localeOf(options), {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits ?? 2,
    }).format(amount)
  },
  percent: (value: unknown, options: Options) => {
    const amount = toNumber(value)
    if (amount === undefined) return ''
    const text = new Intl.NumberFormat(localeOf(options), { maximumFractionDigits: 2 }).format(amount)
    return localeOf(options).startsWith('ru') ? `${text}\u00a0%` : `${text}%`
  },
  date: (value: unknown, options: Options) =>
    formatDate(value, options, { dateStyle: style(options, 'long') }),
  datetime: (value: unknown, options: Options) =>
    formatDate(value, options, { dateStyle: style(options, 'medium'), timeStyle: 'short' }),
  upper: (value: unknown) => text(value).toUpperCase(),
  lower: (value: unknown) => text(value).toLowerCase(),
  trim: (value: unknown) => text(value).trim(),
  join: (list: unknown, separator: unknown) =>
    Array.isArray(list)
      ? list
          .map(text)
          .filter(Boolean)
          .join(typeof separator === 'string' ? separator : ', ')
      : '',
  concat: (...args: unknown[]) => args.slice(0, -1).map(text).join(''),
  default: (...args: unknown[]) => args.slice(0, -1).find(value => !isEmpty(value)) ?? '',
  say: (options: Options) => {
    const language = localeOf(options).slice(0, 2)
    return options.hash[language] ?? options.hash.en ?? ''
  },
  plural: (count: unknown, options: Options) => {
    const form = new Intl.PluralRules(localeOf(options)).select(toNumber(count) ?? 0)
    return options.hash[form] ?? options.hash.other ?? ''
  },
  require: (value: unknown, what: unknown) => {
    if (isEmpty(value)) throw new MissingValue(typeof what === 'string' ? what : 'A value')
    return value
  },
  lines: (value: unknown) =>
    new Handlebars.SafeString(Handlebars.escapeExpression(text(value)).replace(/\r\n|\r|\n/g, '<br>')),
  url: (value: unknown) => {
    const address = text(value).trim()
    return /^(https?:\/\/|mailto:|tel:|#)/i.test(address) ? address : '#'
  },
  image: (value: unknown) => {
    const address = text(value).trim()
    return /^data:image\/(png|jpeg|gif|webp|svg\+xml);base64,[a-z0-9+/=]+$/i.test(address) ? address : ''
  },
  eq: (a: unknown, b: unknown) => a === b,
  ne: (a: unknown, b: unknown) => a !== b,
  gt: (a: unknown, b: unknown) => order(a, b) > 0,
  gte: (a: unknown, b: unknown) => order(a, b) >= 0,
  lt: (a: unknown, b: unknown) => order(a, b) < 0,
  lte: (a: unknown, b: unknown) => order(a, b) <= 0,
  and: (...args: unknown[]) => args.slice(0, -1).every(value => !isEmpty(value)),
  or: (...args: unknown[]) => args.slice(0, -1).some(value => !isEmpty(value)),
  not: (value: unknown) => isEmpty(value),
  add: (a: unknown, b: unknown) => (toNumber(a) ?? 0) + (toNumber(b) ?? 0),
  subtract: (a: unknown, b: unknown) => (toNumber(a) ?? 0) - (toNumber(b) ?? 0),
  multiply: (a: unknown, b: unknown) => (toNumber(a) ?? 0) * (toNumber(b) ?? 0),
}

/** Names the guard lets pass. */
export const helperNames: ReadonlySet<string> = new Set(Object.keys(helpers))

/** A template said `{{require …}}` and there was nothing. */
export class MissingValue extends Error {
  readonly what: string
  constructor(what: string) {
    super(`${what} is missing.`)
    this.name = 'MissingValue'
    this.what = what
  }
}

/** An amount in words of its currency: `€1,234.50`, `1 234,50 ₽`. */
function formatMoney(amount: number, currency: string, locale: string): string {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount)
  } catch {
    return `${new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(amount)} ${currency}`
  }
}

function formatDate(value: unknown, options: Options, format: Intl.DateTimeFormatOptions): string {
  if (isEmpty(value)) return ''
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text(value))
  const date = new Date(day ? `${text(value)}T00:00:00Z` : (value as string))
  if (Number.isNaN(date.getTime())) return text(value)
  const timeZone = day ? 'UTC' : String(rootOf(options).timeZone ?? 'UTC')
  return new Intl.DateTimeFormat(localeOf(options), { ...format, timeZone })
    .format(date)
    .replace(/\s?г\.$/, '\u00a0г.')
}

function style(options: Options, usual: 'long' | 'medium') {
  const wanted = options.hash.style
  return wanted === 'short' || wanted === 'medium' || wanted === 'long' || wanted === 'full' ? wanted : usual
}

const rootOf = (options: Options): RenderRoot => (options.data?.root ?? {}) as RenderRoot

/** English as most of Europe writes it: day before month, comma for thousands. */
function localeOf(options: Options): string {
  const locale = String(options.hash?.locale ?? rootOf(options).locale ?? 'en')
  if (locale === 'en') return 'en-GB'
  return /^[a-z]{2}(-[A-Za-z0-9]{2,8})*$/.test(locale) ? locale : 'en-GB'
}

function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined
  if (typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value)
  return undefined
}

function order(a: unknown, b: unknown): number {
  const [x, y] = [toNumber(a), toNumber(b)]
  if (x !== undefined && y !== undefined) return x - y
  if (isEmpty(a) || isEmpty(b)) return Number.NaN
  return text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    value === '' ||
    value === false ||
    (Array.isArray(value) && !value.length)
  )
}

function text(value: unknown): string {
  if (value === undefined || value === null) return ''
  return typeof value === 'object' ? '' : String(value)
}
