import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'

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
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button
            data-autofocus
            onClick={() => {
              onClose()
              onConfirm()
            }}
          >
            {t('start.verb', { count: fit })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
