import { Menu, Text, UnstyledButton } from '@mantine/core'
import { IconKeyboard, IconLanguage, IconLogout, IconUser } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { changeMe, sessionQuery, signOut, useSession } from '../api/session.ts'
import type { Locale, Session } from '../api/types.ts'
import { initialsOf, PersonAvatar } from '../components/PersonAvatar.tsx'
import { chooseLanguage, languages } from '../i18n/language.ts'
import { openShortcuts } from './Shortcuts.tsx'

/** Who I am, in which language, and the way out. */
export function UserMenu() {
  const { t, i18n } = useTranslation()
  const { user } = useSession()
  const queryClient = useQueryClient()
  const navigate = useNavigate()

  async function leave() {
    await signOut().catch(() => {})
    void navigate('/login')
    queryClient.setQueryData(sessionQuery.queryKey, null)
  }

  async function speak(language: Locale) {
    await chooseLanguage(language)
    queryClient.setQueryData(sessionQuery.queryKey, (session: Session | null | undefined) =>
      session ? { ...session, user: { ...session.user, locale: language } } : session,
    )
    await changeMe({ locale: language }).catch(() => {})
  }

  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton
          aria-label={`${initialsOf(user.name)} · ${t('user.menu', { name: user.name })}`}
          style={{ borderRadius: '50%' }}
        >
          <PersonAvatar name={user.name} size={32} silent />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text fw={600} c="var(--mantine-color-text)" fz="sm">
            {user.name}
          </Text>
          <Text fz="xs">{t(`role.${user.role}`)}</Text>
        </Menu.Label>
        <Menu.Item leftSection={<IconUser size={16} />} component={Link} to="/settings">
          {t('user.settings')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconKeyboard size={16} />}
          rightSection={<kbd>?</kbd>}
          onClick={openShortcuts}
        >
          {t('shortcuts.title')}
        </Menu.Item>
        <Menu.Divider />
        {(Object.keys(languages) as Locale[]).map(language => (
          <Menu.Item
            key={language}
            leftSection={<IconLanguage size={16} />}
            onClick={() => speak(language)}
            aria-current={i18n.language === language}
            fw={i18n.language === language ? 650 : undefined}
            lang={language}
          >
            {languages[language]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
          {t('user.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
