import { ActionIcon, Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { removeVersion } from '../../api/processes.ts'
import { messageOf } from '../../components/ErrorCard.tsx'
import { Notice } from '../../components/Notice.tsx'

interface Props {
  process: string
  version: number
  onRemoved(): void
}

/** Deletes a published version; with everything that ran on it only when somebody says so. */
export function RemoveVersion({ process, version, onRemoved }: Props) {
  const { t } = useTranslation(['process', 'common'])
  const queryClient = useQueryClient()
  const [open, setOpen] = useState(false)
  const [cascade, setCascade] = useState(false)
  const close = () => {
    setOpen(false)
    setCascade(false)
    remove.reset()
  }
  const remove = useMutation({
    mutationFn: () => removeVersion(process, version, cascade),
    onSuccess: ({ removed }) => {
      notifications.show({ message: t('remove.done', { version, count: removed }), color: 'teal' })
      close()
      onRemoved()
      for (const key of ['process', 'processes', 'instances', 'tasks'])
        void queryClient.invalidateQueries({ queryKey: [key] })
    },
  })
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('remove.label', { version })}
        onClick={() => setOpen(true)}
      >
        <IconTrash size={16} />
      </ActionIcon>
      <Modal
        opened={open}
        onClose={close}
        title={t('remove.title', { version })}
        closeButtonProps={{ 'aria-label': t('common:close') }}
      >
        <Stack>
          <Text fz="sm">{t('remove.text')}</Text>
          {remove.error && (
            <Notice color="red" title={t('remove.failed')}>
              {messageOf(remove.error)}
            </Notice>
          )}
          <Checkbox
            checked={cascade}
            onChange={event => setCascade(event.currentTarget.checked)}
            label={t('remove.cascade')}
            description={t('remove.cascadeText')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={close} data-autofocus>
              {t('common:cancel')}
            </Button>
            <Button color="red.8" loading={remove.isPending} onClick={() => remove.mutate()}>
              {t('remove.verb')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
