import { ActionIcon, Button, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Said, Span } from '../../../api/workingTime.ts'
import { Spans } from './WeekEditor.tsx'

type Change = (change: Partial<Said>) => void

/** Days off besides the holidays: a company outing, the days between the years, somebody's holiday. */
export function DaysOff({ closed, onChange }: { closed: Said['closed']; onChange: Change }) {
  const { t } = useTranslation('workingTime')
  return (
    <Days
      days={closed}
      onChange={each => onChange({ closed: each })}
      example={t('off.example')}
      add={t('off.add')}
      another={() => ({ from: today(), until: today(), name: '' })}
    >
      {(each, set) => (
        <>
          <Day
            label={t('off.from')}
            value={each.from}
            onChange={from => set({ from, ...(each.until < from && { until: from }) })}
          />
          <span aria-hidden>–</span>
          <Day label={t('off.until')} value={each.until} min={each.from} onChange={until => set({ until })} />
        </>
      )}
    </Days>
  )
}

/** Days that are worked though they would be free, or with other hours than usual. */
export function SpecialDays({ days, onChange }: { days: Said['days']; onChange: Change }) {
  const { t } = useTranslation('workingTime')
  return (
    <Days
      days={days}
      onChange={each => onChange({ days: each })}
      example={t('special.example')}
      add={t('special.add')}
      another={() => ({ date: today(), hours: [workday], name: '' })}
    >
      {(each, set) => (
        <>
          <Day label={t('special.date')} value={each.date} onChange={date => set({ date })} />
          <Spans name={each.date} spans={each.hours} onChange={hours => set({ hours })} />
        </>
      )}
    </Days>
  )
}

const today = () => new Date().toISOString().slice(0, 10)
const workday: Span = ['09:00', '17:00']

interface DaysProps<Row> {
  days: Row[]
  onChange(days: Row[]): void
  /** What somebody might call such a day. */
  example: string
  /** The words of the button that adds `another()`. */
  add: string
  another(): Row
  /** The days of a row; `set` changes them. */
  children(row: Row, set: (change: Partial<Row>) => void): ReactNode
}

/** Rows of days, each with a name and a way out. */
function Days<Row extends { name: string }>({
  days,
  onChange,
  example,
  add,
  another,
  children,
}: DaysProps<Row>) {
  const { t } = useTranslation('workingTime')
  return (
    <Stack gap="xs">
      {days.map((each, index) => {
        const set = (change: Partial<Row>) =>
          onChange(days.map((other, at) => (at === index ? { ...other, ...change } : other)))
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is what stands in it
          <Group key={index} gap="xs" align="center">
            {children(each, set)}
            <TextInput
              size="xs"
              aria-label={t('off.name')}
              placeholder={example}
              value={each.name}
              onChange={event => set({ name: event.currentTarget.value } as Partial<Row>)}
              flex={1}
              miw={140}
            />
            <Remove label={t('off.remove')} onClick={() => onChange(days.filter((_, at) => at !== index))} />
          </Group>
        )
      })}
      <Add label={add} onClick={() => onChange([...days, another()])} />
    </Stack>
  )
}

function Day({
  label,
  onChange,
  ...rest
}: {
  label: string
  value: string
  min?: string
  onChange(day: string): void
}) {
  return (
    <TextInput
      type="date"
      size="xs"
      aria-label={label}
      onChange={event => onChange(event.currentTarget.value)}
      {...rest}
    />
  )
}

function Add({ label, onClick }: { label: string; onClick(): void }) {
  return (
    <Group>
      <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={onClick}>
        <Text span inherit>
          {label}
        </Text>
      </Button>
    </Group>
  )
}

function Remove({ label, onClick }: { label: string; onClick(): void }) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
        <IconX size={16} />
      </ActionIcon>
    </Tooltip>
  )
}
