import { Button, Select, Text, TextInput, Tooltip } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addToken, changeTimer, moveToken, recalculateTimer, removeToken } from '../../api/instances.ts'
import type { Instance, TokenInfo } from '../../api/types.ts'
import type { Drawing } from './drawing.ts'
import { OperationDialog } from './OperationDialog.tsx'

interface Props {
  instance: Instance
  token: TokenInfo
  /** Name of the step the token stands at. */
  name: string
  onClose(): void
}

/** Takes a token by hand to another step: what waits at the old one is called off. */
export function MoveDialog({ instance, token, name, drawing, onClose }: Props & { drawing: Drawing }) {
  const { t } = useTranslation('instance')
  const [to, setTo] = useState<string | null>(null)
  return (
    <OperationDialog
      id={instance.id}
      title={t('move.title', { name })}
      text={t('move.text')}
      failed={t('move.failed')}
      verb={t('move.verb')}
      operation={{ run: () => moveToken(instance.id, token.id, to!), done: t('move.done') }}
      ready={to !== null}
      onClose={onClose}
    >
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
    </OperationDialog>
  )
}

/** Puts another token at a step, beside those that are there. */
export function AddDialog({
  instance,
  drawing,
  onClose,
}: {
  instance: Instance
  drawing: Drawing
  onClose(): void
}) {
  const { t } = useTranslation('instance')
  const [to, setTo] = useState<string | null>(null)
  const [scope, setScope] = useState<string | null>(null)
  // Only where the step's sub-process is open several times must a person say in which.
  const holders = instance.scopes.filter(({ node }) => to !== null && drawing.around(to).includes(node))
  const several = holders.filter(({ node }) => holders.filter(other => other.node === node).length > 1)
  return (
    <OperationDialog
      id={instance.id}
      title={t('addToken.title')}
      text={t('addToken.text')}
      failed={t('addToken.failed')}
      verb={t('addToken.verb')}
      operation={{
        run: () => addToken(instance.id, to!, scope ?? undefined),
        done: t('addToken.done'),
      }}
      ready={to !== null && (several.length === 0 || scope !== null)}
      onClose={onClose}
    >
      <Select
        label={t('addToken.to')}
        data={drawing.steps.map(step => ({ value: step.id, label: step.name }))}
        value={to}
        onChange={next => {
          setTo(next)
          setScope(null)
        }}
        searchable
        data-autofocus
        comboboxProps={{ withinPortal: true }}
      />
      {several.length > 0 && (
        <Select
          label={t('addToken.scope')}
          data={several.map(({ id, name, round }) => ({
            value: id,
            label: round === undefined ? `${name} (${id})` : t('addToken.round', { name, round }),
          }))}
          value={scope}
          onChange={setScope}
          comboboxProps={{ withinPortal: true }}
        />
      )}
    </OperationDialog>
  )
}

/** Takes a token out; says so when it is the last one. */
export function RemoveDialog({ instance, token, name, onClose }: Props) {
  const { t } = useTranslation('instance')
  const last = new Set(instance.tokens.map(({ id }) => id)).size === 1
  return (
    <OperationDialog
      id={instance.id}
      title={t('remove.title', { name })}
      text={t('remove.text')}
      failed={t('remove.failed')}
      verb={t('remove.verb')}
      operation={{ run: () => removeToken(instance.id, token.id), done: t('remove.done') }}
      danger
      onClose={onClose}
    >
      {last && (
        <Text fz="sm" fw={600} c="var(--baton-late)">
          {t('remove.last')}
        </Text>
      )}
    </OperationDialog>
  )
}

/** Sets a running timer to another moment, or counts it again. */
export function TimerDialog({ instance, token, name, onClose }: Props) {
  const { t } = useTranslation('instance')
  const [due, setDue] = useState(() => localMoment(token.until))
  const done = t('timer.done')
  return (
    <OperationDialog
      id={instance.id}
      title={t('timer.title', { name })}
      failed={t('timer.failed')}
      verb={t('timer.verb')}
      operation={{
        run: () => changeTimer(instance.id, token.timer!, new Date(due).toISOString()),
        done,
      }}
      ready={due !== ''}
      beside={(operate, busy) => (
        <Tooltip label={t('timer.againText')} multiline w={260}>
          <Button
            variant="subtle"
            me="auto"
            loading={busy}
            onClick={() => operate({ run: () => recalculateTimer(instance.id, token.timer!), done })}
          >
            {t('timer.again')}
          </Button>
        </Tooltip>
      )}
      onClose={onClose}
    >
      <TextInput
        type="datetime-local"
        label={t('timer.due')}
        description={t('timer.text')}
        value={due}
        onChange={event => setDue(event.currentTarget.value)}
        data-autofocus
      />
    </OperationDialog>
  )
}

/** An instant as `datetime-local` writes it: local, to the minute. */
function localMoment(at: string | undefined): string {
  const date = at ? new Date(at) : new Date()
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
