import { ActionIcon, Button, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Said } from '../../../api/workingTime.ts'
import { Spans } from './WeekEditor.tsx'

type Change = (change: Partial<Said>) => void

/** Days off besides the holidays: a company outing, the days between the years, somebody's holiday. */
export function DaysOff({ closed, onChange }: { closed: Said['closed']; onChange: Change }) {
  const { t } = useTranslation('workingTime')
  const set = (index: number, change: Partial<Said['closed'][number]>) =>
    onChange({ closed: closed.map((each, at) => (at === index ? { ...each, ...change } : each)) })
  return (
    <Stack gap="xs">
      {closed.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is what stands in it
        <Group key={index} gap="xs" align="center">
          <TextInput
            type="date"
            size="xs"
            aria-label={t('off.from')}
            value={each.from}
            onChange={event => {
              const from = event.currentTarget.value
              set(index, { from, ...(each.until < from && { until: from }) })
            }}
          />
          <span aria-hidden>–</span>
          <TextInput
            type="date"
            size="xs"
            aria-label={t('off.until')}
            value={each.until}
            min={each.from}
            onChange={event => set(index, { until: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            aria-label={t('off.name')}
            placeholder={t('off.example')}
            value={each.name}
            onChange={event => set(index, { name: event.currentTarget.value })}
            flex={1}
            miw={140}
          />
          <Remove
            label={t('off.remove')}
            onClick={() => onChange({ closed: closed.filter((_, at) => at !== index) })}
          />
        </Group>
      ))}
      <Add
        label={t('off.add')}
        onClick={() => onChange({ closed: [...closed, { from: today(), until: today(), name: '' }] })}
      />
    </Stack>
  )
}

/** Days that are worked though they would be free, or with other hours than usual. */
export function SpecialDays({ days, onChange }: { days: Said['days']; onChange: Change }) {
  const { t } = useTranslation('workingTime')
  const set = (index: number, change: Partial<Said['days'][number]>) =>
    onChange({ days: days.map((each, at) => (at === index ? { ...each, ...change } : each)) })
  return (
    <Stack gap="xs">
      {days.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is what stands in it
        <Group key={index} gap="xs" align="center">
          <TextInput
            type="date"
            size="xs"
            aria-label={t('special.date')}
            value={each.date}
            onChange={event => set(index, { date: event.currentTarget.value })}
          />
          <Spans name={each.date} spans={each.hours} onChange={hours => set(index, { hours })} />
          <TextInput
            size="xs"
            aria-label={t('off.name')}
            placeholder={t('special.example')}
            value={each.name}
            onChange={event => set(index, { name: event.currentTarget.value })}
            flex={1}
            miw={140}
          />
          <Remove
            label={t('off.remove')}
            onClick={() => onChange({ days: days.filter((_, at) => at !== index) })}
          />
        </Group>
      ))}
      <Add
        label={t('special.add')}
        onClick={() =>
          onChange({ days: [...days, { date: today(), hours: [['09:00', '17:00']], name: '' }] })
        }
      />
    </Stack>
  )
}

const today = () => new Date().toISOString().slice(0, 10)

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
