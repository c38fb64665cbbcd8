import { Button, Group, Modal, Stack, Switch, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Webhook } from '../../api/types.ts'
import { addWebhook, changeWebhook, type NewWebhook, renewSecret } from '../../api/webhooks.ts'
import { CopyField } from '../../components/CopyField.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { Notice } from '../../components/Notice.tsx'
import { useDraft } from '../../components/useDraft.ts'
import { hookUrl } from './HookDetails.tsx'

/** Makes a webhook or changes one. The secret of a new one is shown once. */
export function WebhookDialog({ hook, onClose }: { hook?: Webhook; onClose(): void }) {
  const { t } = useTranslation(['integrations', 'common'])
  const queryClient = useQueryClient()
  const draft = useDraft(hook ? null : 'webhook.new', {
    name: hook?.name ?? '',
    message: hook?.message ?? '',
    key: hook?.correlation?.key ?? '',
    active: hook?.active ?? true,
  })
  const values = draft.value
  const set = (change: Partial<typeof values>) => draft.change({ ...values, ...change })
  const [made, setMade] = useState<NewWebhook>()
  const save = useMutation({
    mutationFn: (): Promise<Webhook | NewWebhook> => {
      const { name, message, key, active } = values
      const correlation: Record<string, string> = key.trim() ? { key: key.trim() } : {}
      return hook
        ? changeWebhook(hook.id, { name, message, correlation, active })
        : addWebhook({ name, message, correlation })
    },
    onSuccess: saved => {
      draft.forget()
      if ('secret' in saved) return setMade(saved)
      notifications.show({ message: t('common:saved'), color: 'teal' })
      onClose()
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['webhooks'] }),
  })
  const renew = useMutation({
    mutationFn: () => renewSecret(hook!.id),
    onSuccess: ({ secret }) => setMade({ ...hook!, secret }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={hook ? hook.name : t('hook.new')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {made ? (
        <Stack>
          <CopyField label={t('hook.url')} value={hookUrl(made)} />
          <CopyField label={t('hook.secret')} value={made.secret} />
          <Notice color="orange">{t('hook.once')}</Notice>
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('common:close')}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={submit}>
          <Stack>
            <TextInput
              label={t('hook.name')}
              placeholder={t('hook.nameExample')}
              value={values.name}
              onChange={event => set({ name: event.currentTarget.value })}
              required
              data-autofocus
            />
            <TextInput
              label={t('hook.message')}
              description={t('hook.messageText')}
              value={values.message}
              onChange={event => set({ message: event.currentTarget.value })}
              required
            />
            <TextInput
              label={t('hook.key')}
              description={t('hook.keyText')}
              placeholder="=body.deal"
              value={values.key}
              onChange={event => set({ key: event.currentTarget.value })}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            />
            {hook && (
              <Switch
                label={t('hook.active')}
                checked={values.active}
                onChange={event => set({ active: event.currentTarget.checked })}
              />
            )}
            {(save.error ?? renew.error) && <ErrorCard error={save.error ?? renew.error} />}
            <Group justify="flex-end">
              <Text fz="xs" c="dimmed" flex={1} component="div">
                {hook ? (
                  <Button variant="subtle" size="xs" loading={renew.isPending} onClick={() => renew.mutate()}>
                    {t('hook.renew')}
                  </Button>
                ) : (
                  t('hook.secretLater')
                )}
              </Text>
              <Button variant="default" onClick={onClose}>
                {t('common:cancel')}
              </Button>
              <Button type="submit" loading={save.isPending}>
                {hook ? t('common:save') : t('common:create')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  )
}
