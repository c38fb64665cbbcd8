import { Anchor, Badge, Button, Card, Collapse, Group, Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlus, IconWebhook } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { Webhook } from '../../api/types.ts'
import { deleteWebhook, webhooksQuery } from '../../api/webhooks.ts'
import { ConfirmButton } from '../../components/ConfirmButton.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorCard, messageOf } from '../../components/ErrorCard.tsx'
import { When } from '../../components/When.tsx'
import { HookHowTo, HookLog, hookUrl } from './HookDetails.tsx'

interface Props {
  /** Id of the webhook whose details show. */
  opened: string
  onOpen(id: string): void
  onNew(): void
  onEdit(hook: Webhook): void
}

/** The webhooks: each says which message it brings, and opens to its how-to and its log. */
export function WebhookList({ opened, onOpen, onNew, onEdit }: Props) {
  const { t } = useTranslation('integrations')
  const { data, error, refetch } = useQuery(webhooksQuery)
  if (error) return <ErrorCard error={error} retry={refetch} />
  if (!data) return <Skeleton height={200} />
  if (data.length === 0) {
    return (
      <EmptyState
        icon={IconWebhook}
        title={t('empty.title')}
        text={t('empty.text')}
        action={
          <Button leftSection={<IconPlus size={16} />} onClick={onNew}>
            {t('hook.new')}
          </Button>
        }
      />
    )
  }
  return (
    <Stack>
      {data.map(hook => (
        <HookCard
          key={hook.id}
          hook={hook}
          opened={hook.id === opened}
          onToggle={() => onOpen(hook.id === opened ? '' : hook.id)}
          onEdit={() => onEdit(hook)}
        />
      ))}
    </Stack>
  )
}

interface CardProps {
  hook: Webhook
  opened: boolean
  onToggle(): void
  onEdit(): void
}

function HookCard({ hook, opened, onToggle, onEdit }: CardProps) {
  const { t } = useTranslation(['integrations', 'common'])
  const queryClient = useQueryClient()
  const remove = useMutation({
    mutationFn: () => deleteWebhook(hook.id),
    onError: error => notifications.show({ message: messageOf(error), color: 'red' }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['webhooks'] }),
  })
  const panel = `hook-${hook.id}`
  return (
    <Card component="section" aria-label={hook.name}>
      <Group justify="space-between" align="flex-start">
        <div>
          <Group gap="xs">
            <Text fw={650}>{hook.name}</Text>
            {hook.active === false && <Badge color="gray">{t('hook.off')}</Badge>}
          </Group>
          <Text fz="sm">{t('hook.brings', { message: hook.message })}</Text>
          <Text fz="sm" c="dimmed">
            {hook.lastReceivedAt ? (
              <>
                {t('hook.last')} <When at={hook.lastReceivedAt} />
              </>
            ) : (
              t('hook.never')
            )}
          </Text>
          <Text ff="monospace" fz={12.5} c="dimmed" style={{ overflowWrap: 'anywhere' }}>
            {hookUrl(hook)}
          </Text>
        </div>
        <Group gap="xs">
          <Button size="xs" variant="default" aria-expanded={opened} aria-controls={panel} onClick={onToggle}>
            {t(opened ? 'hook.less' : 'hook.more')}
          </Button>
          <Button size="xs" variant="default" onClick={onEdit}>
            {t('common:edit')}
          </Button>
          <ConfirmButton
            size="xs"
            question={t('hook.question')}
            verb={t('common:delete')}
            loading={remove.isPending}
            onConfirm={() => remove.mutate()}
          >
            {t('common:delete')}
          </ConfirmButton>
        </Group>
      </Group>
      <Collapse expanded={opened} id={panel}>
        {opened && (
          <Stack mt="md" gap="lg">
            <HookHowTo hook={hook} />
            <HookLog hook={hook} />
            <Anchor href="/api/docs" target="_blank" fz="sm" underline="always">
              {t('hook.docs')}
            </Anchor>
          </Stack>
        )}
      </Collapse>
    </Card>
  )
}
