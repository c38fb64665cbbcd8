import { Modal, Radio, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { keyFromName, newDrawing } from '#designer'
import { processesQuery } from '../../api/processes.ts'
import { DialogButtons } from '../../components/DialogButtons.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { useImport } from './useImport.ts'

/** Asks for a name and makes a first drawing: a pipeline of stages, or a process with one step. */
export function NewProcess({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation('processes')
  const [name, setName] = useState('')
  const [kind, setKind] = useState<'process' | 'pipeline'>('process')
  const taken = useQuery(processesQuery).data?.some(process => process.key === keyFromName(name))
  const bring = useImport()
  const create = (event: FormEvent) => {
    event.preventDefault()
    const words = {
      start: t(`words.start.${kind}`),
      end: t('words.end'),
      task: t('words.task'),
      stages: [t('words.stage1'), t('words.stage2'), t('words.stage3')],
      won: t('words.won'),
      lost: t('words.lost'),
      forward: t('words.forward'),
    }
    bring.take(newDrawing(keyFromName(name), name.trim(), kind, words))
  }
  return (
    <Modal opened={opened} onClose={onClose} title={t('newTitle')}>
      <form onSubmit={create}>
        <Stack>
          <TextInput
            label={t('name')}
            required
            data-autofocus
            value={name}
            onChange={event => setName(event.currentTarget.value)}
            description={name.trim() && t('key', { key: keyFromName(name) })}
            error={taken ? t('taken') : undefined}
          />
          <Radio.Group label={t('beginWith')} value={kind} onChange={next => setKind(next as typeof kind)}>
            <Stack gap="xs" mt={6}>
              <Radio value="process" label={t('kind.process.title')} description={t('kind.process.hint')} />
              <Radio
                value="pipeline"
                label={t('kind.pipeline.title')}
                description={t('kind.pipeline.hint')}
              />
            </Stack>
          </Radio.Group>
          {bring.error !== undefined && <ErrorCard error={bring.error} />}
          <DialogButtons
            onCancel={onClose}
            verb={t('create')}
            loading={bring.busy}
            disabled={!name.trim() || taken}
          />
        </Stack>
      </form>
    </Modal>
  )
}
