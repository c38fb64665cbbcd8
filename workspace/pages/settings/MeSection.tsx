import {
  Button,
  Divider,
  Group,
  PasswordInput,
  SegmentedControl,
  Select,
  Stack,
  Text,
  TextInput,
  Title,
  useMantineColorScheme,
} from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeMe, useSession } from '../../api/session.ts'
import { changePassword } from '../../api/settings.ts'
import type { Locale, ThemeChoice } from '../../api/types.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { Absence } from './Absence.tsx'

/** One's own account: name, language, light or dark, password. */
export function MeSection() {
  const { t, i18n } = useTranslation(['settings', 'common'])
  const { user } = useSession()
  const queryClient = useQueryClient()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const [name, setName] = useState(user.name)
  const change = useMutation({
    mutationFn: changeMe,
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['session'] })
      notifications.show({ message: t('common:saved'), color: 'teal' })
    },
  })
  const rename = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ name })
  }
  return (
    <Stack gap="lg">
      <Title order={2} fz={18}>
        {t('section.me')}
      </Title>
      <form onSubmit={rename}>
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t('me.name')}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
            required
            flex={1}
            maw={360}
          />
          {name !== user.name && (
            <Button type="submit" loading={change.isPending}>
              {t('common:save')}
            </Button>
          )}
        </Group>
        <Text fz="sm" c="dimmed" mt={6}>
          {user.email} · {t(`common:role.${user.role}`)}
        </Text>
      </form>
      <Group gap="xl" align="flex-start">
        <Select
          label={t('me.language')}
          data={[
            { value: 'en', label: 'English' },
            { value: 'ru', label: 'Русский' },
          ]}
          value={user.locale ?? i18n.language}
          onChange={locale => locale && change.mutate({ locale: locale as Locale })}
          allowDeselect={false}
          w={200}
        />
        <div>
          <Text fw={500} fz="sm" mb={4} id="theme-label">
            {t('me.theme')}
          </Text>
          <SegmentedControl
            aria-labelledby="theme-label"
            data={['light', 'dark', 'auto'].map(value => ({ value, label: t(`me.${value}`) }))}
            value={colorScheme}
            onChange={theme => {
              setColorScheme(theme as ThemeChoice)
              change.mutate({ theme: theme as ThemeChoice })
            }}
          />
        </div>
      </Group>
      {change.error && <ErrorCard error={change.error} />}
      <Divider />
      <Absence />
      <Divider />
      <Password />
    </Stack>
  )
}

const shortest = 12

function Password() {
  const { t } = useTranslation('settings')
  const [values, setValues] = useState({ current: '', next: '', again: '' })
  const set = (change: Partial<typeof values>) => setValues({ ...values, ...change })
  const save = useMutation({
    mutationFn: () => changePassword({ current: values.current, next: values.next }),
    onSuccess: () => {
      setValues({ current: '', next: '', again: '' })
      notifications.show({ message: t('password.done'), color: 'teal' })
    },
  })
  const differs = values.again !== '' && values.again !== values.next
  const short = values.next !== '' && values.next.length < shortest
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!differs && !short) save.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack maw={360}>
        <Title order={3} fz={15}>
          {t('password.title')}
        </Title>
        <PasswordInput
          label={t('password.current')}
          autoComplete="current-password"
          value={values.current}
          onChange={event => set({ current: event.currentTarget.value })}
          required
        />
        <PasswordInput
          label={t('password.next')}
          description={t('password.rule', { count: shortest })}
          error={short && t('password.short', { count: shortest })}
          autoComplete="new-password"
          value={values.next}
          onChange={event => set({ next: event.currentTarget.value })}
          required
        />
        <PasswordInput
          label={t('password.again')}
          error={differs && t('password.differs')}
          autoComplete="new-password"
          value={values.again}
          onChange={event => set({ again: event.currentTarget.value })}
          required
        />
        {save.error && <ErrorCard error={save.error} />}
        <Group>
          <Button type="submit" variant="default" loading={save.isPending}>
            {t('password.verb')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
