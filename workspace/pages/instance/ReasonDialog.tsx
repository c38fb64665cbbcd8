import { Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { DialogButtons } from '../../components/DialogButtons.tsx'

interface Props {
  title: string
  /** What will happen, in a sentence. */
  text: string
  verb: string
  /** It cannot be undone. */
  grave?: boolean
  onConfirm(reason: string): void
  onClose(): void
}

/** Asks before something far-reaching, and for the reason that will stand in the history. */
export function ReasonDialog({ title, text, verb, grave, onConfirm, onClose }: Props) {
  const { t } = useTranslation(['instance', 'common'])
  const [reason, setReason] = useState('')
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common:close') }}>
      <Stack>
        <Text fz="sm">{text}</Text>
        <Textarea
          label={t('reason.label')}
          description={t('reason.help')}
          value={reason}
          onChange={event => setReason(event.currentTarget.value)}
          maxLength={1000}
          autosize
          minRows={2}
          data-autofocus
        />
        <DialogButtons
          onCancel={onClose}
          verb={verb}
          color={grave ? 'red.8' : undefined}
          onClick={() => {
            onClose()
            onConfirm(reason.trim())
          }}
        />
      </Stack>
    </Modal>
  )
}
