import { Button, Group, Select, Stack, Text, Title } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { setMyAbsence, usersQuery } from '../../api/people.ts'
import { useSession } from '../../api/session.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { useFormat } from '../../components/format.ts'

/** Who does my tasks while I am away. */
export function Absence() {
  const { t } = useTranslation('settings')
  const format = useFormat()
  const { user } = useSession()
  const queryClient = useQueryClient()
  const { data: users } = useQuery(usersQuery)
  const [deputyId, setDeputy] = useState<string | null>(null)
  const [until, setUntil] = useState<string | null>(null)
  const save = useMutation({
    mutationFn: setMyAbsence,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['users'] }),
  })
  const absence = users?.find(({ id }) => id === user.id)?.absence
  const away = absence && new Date(absence.until) > new Date()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (deputyId && until) save.mutate({ deputyId, until: endOf(until) })
  }
  return (
    <Stack gap="sm">
      <div>
        <Title order={3} fz={15}>
          {t('absence.title')}
        </Title>
        <Text fz="sm" c="dimmed">
          {t('absence.intro')}
        </Text>
      </div>
      {away ? (
        <Group>
          <Text>{t('absence.is', { name: absence.deputy.name, until: format.day(absence.until) })}</Text>
          <Button variant="default" loading={save.isPending} onClick={() => save.mutate(null)}>
            {t('absence.end')}
          </Button>
        </Group>
      ) : (
        <form onSubmit={submit}>
          <Group align="flex-end">
            <Select
              label={t('absence.deputy')}
              data={
                users
                  ?.filter(each => each.active && each.id !== user.id)
                  .map(each => ({ value: each.id, label: each.name })) ?? []
              }
              value={deputyId}
              onChange={setDeputy}
              searchable
              required
              w={240}
            />
            <DateInput
              label={t('absence.until')}
              value={until}
              onChange={setUntil}
              minDate={new Date()}
              required
              w={180}
            />
            <Button type="submit" variant="default" loading={save.isPending}>
              {t('absence.verb')}
            </Button>
          </Group>
        </form>
      )}
      {save.error && <ErrorCard error={save.error} />}
    </Stack>
  )
}

/** The last moment of a day as this person's clock counts it. */
function endOf(day: string): string {
  const end = new Date(`${day.slice(0, 10)}T00:00:00`)
  end.setHours(23, 59, 59)
  return end.toISOString()
}
