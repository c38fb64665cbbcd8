import { Alert, Anchor, Button, Loader, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, Navigate, useSearchParams } from 'react-router'
import { changeMe, sessionQuery, setUp, setupState } from '../../api/session.ts'
import type { Locale } from '../../api/types.ts'
import { ErrorCard, messageOf } from '../../components/ErrorCard.tsx'
import { Gate } from '../../components/Gate.tsx'
import { FirstData } from './FirstData.tsx'

const shortest = 12

/** The first start, by the one-time link of the console; and the same for an invited colleague. */
export default function SetupPage() {
  const { t, i18n } = useTranslation('setup')
  const [params] = useSearchParams()
  const token = params.get('token') ?? ''
  const queryClient = useQueryClient()
  const [begun, setBegun] = useState(false)
  const [mismatch, setMismatch] = useState(false)
  const state = useQuery({ queryKey: ['setup', token], queryFn: () => setupState(token) })
  const make = useMutation({
    mutationFn: async (account: Parameters<typeof setUp>[0]) => {
      const session = await setUp(account)
      // The new account speaks the language of this page.
      return changeMe({ locale: i18n.language as Locale }).catch(() => session)
    },
    onSuccess: session => {
      queryClient.setQueryData(sessionQuery.queryKey, session)
      setBegun(true)
    },
  })

  if (begun) return state.data?.invited ? <Navigate to="/deals" replace /> : <FirstData />
  if (state.error) {
    return (
      <Gate title={t('title')}>
        <ErrorCard error={state.error} retry={state.refetch} />
      </Gate>
    )
  }
  if (!state.data) {
    return (
      <Gate title={t('title')}>
        <Loader aria-label={t('common:loading')} />
      </Gate>
    )
  }
  const { needed, invited } = state.data
  if (!needed && !invited) {
    return (
      <Gate title={t('already')} text={t('alreadyText')}>
        <Anchor component={Link} to="/login">
          {t('toLogin')}
        </Anchor>
      </Gate>
    )
  }
  if (!token) {
    return (
      <Gate title={t('noToken')} text={t('noTokenText')}>
        <Console />
      </Gate>
    )
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '')
    const differs = text('password') !== text('again')
    setMismatch(differs)
    if (!differs) make.mutate({ token, name: text('name'), email: text('email'), password: text('password') })
  }

  return (
    <Gate title={t(invited ? 'welcome' : 'title')} text={t(invited ? 'welcomeText' : 'text')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            name="name"
            label={t('name')}
            autoComplete="name"
            required
            autoFocus
            defaultValue={invited?.name}
          />
          <TextInput
            name="email"
            type="email"
            label={t('email')}
            autoComplete="username"
            required
            defaultValue={invited?.email}
            readOnly={invited !== undefined}
          />
          <PasswordInput
            name="password"
            label={t('password')}
            description={t('passwordHint', { count: shortest })}
            autoComplete="new-password"
            minLength={shortest}
            required
          />
          <PasswordInput
            name="again"
            label={t('again')}
            autoComplete="new-password"
            required
            error={mismatch && t('mismatch')}
          />
          {make.error && (
            <Alert color="red" variant="light" role="alert">
              {messageOf(make.error)}
            </Alert>
          )}
          <Button type="submit" fullWidth mt="xs" loading={make.isPending}>
            {t(invited ? 'join' : 'create')}
          </Button>
        </Stack>
      </form>
    </Gate>
  )
}

function Console() {
  return (
    <Text ff="monospace" fz="xs" p="sm" bg="var(--baton-column)" style={{ borderRadius: 8 }}>
      http://localhost:3000/setup?token=…
    </Text>
  )
}
