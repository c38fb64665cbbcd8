import { Modal, Select, Stack, Text, Textarea } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { restartInstance } from '../../api/instances.ts'
import type { Instance } from '../../api/types.ts'
import { DialogButtons } from '../../components/DialogButtons.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import type { Drawing } from './drawing.ts'

interface Props {
  instance: Instance
  drawing: Drawing
  onClose(): void
}

/** Begins what has ended again at one of its steps, and goes to see it there. */
export function RestartDialog({ instance, drawing, onClose }: Props) {
  const { t } = useTranslation(['instance', 'common'])
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const [at, setAt] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  // Asked twice by a slow line, it begins once.
  const [commandId] = useState(() => crypto.randomUUID())
  const restart = useMutation({
    mutationFn: () => restartInstance(instance.id, { at: at!, commandId, ...(reason.trim() && { reason }) }),
    onSuccess: ({ instance: id }) => {
      void queryClient.invalidateQueries({ queryKey: ['instances'] })
      notifications.show({ message: t('restart.done'), color: 'teal' })
      onClose()
      void navigate(`/instances/${encodeURIComponent(id)}`)
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('restart.title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <Text fz="sm">{t('restart.text')}</Text>
        <Select
          label={t('restart.at')}
          data={drawing.steps.map(step => ({ value: step.id, label: step.name }))}
          value={at}
          onChange={setAt}
          searchable
          data-autofocus
          comboboxProps={{ withinPortal: true }}
        />
        <Textarea
          label={t('reason.label')}
          description={t('reason.help')}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
          maxLength={1000}
          autosize
        />
        {restart.error && <ErrorCard error={restart.error} title={t('restart.failed')} />}
        <DialogButtons
          onCancel={onClose}
          verb={t('restart.verb')}
          disabled={!at}
          loading={restart.isPending}
          onClick={() => restart.mutate()}
        />
      </Stack>
    </Modal>
  )
}
