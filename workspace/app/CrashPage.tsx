import { Center } from '@mantine/core'
import { isRouteErrorResponse, useRouteError } from 'react-router'
import { ErrorCard } from '../components/ErrorCard.tsx'

/** What stands in place of a page that broke: the cause, and the way on. */
export function CrashPage({ inside }: { inside?: boolean }) {
  const thrown = useRouteError()
  const error = isRouteErrorResponse(thrown)
    ? new Error(thrown.statusText)
    : thrown instanceof Error
      ? thrown
      : new Error(String(thrown))
  return (
    <Center h={inside ? '60%' : '100%'} p="md">
      <ErrorCard error={error} retry={() => window.location.reload()} />
    </Center>
  )
}
