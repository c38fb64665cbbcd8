import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { Navigate, useNavigate, useSearchParams } from 'react-router'
import { ApiError } from '../../api/client.ts'
import { sessionQuery, signIn } from '../../api/session.ts'
import { messageOf } from '../../components/ErrorCard.tsx'
import { Gate } from '../../components/Gate.tsx'

/** The way in; afterwards where one wanted to go. */
export default function LoginPage() {
  const { t } = useTranslation('login')
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [params] = useSearchParams()
  const { data: session } = useQuery(sessionQuery)
  const back = innerPath(params.get('back'))
  const enter = useMutation({
    mutationFn: signIn,
    onSuccess: found => {
      queryClient.setQueryData(sessionQuery.queryKey, found)
      void navigate(back, { replace: true })
    },
  })
  useEffect(() => {
    document.title = `${t('title')} · Baton`
  }, [t])
  useEffect(() => {
    // Whatever the last person saw must not greet the next one.
    if (session === null) queryClient.removeQueries({ predicate: query => query.queryKey[0] !== 'session' })
  }, [session, queryClient])
  if (session) return <Navigate to={back} replace />

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    enter.mutate({ email: String(form.get('email')), password: String(form.get('password')) })
  }

  return (
    <Gate title={t('title')} text={t('text')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            name="email"
            type="email"
            label={t('email')}
            autoComplete="username"
            required
            autoFocus
          />
          <PasswordInput name="password" label={t('password')} autoComplete="current-password" required />
          {enter.error && (
            <Alert color="red" variant="light" role="alert">
              {enter.error instanceof ApiError && enter.error.status === 401
                ? t('wrong')
                : messageOf(enter.error)}
            </Alert>
          )}
          <Button type="submit" fullWidth mt="xs" loading={enter.isPending}>
            {t('enter')}
          </Button>
          <Text fz="xs" c="dimmed" ta="center">
            {t('forgotten')}
          </Text>
        </Stack>
      </form>
    </Gate>
  )
}

/** Only addresses of this workspace: a link from outside must not lead away after signing in. */
function innerPath(back: string | null): string {
  return back?.startsWith('/') && !back.startsWith('//') && !back.startsWith('/\\') ? back : '/deals'
}
