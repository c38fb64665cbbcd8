import '@mantine/spotlight/styles.css'
import { useDebouncedValue } from '@mantine/hooks'
import { Spotlight, spotlight } from '@mantine/spotlight'
import {
  type Icon,
  IconAddressBook,
  IconBuilding,
  IconChecklist,
  IconGitBranch,
  IconLayoutKanban,
  IconPackage,
  IconPlus,
  IconSearch,
} from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { searchQuery } from '../api/people.ts'
import { useCan } from '../api/session.ts'
import type { SearchHit } from '../api/types.ts'
import { menu } from './menu.ts'
import { recent, remember } from './recent.ts'

/** Opens the search; see `LateSearch` for who may call it. */
export const showSearch = () => spotlight.open()

/** Ctrl+K: deals, people, pages and actions; before anything is typed, what was opened last. */
export function Search() {
  const { t } = useTranslation()
  const can = useCan()
  const navigate = useNavigate()
  const [typed, setTyped] = useState('')
  const [q] = useDebouncedValue(typed.trim(), 180)
  const { data: hits, isFetching } = useQuery({ ...searchQuery(q), placeholderData: keepPreviousData })
  const asked = typed.trim().toLowerCase()
  const matches = (text: string) => text.toLowerCase().includes(asked)

  const actions = [
    { label: t('search.newDeal'), icon: IconPlus, path: '/deals?new=true', allowed: can('deals.write') },
  ]
    .filter(action => action.allowed && matches(action.label))
    .map(action => <Row key={action.path} {...action} go={navigate} />)
  const pages = menu
    .flatMap(group => group.items)
    .filter(item => can(item.needs) && matches(t(`menu.${item.text}`)))
    .map(item => (
      <Row key={item.path} label={t(`menu.${item.text}`)} icon={item.icon} path={item.path} go={navigate} />
    ))
  const found = (asked.length > 1 ? (hits ?? []) : recent()).map(hit => (
    <Row
      key={`${hit.type}/${hit.id}`}
      label={hit.title}
      description={hit.subtitle}
      icon={kinds[hit.type].icon}
      path={kinds[hit.type].path(hit.id)}
      go={path => {
        remember(hit)
        void navigate(path)
      }}
    />
  ))

  return (
    <Spotlight.Root
      query={typed}
      onQueryChange={setTyped}
      shortcut={['mod + K', '/']}
      scrollable
      maxHeight={480}
      clearQueryOnClose
      overlayProps={{ backgroundOpacity: 0.4, blur: 0 }}
    >
      <Spotlight.Search
        placeholder={t('search.placeholder')}
        aria-label={t('search.label')}
        leftSection={<IconSearch size={18} stroke={1.7} />}
        onKeyDown={openFirst}
      />
      <Spotlight.ActionsList>
        {found.length > 0 && (
          <Spotlight.ActionsGroup label={t(asked.length > 1 ? 'search.found' : 'search.recent')}>
            {found}
          </Spotlight.ActionsGroup>
        )}
        {actions.length > 0 && (
          <Spotlight.ActionsGroup label={t('search.actions')}>{actions}</Spotlight.ActionsGroup>
        )}
        {pages.length > 0 && (
          <Spotlight.ActionsGroup label={t('search.pages')}>{pages}</Spotlight.ActionsGroup>
        )}
        {found.length + actions.length + pages.length === 0 && (
          <Spotlight.Empty>
            {isFetching ? t('search.looking') : t('search.nothing', { q: typed })}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  )
}

/** Enter opens the first thing found, without an arrow key before it. */
function openFirst(event: KeyboardEvent<HTMLInputElement>) {
  if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
  const dialog = event.currentTarget.closest('[role="dialog"]')
  if (!dialog?.querySelector('[data-selected]')) dialog?.querySelector<HTMLElement>('[data-action]')?.click()
}

interface RowProps {
  label: string
  description?: string
  icon: Icon
  path: string
  go: (path: string) => unknown
}

function Row({ label, description, icon: Picture, path, go }: RowProps) {
  return (
    <Spotlight.Action
      label={label}
      description={description}
      leftSection={<Picture size={18} stroke={1.7} aria-hidden />}
      onClick={() => go(path)}
    />
  )
}

const kinds: Record<SearchHit['type'], { icon: Icon; path: (id: string) => string }> = {
  deal: { icon: IconLayoutKanban, path: id => `/deals/${id}` },
  company: { icon: IconBuilding, path: id => `/companies/${id}` },
  contact: { icon: IconAddressBook, path: id => `/contacts/${id}` },
  product: { icon: IconPackage, path: id => `/products/${id}` },
  task: { icon: IconChecklist, path: id => `/tasks/${encodeURIComponent(id)}` },
  process: { icon: IconGitBranch, path: id => `/processes/${id}` },
}
