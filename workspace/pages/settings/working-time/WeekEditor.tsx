import { ActionIcon, Checkbox, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Hours, Span } from '../../../api/workingTime.ts'
import { weekdayName, weekdays } from './week.ts'

interface Props {
  hours: Hours
  onChange(hours: Hours): void
}

/** The week: which days are worked, from when until when, with a break where there is one. */
export function WeekEditor({ hours, onChange }: Props) {
  const { t, i18n } = useTranslation('workingTime')
  const set = (day: string, spans: Span[]) => {
    const { [day]: _, ...others } = hours
    onChange(spans.length > 0 ? { ...others, [day]: spans } : others)
  }
  return (
    <Stack gap={6} component="section" aria-label={t('week.title')}>
      {weekdays.map(day => {
        const spans = hours[day] ?? []
        const name = weekdayName(day, i18n.language)
        return (
          <Group key={day} gap="sm" mih={36} align="center">
            <Checkbox
              w={150}
              label={name}
              checked={spans.length > 0}
              onChange={event => set(day, event.currentTarget.checked ? [['09:00', '17:00']] : [])}
            />
            {spans.length === 0 && (
              <Text fz="sm" c="dimmed">
                {t('week.free')}
              </Text>
            )}
            <Spans name={name} spans={spans} onChange={next => set(day, next)} />
          </Group>
        )
      })}
    </Stack>
  )
}

/** From when until when, as often as it is. */
export function Spans({
  name,
  spans,
  onChange,
}: {
  name: string
  spans: Span[]
  onChange(spans: Span[]): void
}) {
  const { t } = useTranslation('workingTime')
  const set = (index: number, end: 0 | 1, value: string) =>
    onChange(
      spans.map((span, at) =>
        at === index ? ((end === 0 ? [value, span[1]] : [span[0], value]) as Span) : span,
      ),
    )
  const wrong = ([opens, closes]: Span) => opens >= closes
  return (
    <>
      {spans.map((span, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: spans have no names, and only the last one comes and goes
        <Group key={index} gap={4} wrap="nowrap">
          <TextInput
            type="time"
            size="xs"
            aria-label={t('week.opens', { day: name })}
            value={span[0]}
            error={wrong(span)}
            onChange={event => set(index, 0, event.currentTarget.value)}
          />
          <span aria-hidden>–</span>
          <TextInput
            type="time"
            size="xs"
            aria-label={t('week.closes', { day: name })}
            value={span[1]}
            error={wrong(span)}
            onChange={event => set(index, 1, event.currentTarget.value)}
          />
          {index > 0 && (
            <Tooltip label={t('week.remove')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`${t('week.remove')}: ${name}`}
                onClick={() => onChange(spans.filter((_, at) => at !== index))}
              >
                <IconX size={15} />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
      ))}
      {spans.length > 0 && spans.length < 4 && (
        <Tooltip label={t('week.add')}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`${t('week.add')}: ${name}`}
            onClick={() => onChange([...spans, afterBreak(spans.at(-1)!)])}
          >
            <IconPlus size={15} />
          </ActionIcon>
        </Tooltip>
      )}
    </>
  )
}

/** An hour's break, then two hours more, as far as the day goes. */
function afterBreak([, closes]: Span): Span {
  const hour = Math.min(22, Number(closes.slice(0, 2)) + 1)
  const text = (value: number) => `${String(value).padStart(2, '0')}:00`
  return [text(hour), text(Math.min(23, hour + 2))]
}
