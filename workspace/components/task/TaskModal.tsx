import { Modal, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { TaskWork } from './TaskWork.tsx'

interface Props {
  id: string
  /** Why this form opened by itself. */
  reason?: string
  preferred?: string
  onClose: () => void
}

/** A task's form over the page, opened when something cannot go on before it is filled. */
export function TaskModal({ id, reason, preferred, onClose }: Props) {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={onClose}
      size={640}
      title={reason ? <Text fw={600}>{reason}</Text> : undefined}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <TaskWork id={id} plain preferred={preferred} onDone={onClose} />
    </Modal>
  )
}
