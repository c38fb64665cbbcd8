import { JsonInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deliverMessage } from '../../api/instances.ts'
import type { Instance, Json } from '../../api/types.ts'
import { OperationDialog } from './OperationDialog.tsx'

interface Props {
  instance: Instance
  message: string
  onClose(): void
}

/** Brings the message by hand for which this instance waits, as if its sender had sent it. */
export function DeliverDialog({ instance, message, onClose }: Props) {
  const { t } = useTranslation('instance')
  const [json, setJson] = useState('{}')
  const payload = readJson(json)
  return (
    <OperationDialog
      id={instance.id}
      title={t('deliver.title', { name: message })}
      text={t('deliver.text')}
      failed={t('deliver.failed')}
      verb={t('deliver.verb')}
      operation={{
        run: () => deliverMessage(instance.id, message, payload ?? {}),
        done: t('deliver.done'),
      }}
      ready={payload !== undefined}
      onClose={onClose}
    >
      <JsonInput
        label={t('deliver.payload')}
        value={json}
        onChange={setJson}
        error={payload === undefined ? t('deliver.broken') : undefined}
        autosize
        minRows={3}
        maxRows={12}
        data-autofocus
      />
    </OperationDialog>
  )
}

function readJson(text: string): Json | undefined {
  try {
    return JSON.parse(text.trim() === '' ? '{}' : text) as Json
  } catch {
    return undefined
  }
}
