import { Button, Card, Group, Select, Stack, Switch, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { forgetWorkingTime, type Said, saveWorkingTime, type WorkingTime } from '../../../api/workingTime.ts'
import { ConfirmButton } from '../../../components/ConfirmButton.tsx'
import { ErrorCard } from '../../../components/ErrorCard.tsx'
import { timeZones } from '../houseForms.ts'
import { DaysOff, SpecialDays } from './DaysOff.tsx'
import { HolidaysOf } from './HolidaysOf.tsx'
import { Preview } from './Preview.tsx'
import { WeekEditor } from './WeekEditor.tsx'
import { usualWeek } from './week.ts'

interface Props {
  time: WorkingTime
  /** What the form begins with. */
  start: Said
  onForget(): void
}

/** Everything that is said for one: week, zone, holidays, days off; and at once what follows from it. */
export function WorkingTimeForm({ time, start, onForget }: Props) {
  const { t } = useTranslation(['workingTime', 'common'])
  const queryClient = useQueryClient()
  const [said, setSaid] = useState(start)
  const { whose, calendar, version } = time
  const house = whose === 'house'
  const change = (next: Partial<Said>) => setSaid({ ...said, ...next })
  const drop = (key: 'hours' | 'zone' | 'place') => {
    const { [key]: _, ...rest } = said
    setSaid(rest)
  }
  const changed = version === 0 || JSON.stringify(said) !== JSON.stringify(start)
  const refresh = () => queryClient.invalidateQueries({ queryKey: ['workingTime'] })
  const save = useMutation({
    mutationFn: () => saveWorkingTime(whose, said, version),
    onSuccess: saved => {
      queryClient.setQueryData(['workingTime', whose], saved)
      void refresh()
      notifications.show({ message: t('common:saved'), color: 'teal' })
    },
  })
  const forget = useMutation({
    mutationFn: () => forgetWorkingTime(whose),
    onSuccess: () => {
      onForget()
      void refresh()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Part
          title={t('week.title')}
          inherits={house ? undefined : t('inherits.hours')}
          own={said.hours !== undefined}
          onOwn={own => (own ? change({ hours: calendar.hours ?? usualWeek }) : drop('hours'))}
        >
          <WeekEditor hours={said.hours ?? usualWeek} onChange={hours => change({ hours })} />
        </Part>
        {!house && (
          <Part
            title={t('zone.title')}
            inherits={t('inherits.zone')}
            own={said.zone !== undefined}
            onOwn={own => (own ? change({ zone: calendar.zone }) : drop('zone'))}
          >
            <Select
              aria-label={t('zone.title')}
              data={timeZones}
              value={said.zone ?? null}
              onChange={zone => zone && change({ zone })}
              searchable
              maw={320}
            />
          </Part>
        )}
        <Part
          title={t('holidays.title')}
          inherits={house ? undefined : t('inherits.holidays')}
          own={said.place !== undefined}
          onOwn={own => (own ? change({ place: null }) : drop('place'))}
        >
          <HolidaysOf place={said.place} onChange={place => change({ place })} />
        </Part>
        <Part title={t('off.title')} note={house ? undefined : t('off.absence')}>
          <DaysOff closed={said.closed} onChange={change} />
        </Part>
        <Part title={t('special.title')}>
          <SpecialDays days={said.days} onChange={change} />
        </Part>
        <Preview whose={whose} zone={said.zone ?? calendar.zone} said={said} />
        {save.error && <ErrorCard error={save.error} />}
        <Group justify="flex-end">
          {version > 0 && (
            <ConfirmButton
              me="auto"
              question={t(house ? 'forget.house' : 'forget.other')}
              verb={t('forget.verb')}
              loading={forget.isPending}
              onConfirm={() => forget.mutate()}
            >
              {t('forget.verb')}
            </ConfirmButton>
          )}
          <Button
            variant="default"
            onClick={() => (version === 0 ? onForget() : setSaid(start))}
            disabled={!changed}
          >
            {t('discard')}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!changed}>
            {t('common:save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

interface PartProps {
  title: string
  note?: string
  /** What counts when nothing of one's own is said; unset where there is nothing wider. */
  inherits?: string
  own?: boolean
  onOwn?(own: boolean): void
  children: ReactNode
}

function Part({ title, note, inherits, own = true, onOwn, children }: PartProps) {
  const { t } = useTranslation('workingTime')
  const shown = inherits === undefined || own
  return (
    <Card component="section" aria-label={title}>
      <Group justify="space-between" mb={shown ? 'sm' : 0}>
        <Text fw={650}>{title}</Text>
        {inherits !== undefined && (
          <Switch
            label={t('own')}
            aria-label={`${title}: ${t('own')}`}
            checked={own}
            onChange={event => onOwn?.(event.currentTarget.checked)}
          />
        )}
      </Group>
      {note && (
        <Text fz="sm" c="dimmed" mb="xs">
          {note}
        </Text>
      )}
      {shown ? (
        children
      ) : (
        <Text fz="sm" c="dimmed">
          {inherits}
        </Text>
      )}
    </Card>
  )
}
