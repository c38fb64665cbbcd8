import { Button, Group, Popover, Select, Stack } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { teamsQuery, usersQuery } from '../../api/people.ts'
import { useSession } from '../../api/session.ts'
import { SearchField } from '../../components/SearchField.tsx'

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
        <Stack gap="sm">
          <SearchField
            label={t('filter.text')}
            value={value.q}
            onChange={q => onChange({ q })}
            w="100%"
            data-autofocus
          />
          <Select
            label={t('filter.owner')}
            placeholder={t('filter.everybody')}
            data={users.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            value={value.owner || null}
            onChange={id => onChange({ owner: id ?? '' })}
            searchable
            clearable
            comboboxProps={{ withinPortal: false }}
          />
          {(teams.data?.length ?? 0) > 0 && (
            <Select
              label={t('filter.team')}
              placeholder={t('filter.allTeams')}
              data={teams.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
              value={value.team || null}
              onChange={id => onChange({ team: id ?? '' })}
              searchable
              clearable
              comboboxProps={{ withinPortal: false }}
            />
          )}
          <Group justify="space-between">
            <Button size="xs" variant="light" onClick={() => onChange({ owner: user.id })}>
              {t('filter.mine')}
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={!count}
              onClick={() => onChange({ q: '', owner: '', team: '' })}
            >
              {t('filter.clear')}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
