import { Tooltip } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { dateOf, type Formats, useFormat } from './format.ts'

/** When something is due, as short as on a card: “2h late”, “Today 16:00”, “Tomorrow”, “Nov 28”. */
export function Due({ at, className }: { at: string; className?: string }) {
  const format = useFormat()
  const urgency = urgencyOf(at)
  const { t, i18n } = useTranslation()
  const text = dueText(at, urgency, { t, language: i18n.language, format })
  return (
    <Tooltip label={format.moment(at)}>
      <time
        dateTime={at}
        className={className}
        data-urgency={urgency}
        style={{ color: colours[urgency], whiteSpace: 'nowrap' }}
      >
        {text}
      </time>
    </Tooltip>
  )
}

export type Urgency = 'late' | 'today' | 'tomorrow' | 'later'

/** How soon a moment is, by the calendar of whoever looks. */
export function urgencyOf(at: string, now = new Date()): Urgency {
  const due = dateOf(at)
  if (due < now && !(isDay(at) && sameDay(due, now))) return 'late'
  if (sameDay(due, now)) return 'today'
  const tomorrow = new Date(now)
  tomorrow.setDate(now.getDate() + 1)
  return sameDay(due, tomorrow) ? 'tomorrow' : 'later'
}

const colours: Record<Urgency, string> = {
  late: 'var(--baton-late)',
  today: 'var(--baton-soon)',
  tomorrow: 'var(--mantine-color-dimmed)',
  later: 'var(--mantine-color-dimmed)',
}

/** The words for it; `t` must know the common texts. */
export function dueText(at: string, urgency: Urgency, { t, language, format }: Words): string {
  if (urgency === 'late')
    return t('common:due.late', { by: span(Date.now() - dateOf(at).getTime(), language) })
  if (urgency === 'today') {
    return isDay(at) ? t('common:due.today') : t('common:due.todayAt', { time: format.time(at) })
  }
  return urgency === 'tomorrow' ? t('common:due.tomorrow') : format.shortDay(at)
}

interface Words {
  t: (key: string, values?: Record<string, unknown>) => string
  language: string
  format: Formats
}

/** A length of time in its largest unit, e.g. `2h`, `3d`; never in a smaller one than `least`. */
export function span(milliseconds: number, language: string, least: 'minute' | 'day' = 'minute'): string {
  const minutes = Math.floor(milliseconds / 60_000)
  const days = Math.floor(minutes / 1440)
  if (days >= 730) return unit(Math.floor(days / 365), 'year', language)
  if (least === 'day' || days > 0) return unit(days, 'day', language)
  return minutes < 60
    ? unit(Math.max(1, minutes), 'minute', language)
    : unit(Math.floor(minutes / 60), 'hour', language)
}

function unit(value: number, name: string, language: string): string {
  return new Intl.NumberFormat(language, { style: 'unit', unit: name, unitDisplay: 'narrow' }).format(value)
}

function isDay(at: string) {
  return /^\d{4}-\d\d-\d\d$/.test(at)
}

function sameDay(a: Date, b: Date) {
  return a.toDateString() === b.toDateString()
}
