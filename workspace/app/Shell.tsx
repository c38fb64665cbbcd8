import { AppShell, Burger, Group, Text, UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconSearch } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Link, Outlet, useNavigation } from 'react-router'
import { useLiveStream } from '../api/live.ts'
import { Mark } from '../components/Mark.tsx'
import { Bell } from './Bell.tsx'
import { LateSearch, openSearch } from './LateSearch.tsx'
import { MainMenu } from './MainMenu.tsx'
import { SchemeSwitch } from './SchemeSwitch.tsx'
import classes from './Shell.module.css'
import { Shortcuts } from './Shortcuts.tsx'
import { UserMenu } from './UserMenu.tsx'

/** The frame around every page: header, menu, search, and the one live stream. */
export function Shell() {
  const { t } = useTranslation()
  const [menuOpen, menu] = useDisclosure(false)
  const loading = useNavigation().state === 'loading'
  useLiveStream()

  return (
    <AppShell
      header={{ height: 54 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !menuOpen } }}
      transitionDuration={120}
    >
      <AppShell.Header className={classes.header}>
        <a href="#main" className="skipLink">
          {t('skipToContent')}
        </a>
        <Group gap={10} wrap="nowrap" className={classes.side}>
          <Burger
            opened={menuOpen}
            onClick={menu.toggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={t('menu.open')}
            aria-expanded={menuOpen}
          />
          <Link to="/deals" className={classes.brand} aria-label="Baton">
            <Mark />
            <Text component="span" fz={18} fw={650} visibleFrom="xs">
              Baton
            </Text>
          </Link>
        </Group>
        <UnstyledButton className={classes.search} onClick={openSearch}>
          <IconSearch size={16} stroke={1.8} />
          <span className={classes.searchText}>{t('search.placeholder')}</span>
          <kbd className={classes.key}>Ctrl K</kbd>
        </UnstyledButton>
        <Group gap={4} wrap="nowrap" className={`${classes.side} ${classes.end}`}>
          <SchemeSwitch />
          <Bell />
          <UserMenu />
        </Group>
        {loading && <div className={classes.loading} role="progressbar" aria-label={t('loading')} />}
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar} aria-label={t('menu.label')} onClick={menu.close}>
        <MainMenu />
      </AppShell.Navbar>
      <AppShell.Main className={classes.main} id="main" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
      <LateSearch />
      <Shortcuts />
    </AppShell>
  )
}
