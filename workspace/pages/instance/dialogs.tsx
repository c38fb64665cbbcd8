import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeTimer, moveToken } from '../../api/instances.ts'
import type { Instance, TokenInfo } from '../../api/types.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import type { Drawing } from './drawing.ts'
import { useInstanceAction } from './useInstanceAction.ts'

interface Props {
  instance: Instance
  token: TokenInfo
  /** Name of the step the token stands at. */
  name: string
  onClose(): void
}

/** Takes a token by hand to another step: what waits at the old one is called off. */
export function MoveDialog({ instance, token, name, drawing, onClose }: Props & { drawing: Drawing }) {
  const { t } = useTranslation(['instance', 'common'])
  const [to, setTo] = useState<string | null>(null)
  const action = useInstanceAction(instance.id)
  const move = () =>
    action.mutate(
      { run: () => moveToken(instance.id, token.id, to!), done: t('move.done'), quiet: true },
      { onSuccess: onClose },
    )
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('move.title', { name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <Text fz="sm">{t('move.text')}</Text>
        <Select
          label={t('move.to')}
          data={drawing.steps
            .filter(step => step.id !== token.node)
            .map(step => ({ value: step.id, label: step.name }))}
          value={to}
          onChange={setTo}
          searchable
          data-autofocus
          comboboxProps={{ withinPortal: true }}
        />
        {action.error && <ErrorCard error={action.error} title={t('move.failed')} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button disabled={!to} loading={action.isPending} onClick={move}>
            {t('move.verb')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** Sets a running timer to another moment. */
export function TimerDialog({ instance, token, name, onClose }: Props) {
  const { t } = useTranslation(['instance', 'common'])
  const [due, setDue] = useState(() => localMoment(token.until))
  const action = useInstanceAction(instance.id)
  const change = () =>
    action.mutate(
      {
        run: () => changeTimer(instance.id, token.timer!, new Date(due).toISOString()),
        done: t('timer.done'),
        quiet: true,
      },
      { onSuccess: onClose },
    )
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('timer.title', { name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <TextInput
          type="datetime-local"
          label={t('timer.due')}
          description={t('timer.text')}
          value={due}
          onChange={event => setDue(event.currentTarget.value)}
          data-autofocus
        />
        {action.error && <ErrorCard error={action.error} title={t('timer.failed')} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button disabled={!due} loading={action.isPending} onClick={change}>
            {t('timer.verb')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** An instant as `datetime-local` writes it: local, to the minute. */
function localMoment(at: string | undefined): string {
  const date = at ? new Date(at) : new Date()
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
