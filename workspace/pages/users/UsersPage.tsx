import { Badge, Button, Group, Select, Switch, Tabs, Text } from '@mantine/core'
import { IconUserPlus, IconUsers, IconUsersGroup } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { teamsQuery } from '../../api/people.ts'
import type { Team, User } from '../../api/types.ts'
import { userListQuery } from '../../api/users.ts'
import { type Column, DataList, listedOf } from '../../components/DataList.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { PersonAvatar } from '../../components/PersonAvatar.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { useSearchState } from '../../components/useSearchState.ts'
import { When } from '../../components/When.tsx'
import { roles } from './roles.ts'
import { TeamDialog } from './TeamDialog.tsx'
import { UserDialog } from './UserDialog.tsx'

const filters = { q: '', role: '', team: '', left: false, tab: 'people' }

/** Colleagues and teams: who is here, what each may do, whom they belong to. */
export default function UsersPage() {
  const { t } = useTranslation(['users', 'common'])
  const [filter, change] = useSearchState(filters)
  const [editing, edit] = useState<User | 'new'>()
  const [team, editTeam] = useState<Team | 'new'>()
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        actions={
          filter.tab === 'teams' ? (
            <Button leftSection={<IconUsersGroup size={16} />} onClick={() => editTeam('new')}>
              {t('newTeam')}
            </Button>
          ) : (
            <Button leftSection={<IconUserPlus size={16} />} onClick={() => edit('new')}>
              {t('invite')}
            </Button>
          )
        }
      />
      <Tabs value={filter.tab} onChange={tab => change({ tab: tab ?? 'people' })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="people">{t('people')}</Tabs.Tab>
          <Tabs.Tab value="teams">{t('teams')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="people">
          <People onEdit={edit} />
        </Tabs.Panel>
        <Tabs.Panel value="teams">
          <Teams onEdit={editTeam} />
        </Tabs.Panel>
      </Tabs>
      {editing && (
        <UserDialog user={editing === 'new' ? undefined : editing} onClose={() => edit(undefined)} />
      )}
      {team && <TeamDialog team={team === 'new' ? undefined : team} onClose={() => editTeam(undefined)} />}
    </PageBody>
  )
}

function People({ onEdit }: { onEdit(user: User): void }) {
  const { t } = useTranslation(['users', 'common'])
  const [filter, change] = useSearchState(filters)
  const { data: teams } = useQuery(teamsQuery)
  const list = useInfiniteQuery(userListQuery({ q: filter.q, role: filter.role, team: filter.team }))
  const shown = filter.left ? list : { ...list, data: presentOnly(list.data) }
  const columns: Column<User>[] = [
    {
      key: 'name',
      title: t('name'),
      show: user => (
        <Group gap="sm" wrap="nowrap">
          <PersonAvatar name={user.name} size={28} silent />
          <div>
            <Text fw={550}>{user.name}</Text>
            <Text fz="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
              {user.email.endsWith('.invalid') ? t('noEmail') : user.email}
            </Text>
            <Text fz="sm" hiddenFrom="sm">
              {t(`common:role.${user.role}`)}
            </Text>
          </div>
        </Group>
      ),
    },
    { key: 'role', title: t('role'), from: 'sm', show: user => t(`common:role.${user.role}`) },
    {
      key: 'team',
      title: t('team'),
      from: 'sm',
      show: user => user.teams.map(team => team.name).join(', ') || '—',
    },
    {
      key: 'state',
      title: t('state'),
      from: 'sm',
      show: user => <State user={user} />,
    },
    {
      key: 'edit',
      title: '',
      end: true,
      show: user => (
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={t('editOne', { name: user.name })}
          onClick={() => onEdit(user)}
        >
          {t('common:edit')}
        </Button>
      ),
    },
  ]
  return (
    <>
      <Group mb="md" gap="sm">
        <SearchField label={t('search')} value={filter.q} onChange={q => change({ q })} />
        <Select
          aria-label={t('role')}
          placeholder={t('anyRole')}
          data={roles.map(role => ({ value: role, label: t(`common:role.${role}`) }))}
          value={filter.role || null}
          onChange={role => change({ role: role ?? '' })}
          clearable
          clearButtonProps={{ 'aria-label': t('common:clear') }}
          w={{ base: '100%', xs: 180 }}
        />
        <Select
          aria-label={t('team')}
          placeholder={t('anyTeam')}
          data={(teams ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={filter.team || null}
          onChange={team => change({ team: team ?? '' })}
          clearable
          clearButtonProps={{ 'aria-label': t('common:clear') }}
          searchable
          w={{ base: '100%', xs: 200 }}
        />
        <Switch
          label={t('showLeft')}
          checked={filter.left}
          onChange={event => change({ left: event.currentTarget.checked })}
        />
      </Group>
      <DataList
        label={t('people')}
        columns={columns}
        list={shown}
        rowKey={user => user.id}
        empty={<EmptyState icon={IconUsers} title={t('empty.title')} text={t('empty.text')} />}
      />
    </>
  )
}

function State({ user }: { user: User }) {
  const { t } = useTranslation('users')
  if (!user.active) return <Badge color="gray">{t('inactive')}</Badge>
  if (user.invited) return <Badge color="yellow">{t('invited')}</Badge>
  return user.lastSeenAt ? (
    <Text span fz="sm" c="dimmed">
      {t('seen')} <When at={user.lastSeenAt} />
    </Text>
  ) : (
    <Badge color="teal">{t('active')}</Badge>
  )
}

function presentOnly<D extends { pages: { items: User[] }[] }>(data: D | undefined): D | undefined {
  if (!data) return data
  return {
    ...data,
    pages: data.pages.map(page => ({ ...page, items: page.items.filter(user => user.active) })),
  }
}

function Teams({ onEdit }: { onEdit(team: Team): void }) {
  const { t } = useTranslation(['users', 'common'])
  const teams = useQuery(teamsQuery)
  const columns: Column<Team>[] = [
    { key: 'name', title: t('team'), show: team => <Text fw={550}>{team.name}</Text> },
    { key: 'office', title: t('office'), show: team => team.office ?? '—', from: 'sm' },
    { key: 'head', title: t('head'), show: team => team.head?.name ?? '—' },
    { key: 'members', title: t('members'), end: true, show: team => team.members },
    {
      key: 'edit',
      title: '',
      end: true,
      show: team => (
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={t('editOne', { name: team.name })}
          onClick={() => onEdit(team)}
        >
          {t('common:edit')}
        </Button>
      ),
    },
  ]
  return (
    <DataList
      label={t('teams')}
      columns={columns}
      list={listedOf(teams)}
      rowKey={team => team.id}
      empty={<EmptyState icon={IconUsersGroup} title={t('noTeams.title')} text={t('noTeams.text')} />}
    />
  )
}
