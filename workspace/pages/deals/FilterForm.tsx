import { Button, Group, Select, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/session.ts'
import type { Named } from '../../api/types.ts'
import { SearchField } from '../../components/SearchField.tsx'

interface Filter {
  q: string
  owner: string
  team: string
}

interface Props {
  value: Filter
  onChange: (change: Partial<Filter>) => void
  users?: Named[]
  teams?: Named[]
}

/** What the deals are filtered by; loaded when the filter is first opened. */
export default function FilterForm({ value, onChange, users, teams }: Props) {
  const { t } = useTranslation('deals')
  const { user } = useSession()
  const count = [value.q, value.owner, value.team].filter(Boolean).length
  return (
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
        data={users?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={value.owner || null}
        onChange={id => onChange({ owner: id ?? '' })}
        searchable
        clearable
        comboboxProps={{ withinPortal: false }}
      />
      {(teams?.length ?? 0) > 0 && (
        <Select
          label={t('filter.team')}
          placeholder={t('filter.allTeams')}
          data={teams?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
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
  )
}
