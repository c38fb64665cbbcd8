import { Button, Popover, Skeleton } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { teamsQuery, usersQuery } from '../../api/people.ts'
import { useSession } from '../../api/session.ts'

const FilterForm = lazy(() => import('./FilterForm.tsx'))

interface Filter {
  q: string
  owner: string
  team: string
}

interface Props {
  value: Filter
  onChange: (change: Partial<Filter>) => void
}

/** Whose deals, which ones; the button says what is filtered. */
export function Filters({ value, onChange }: Props) {
  const { t } = useTranslation('deals')
  const { user } = useSession()
  const [open, setOpen] = useState(false)
  const users = useQuery({ ...usersQuery, enabled: open || value.owner !== '' })
  const teams = useQuery({ ...teamsQuery, enabled: open || value.team !== '' })
  const count = [value.q, value.owner, value.team].filter(Boolean).length
  const owner =
    value.owner === user.id ? t('filter.mine') : users.data?.find(({ id }) => id === value.owner)?.name
  const team = teams.data?.find(({ id }) => id === value.team)?.name
  const said = [owner, team, value.q && `“${value.q}”`].filter(Boolean).join(' · ')

  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={300} trapFocus>
      <Popover.Target>
        <Button
          variant={count ? 'light' : 'default'}
          leftSection={<IconFilter size={16} />}
          onClick={() => setOpen(!open)}
          aria-expanded={open}
          maw={280}
        >
          {said || (count ? t('filter.active', { count }) : t('filter.none'))}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('filter.none')}>
        <Suspense fallback={<Skeleton h={220} />}>
          <FilterForm value={value} onChange={onChange} users={users.data} teams={teams.data} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  )
}
