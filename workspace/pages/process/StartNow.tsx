import { Button, JsonInput, Modal, Stack, Text } from '@mantine/core'
import { IconPlayerPlay } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { dealsLookUp } from '../../api/deals.ts'
import { startByHand } from '../../api/processes.ts'
import { useCan } from '../../api/session.ts'
import type { ProcessSummary } from '../../api/types.ts'
import { DialogButtons } from '../../components/DialogButtons.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { LookUp } from '../../components/LookUp.tsx'

/** Starts a published process by hand, for a deal or for none, and goes to what has begun. */
export function StartNow({ process }: { process: ProcessSummary }) {
  const { t } = useTranslation('process')
  const can = useCan()
  const [opened, setOpened] = useState(false)
  // A deal begins its pipeline by itself.
  if (!process.version || process.isPipeline || !can('instances.operate')) return null
  return (
    <>
      <Button leftSection={<IconPlayerPlay size={16} />} onClick={() => setOpened(true)}>
        {t('start.open')}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t('start.title', { name: process.name })}
      >
        <StartForm process={process} onClose={() => setOpened(false)} />
      </Modal>
    </>
  )
}

function StartForm({ process, onClose }: { process: ProcessSummary; onClose: () => void }) {
  const { t } = useTranslation('process')
  const navigate = useNavigate()
  const client = useQueryClient()
  const [deal, setDeal] = useState<string | null>(null)
  const [json, setJson] = useState('')
  const variables = readVariables(json)
  const start = useMutation({
    mutationFn: () => startByHand(process.key, { deal, variables: variables ?? {} }),
    onSuccess: ({ instance }) => {
      void client.invalidateQueries({ queryKey: ['instances'] })
      navigate(`/instances/${encodeURIComponent(instance)}`)
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (variables) start.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text c="dimmed" fz="sm">
          {t('start.text', { version: process.version })}
        </Text>
        <LookUp
          query={dealsLookUp}
          label={t('start.deal')}
          description={t('start.dealHint')}
          onChange={setDeal}
          clearButtonProps={{ 'aria-label': t('start.noDeal') }}
        />
        <JsonInput
          label={t('start.values')}
          description={t('start.valuesHint')}
          placeholder={'{ "amount": 1000 }'}
          value={json}
          onChange={setJson}
          error={variables ? undefined : t('start.valuesBroken')}
          autosize
          minRows={2}
          maxRows={10}
        />
        {start.error && <ErrorCard error={start.error} title={t('start.failed')} />}
        <DialogButtons
          onCancel={onClose}
          verb={t('start.verb')}
          data-autofocus
          loading={start.isPending}
          disabled={!variables}
        />
      </Stack>
    </form>
  )
}

/** Names with values; nothing at all is no values, `undefined` is something that cannot be read. */
function readVariables(json: string): Record<string, unknown> | undefined {
  if (json.trim() === '') return {}
  try {
    const read: unknown = JSON.parse(json)
    return typeof read === 'object' && read !== null && !Array.isArray(read)
      ? (read as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
