import type { Texts } from '../i18n/texts.ts'

export type TimerKind = 'timeDuration' | 'timeDate' | 'timeCycle'

/** Says a timer's value in plain words: "in 2 days", "every hour, 3 times"; `undefined` when it cannot be read. */
export function timerInWords(kind: TimerKind, value: string, t: Texts): string | undefined {
  const written = value.trim()
  if (!written) return undefined
  if (written.startsWith('=')) return t('timer.byExpression')
  if (kind === 'timeDuration') {
    const words = durationInWords(written, t)
    return words && t('timer.after', { duration: words })
  }
  if (kind === 'timeDate') return dateInWords(written, t)
  return cycleInWords(written, t)
}

/** A duration as people say it: `P1DT2H` is "1 day 2 hours", `2 working days` the same in the reader's language. */
export function durationInWords(iso: string, t: Texts): string | undefined {
  const working = /^(\d{1,4})\s+(?:business|working)\s+(day|hour|minute)s?$/i.exec(iso.trim())
  if (working) return t.count(`timer.working.${working[2]!.toLowerCase()}`, Number(working[1]))
  const match =
    /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(
      iso,
    )
  if (!match || iso === 'P' || iso.endsWith('T')) return undefined
  const units = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second']
  const parts = units.flatMap((unit, at) => {
    const amount = match[at + 1]
    return amount === undefined ? [] : [unitInWords(Number(amount), unit, t)]
  })
  return parts.join(' ')
}

function unitInWords(amount: number, unit: string, t: Texts): string {
  return new Intl.NumberFormat(t.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(amount)
}

function dateInWords(iso: string, t: Texts): string | undefined {
  const date = new Date(iso)
  if (Number.isNaN(date.getTime()) || !/^\d{4}-\d{2}-\d{2}/.test(iso)) return undefined
  const time = iso.includes('T') ? ({ timeStyle: 'short' } as const) : {}
  return t('timer.on', {
    date: new Intl.DateTimeFormat(t.locale, { dateStyle: 'full', ...time }).format(date),
  })
}

function cycleInWords(value: string, t: Texts): string | undefined {
  const repeat = /^R(\d*)\/(?:([^/]+)\/)?(P[^/]+)$/.exec(value)
  if (repeat) {
    const every = durationInWords(repeat[3]!, t)
    if (!every) return undefined
    const start = repeat[2] ? `, ${t('timer.from', { date: repeat[2] })}` : ''
    const times = repeat[1] ? `, ${t.count('timer.times', Number(repeat[1]))}` : `, ${t('timer.forever')}`
    return t('timer.every', { duration: every }) + start + times
  }
  return cronInWords(value, t)
}

/** The common shapes of cron: a time, on some days of the week or of the month. */
function cronInWords(value: string, t: Texts): string | undefined {
  const parts = value.split(/\s+/)
  const [minute, hour, day, month, weekday] = parts.length === 6 ? parts.slice(1) : parts
  if (parts.length < 5 || parts.length > 6 || weekday === undefined) return undefined
  if (!/^\d+$/.test(minute!) || !/^\d+$/.test(hour!)) return t('timer.cron', { cron: value })
  const time = `${hour!.padStart(2, '0')}:${minute!.padStart(2, '0')}`
  if (month !== '*') return t('timer.cron', { cron: value })
  if (weekday !== '*' && weekday !== '?') return t('timer.onDays', { days: weekdays(weekday, t), time })
  if (day !== '*' && day !== '?') return t('timer.onMonthDay', { day: day!, time })
  return t('timer.daily', { time })
}

const dayNames = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

function weekdays(text: string, t: Texts): string {
  const name = (day: string) => {
    const index = /^\d$/.test(day) ? Number(day) % 7 : dayNames.indexOf(day.toUpperCase().slice(0, 3))
    if (index < 0) return day
    // 4 January 1970 was a Sunday.
    return new Intl.DateTimeFormat(t.locale, { weekday: 'long', timeZone: 'UTC' }).format(
      (3 + index) * 86_400_000,
    )
  }
  return text
    .split(',')
    .map(part => part.split('-').map(name).join('–'))
    .join(', ')
}
