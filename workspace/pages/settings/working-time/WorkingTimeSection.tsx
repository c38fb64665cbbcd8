import { Button, Group, Select, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconCalendarTime } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { teamsQuery, usersQuery } from '../../../api/people.ts'
import { workingTimeQuery, workingTimesQuery } from '../../../api/workingTime.ts'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorCard } from '../../../components/ErrorCard.tsx'
import { Preview } from './Preview.tsx'
import { WorkingTimeForm } from './WorkingTimeForm.tsx'
import { usualWeek } from './week.ts'

/** When the house works, and where a team or a person differs: what “2 working days” means. */
export function WorkingTimeSection() {
  const { t } = useTranslation('workingTime')
  const [whose, setWhose] = useState('house')
  const { data: said = [] } = useQuery(workingTimesQuery)
  const { data: teams = [] } = useQuery(teamsQuery)
  const { data: users = [] } = useQuery(usersQuery)
  const own = new Set(said.map(each => each.whose))
  const option = (value: string, name: string) => ({ value, label: own.has(value) ? `${name} ✓` : name })
  return (
    <Stack>
      <div>
        <Title order={2} fz={18} mb={2}>
          {t('title')}
        </Title>
        <Text c="dimmed">{t('intro')}</Text>
      </div>
      <Select
        label={t('whose')}
        description={t('whoseHelp')}
        data={[
          { group: t('house'), items: [option('house', t('wholeHouse'))] },
          { group: t('teams'), items: teams.map(({ id, name }) => option(`team:${id}`, name)) },
          {
            group: t('people'),
            items: users.filter(user => user.active).map(({ id, name }) => option(`user:${id}`, name)),
          },
        ].filter(({ items }) => items.length > 0)}
        value={whose}
        onChange={next => setWhose(next ?? 'house')}
        allowDeselect={false}
        searchable
        maw={420}
      />
      <Of key={whose} whose={whose} />
    </Stack>
  )
}

function Of({ whose }: { whose: string }) {
  const { t } = useTranslation('workingTime')
  const { data, error, refetch } = useQuery(workingTimeQuery(whose))
  const [begun, begin] = useState(false)
  if (error) return <ErrorCard error={error} retry={refetch} />
  if (!data) return <Skeleton height={300} />
  const house = whose === 'house'
  const start = { closed: [], days: [], ...(house && { hours: usualWeek }) }
  if (data.said || begun) {
    return (
      <WorkingTimeForm
        key={data.version}
        time={data}
        start={data.said ?? start}
        onForget={() => begin(false)}
      />
    )
  }
  return (
    <>
      <EmptyState
        icon={IconCalendarTime}
        title={t(house ? 'empty.house' : 'empty.other', { name: data.name })}
        text={t(house ? 'empty.houseText' : 'empty.otherText')}
        action={
          <Group justify="center">
            <Button onClick={() => begin(true)}>{t(house ? 'empty.houseVerb' : 'empty.otherVerb')}</Button>
          </Group>
        }
      />
      <Preview whose={whose} zone={data.calendar.zone} />
    </>
  )
}
