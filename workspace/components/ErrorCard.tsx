import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../api/client.ts'

interface Props {
  error: unknown
  /** What did not work, as a sentence; the server's reason stands below it. */
  title?: string
  retry?: () => unknown
}

/** A failure told as cause → what to do, with the server's own words and a way to try again. */
export function ErrorCard({ error, title, retry }: Props) {
  const { t, i18n } = useTranslation()
  const cure = cureOf(error)
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      icon={<IconAlertTriangle />}
      title={title ?? t('error.title')}
      maw={640}
      w="100%"
    >
      <Text c="var(--mantine-color-text)">{messageOf(error)}</Text>
      {i18n.exists(`error.cure.${cure}`) && (
        <Text c="dimmed" mt={4}>
          {t(`error.cure.${cure}`)}
        </Text>
      )}
      {error instanceof ApiError && error.requestId && (
        <Text c="dimmed" fz="xs" mt={6}>
          {t('error.request', { id: error.requestId })}
        </Text>
      )}
      {retry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={() => retry()}>
            {t('retry')}
          </Button>
        </Group>
      )}
    </Alert>
  )
}

/** The words of a failure for a toast. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function cureOf(error: unknown): string {
  if (!(error instanceof ApiError)) return 'broken'
  if (error.status === 0 || error.status >= 502) return 'offline'
  if (error.status === 403) return 'forbidden'
  if (error.status === 404) return 'notFound'
  if (error.status === 409) return 'conflict'
  return error.status >= 500 ? 'server' : 'refused'
}
