import { Modal, Radio, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { handleIncident, retryIncident, skipIncident } from '../../api/instances.ts'
import type { Incident, Instance, Named } from '../../api/types.ts'
import { DialogButtons } from '../../components/DialogButtons.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { useInstanceAction } from './useInstanceAction.ts'
import { type ValueRow, ValueRows, valuesIn } from './ValueRows.tsx'

export type Way = 'retry' | 'handle' | 'skip'

interface Props {
  way: Way
  instance: Instance
  incident: Incident
  name: string
  onClose(): void
}

/** One way out of an incident: what will happen, what must be chosen, which values are set before. */
export function IncidentDialog({ way, instance, incident, name, onClose }: Props) {
  const { t } = useTranslation(['instance', 'common'])
  const choices: Named[] = way === 'handle' ? incident.events : way === 'skip' ? incident.flows : []
  const [chosen, choose] = useState<string | null>(choices.length === 1 ? choices[0]!.id : null)
  const [rows, setRows] = useState<ValueRow[]>([])
  const action = useInstanceAction(instance.id)
  const act = () => {
    const variables = valuesIn(rows)
    const body = Object.keys(variables).length > 0 ? { variables } : {}
    const run = {
      retry: () => retryIncident(instance.id, incident.id, body.variables),
      handle: () => handleIncident(instance.id, incident.id, { event: chosen!, ...body }),
      skip: () => skipIncident(instance.id, incident.id, { ...(chosen && { flow: chosen }), ...body }),
    }[way]
    action.mutate({ run, done: t(`incident.${way}.done`), quiet: true }, { onSuccess: onClose })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t(`incident.${way}.title`, { name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <Text fz="sm">{t(`incident.${way}.text`, { name })}</Text>
        {choices.length > 0 && (
          <Radio.Group label={t(`incident.${way}.choose`)} value={chosen} onChange={choose}>
            <Stack gap={8} mt={6}>
              {choices.map(({ id, name: label }, index) => (
                <Radio key={id} value={id} label={label} data-autofocus={index === 0 || undefined} />
              ))}
            </Stack>
          </Radio.Group>
        )}
        <ValueRows instance={instance} rows={rows} onChange={setRows} />
        {action.error && <ErrorCard error={action.error} title={t('incident.failed')} />}
        <DialogButtons
          onCancel={onClose}
          verb={t(`incident.${way}.verb`)}
          disabled={choices.length > 0 && !chosen}
          loading={action.isPending}
          onClick={act}
          data-autofocus={choices.length === 0 || undefined}
        />
      </Stack>
    </Modal>
  )
}
