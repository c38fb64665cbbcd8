import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { useInstanceAction } from './useInstanceAction.ts'

/** What a person does to a running instance. */
interface Operation {
  run(): Promise<unknown>
  /** What is said when it worked. */
  done: string
}

interface Props {
  /** The instance it is done to. */
  id: string
  title: string
  text?: string
  /** Stands above the reason when the server refuses. */
  failed: string
  verb: string
  operation: Operation
  /** Whether everything that is needed was said. */
  ready?: boolean
  /** Takes something away: red, and the cancel button has the focus. */
  danger?: boolean
  /** Another way, left of the buttons; gets the function that does an operation. */
  beside?(operate: (operation: Operation) => void, busy: boolean): ReactNode
  children?: ReactNode
  onClose(): void
}

/** One operation on an instance: what it means, what it needs, and why it was refused. */
export function OperationDialog(props: Props) {
  const { id, title, text, failed, verb, operation, ready = true, danger, beside, children, onClose } = props
  const { t } = useTranslation('common')
  const action = useInstanceAction(id)
  const operate = (each: Operation) => action.mutate({ ...each, quiet: true }, { onSuccess: onClose })
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('close') }}>
      <Stack>
        {text && <Text fz="sm">{text}</Text>}
        {children}
        {action.error && <ErrorCard error={action.error} title={failed} />}
        <Group justify="flex-end">
          {beside?.(operate, action.isPending)}
          <Button variant="default" onClick={onClose} {...(danger && { 'data-autofocus': true })}>
            {t('cancel')}
          </Button>
          <Button
            disabled={!ready}
            loading={action.isPending}
            onClick={() => operate(operation)}
            {...(danger && { color: 'red.8' })}
          >
            {verb}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
