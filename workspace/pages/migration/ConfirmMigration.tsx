import { Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { DialogButtons } from '../../components/DialogButtons.tsx'

interface Props {
  fit: number
  stay: number
  from: number
  to: number
  onConfirm(): void
  onClose(): void
}

/** The last question: how many go, how many stay, and that there is a way back. */
export function ConfirmMigration({ fit, stay, from, to, onConfirm, onClose }: Props) {
  const { t } = useTranslation(['migration', 'common'])
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('start.title', { to })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <Text fz="sm">{t('start.go', { count: fit, to })}</Text>
        {stay > 0 && <Text fz="sm">{t('start.stay', { count: stay, from })}</Text>}
        <Text fz="sm">{t('start.back')}</Text>
        <DialogButtons
          onCancel={onClose}
          verb={t('start.verb', { count: fit })}
          data-autofocus
          onClick={() => {
            onClose()
            onConfirm()
          }}
        />
      </Stack>
    </Modal>
  )
}
