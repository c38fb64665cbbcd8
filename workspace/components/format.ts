/** Numbers, money and moments in the reader's language. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'

/** The formats of the current language; stable while the language is. */
export function useFormat() {
  const { i18n } = useTranslation()
  return useMemo(() => formatsOf(regional(i18n.language)), [i18n.language])
}

/** The browser's own variant of the language, e.g. `en-GB`, so that dates look as they do elsewhere on the machine. */
export function regional(language: string): string {
  return navigator.languages.find(candidate => candidate.startsWith(`${language}-`)) ?? language
}

/** How numbers are typed in the current language: the marks of Mantine's `NumberInput`. */
export function useNumberMarks(): { thousandSeparator: string; decimalSeparator: string } {
  const { i18n } = useTranslation()
  return useMemo(() => {
    const parts = new Intl.NumberFormat(regional(i18n.language)).formatToParts(12345.6)
    const mark = (type: string) => parts.find(part => part.type === type)?.value ?? ''
    return { thousandSeparator: mark('group'), decimalSeparator: mark('decimal') }
  }, [i18n.language])
}

export type Formats = ReturnType<typeof formatsOf>

/** The formats of a language. `now` may be given to make relative times repeatable. */
export function formatsOf(language: string) {
  const number = new Intl.NumberFormat(language)
  const day = new Intl.DateTimeFormat(language, { dateStyle: 'medium' })
  const shortDay = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' })
  const time = new Intl.DateTimeFormat(language, { timeStyle: 'short' })
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'long' })
  const money = new Map<string, Intl.NumberFormat>()

  return {
    number: (value: number) => number.format(value),
    /** Whole units without the fraction, else two digits: €3,600 and €3,600.50. */
    money(value: number, currency: string, compact = false) {
      const whole = compact || Number.isInteger(value)
      const key = `${currency} ${whole} ${compact}`
      let format = money.get(key)
      if (!format) {
        format = moneyFormat(language, currency, whole, compact)
        money.set(key, format)
      }
      return format.format(value)
    },
    day: (at: string) => day.format(dateOf(at)),
    /** Without the year when it is this one. */
    nearDay: (at: string, now = Date.now()) =>
      (dateOf(at).getFullYear() === new Date(now).getFullYear() ? shortDay : day).format(dateOf(at)),
    shortDay: (at: string) => shortDay.format(dateOf(at)),
    time: (at: string) => time.format(dateOf(at)),
    moment: (at: string) => moment.format(dateOf(at)),
    percent: (value: number) =>
      `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value)} %`,
    /** “in 2 hours”, “yesterday”. */
    relative(at: string, now = Date.now()) {
      const [amount, unit] = distance(dateOf(at).getTime() - now)
      return relative.format(amount, unit)
    },
    /** Whole days gone by since a moment. */
    daysSince: (at: string, now = Date.now()) =>
      Math.max(0, Math.floor((now - dateOf(at).getTime()) / day24)),
  }
}

const day24 = 86_400_000

/** A date without time means that day here, not midnight in Greenwich. */
export function dateOf(at: string): Date {
  return new Date(/^\d{4}-\d\d-\d\d$/.test(at) ? `${at}T00:00:00` : at)
}

function moneyFormat(language: string, currency: string, whole: boolean, compact: boolean) {
  const options: Intl.NumberFormatOptions = {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    ...(whole ? { maximumFractionDigits: 0 } : {}),
    ...(compact ? { notation: 'compact', maximumFractionDigits: 1 } : {}),
  }
  try {
    return new Intl.NumberFormat(language, options)
  } catch {
    // An imported deal may carry a currency that Intl does not know.
    return new Intl.NumberFormat(language, { ...options, style: 'decimal', currency: undefined })
  }
}

function distance(milliseconds: number): [number, Intl.RelativeTimeFormatUnit] {
  const size = Math.abs(milliseconds)
  if (size < 3_600_000) return [Math.round(milliseconds / 60_000), 'minute']
  if (size < day24) return [Math.round(milliseconds / 3_600_000), 'hour']
  if (size < 30 * day24) return [Math.round(milliseconds / day24), 'day']
  if (size < 365 * day24) return [Math.round(milliseconds / (30 * day24)), 'month']
  return [Math.round(milliseconds / (365 * day24)), 'year']
}
