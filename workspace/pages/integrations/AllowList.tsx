import { Button, Group, Skeleton, Stack, TagsInput, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { saveSettings, settingsQuery } from '../../api/settings.ts'
import type { Settings } from '../../api/types.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { useDraft } from '../../components/useDraft.ts'

/** The hosts that processes may call over HTTP: none unless it stands here. */
export function AllowList() {
  const { data, error, refetch } = useQuery(settingsQuery)
  if (error) return <ErrorCard error={error} retry={refetch} />
  if (!data) return <Skeleton height={140} />
  return <Form settings={data} />
}

function Form({ settings }: { settings: Settings }) {
  const { t } = useTranslation(['integrations', 'common'])
  const queryClient = useQueryClient()
  const draft = useDraft<string[] | null>('allowList', null)
  const hosts = draft.value ?? settings.httpAllowList
  const save = useMutation({
    mutationFn: () => saveSettings({ httpAllowList: hosts }),
    onSuccess: saved => {
      draft.forget(null)
      queryClient.setQueryData(settingsQuery.queryKey, saved)
      notifications.show({ message: t('common:saved'), color: 'teal' })
    },
  })
  return (
    <Stack maw={680}>
      <div>
        <Title order={2} fz={16} mb={2}>
          {t('allow.title')}
        </Title>
        <Text c="dimmed">{t('allow.text')}</Text>
      </div>
      <TagsInput
        label={t('allow.hosts')}
        description={t('allow.help')}
        placeholder={hosts.length === 0 ? 'api.example.com' : undefined}
        value={hosts}
        onChange={next => draft.change(next.map(hostOf).filter(Boolean))}
        splitChars={[',', ' ', '\n']}
        clearable
        clearButtonProps={{ 'aria-label': t('common:clear') }}
      />
      {save.error && <ErrorCard error={save.error} />}
      {draft.kept && (
        <Group>
          <Button onClick={() => save.mutate()} loading={save.isPending}>
            {t('common:save')}
          </Button>
          <Button variant="default" onClick={() => draft.forget(null)}>
            {t('common:cancel')}
          </Button>
        </Group>
      )}
    </Stack>
  )
}

/** People paste whole addresses; what counts is the host. */
function hostOf(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^\w+:\/\//, '')
    .replace(/\/.*$/, '')
}
