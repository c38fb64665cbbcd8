import { Center, Loader } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import i18next from 'i18next'
import { type ReactNode, useEffect } from 'react'
import { Navigate, useLocation } from 'react-router'
import { onSignedOut } from '../api/client.ts'
import { sessionQuery, setupState } from '../api/session.ts'
import { ErrorCard } from '../components/ErrorCard.tsx'
import { chooseLanguage } from '../i18n/language.ts'

/** Stands before the workspace: lets people with a session through and shows the others the way in. */
export function SignedIn({ children }: { children: ReactNode }) {
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery)
  const queryClient = useQueryClient()
  const location = useLocation()
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => setupState(), enabled: session === null })

  useEffect(() => onSignedOut(() => queryClient.setQueryData(sessionQuery.queryKey, null)), [queryClient])
  const language = session?.user.locale
  useEffect(() => {
    if (language && language !== i18next.language) void chooseLanguage(language)
  }, [language])

  if (session) return children
  if (error) {
    return (
      <Center h="100%" p="md">
        <ErrorCard error={error} retry={refetch} />
      </Center>
    )
  }
  if (isPending || setup.isPending) {
    return (
      <Center h="100%">
        <Loader aria-label="Loading" />
      </Center>
    )
  }
  if (setup.data?.needed) return <Navigate to="/setup" replace />
  const back =
    location.pathname === '/' ? '' : `?back=${encodeURIComponent(location.pathname + location.search)}`
  return <Navigate to={`/login${back}`} replace />
}
