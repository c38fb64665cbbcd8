import { Button, Group, Modal, Select, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addToken, changeTimer, moveToken, recalculateTimer, removeToken } from '../../api/instances.ts'
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
  const { t } = useTranslation(['instance', 'common'])
  const [to, setTo] = useState<string | null>(null)
  const [scope, setScope] = useState<string | null>(null)
  const action = useInstanceAction(instance.id)
  // Only where the step's sub-process is open several times must a person say in which.
  const holders = instance.scopes.filter(({ node }) => to !== null && drawing.around(to).includes(node))
  const several = holders.filter(({ node }) => holders.filter(other => other.node === node).length > 1)
  const add = () =>
    action.mutate(
      {
        run: () => addToken(instance.id, to!, scope ?? undefined),
        done: t('addToken.done'),
        quiet: true,
      },
      { onSuccess: onClose },
    )
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('addToken.title')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <Text fz="sm">{t('addToken.text')}</Text>
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
        {action.error && <ErrorCard error={action.error} title={t('addToken.failed')} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t('common:cancel')}
          </Button>
          <Button disabled={!to || (several.length > 0 && !scope)} loading={action.isPending} onClick={add}>
            {t('addToken.verb')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** Takes a token out; says so when it is the last one. */
export function RemoveDialog({ instance, token, name, onClose }: Props) {
  const { t } = useTranslation(['instance', 'common'])
  const action = useInstanceAction(instance.id)
  const last = new Set(instance.tokens.map(({ id }) => id)).size === 1
  const remove = () =>
    action.mutate(
      { run: () => removeToken(instance.id, token.id), done: t('remove.done'), quiet: true },
      { onSuccess: onClose },
    )
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('remove.title', { name })}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        <Text fz="sm">{t('remove.text')}</Text>
        {last && (
          <Text fz="sm" fw={600} c="var(--baton-late)">
            {t('remove.last')}
          </Text>
        )}
        {action.error && <ErrorCard error={action.error} title={t('remove.failed')} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('common:cancel')}
          </Button>
          <Button color="red.8" loading={action.isPending} onClick={remove}>
            {t('remove.verb')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

/** Sets a running timer to another moment, or counts it again. */
export function TimerDialog({ instance, token, name, onClose }: Props) {
  const { t } = useTranslation(['instance', 'common'])
  const [due, setDue] = useState(() => localMoment(token.until))
  const action = useInstanceAction(instance.id)
  const again = () =>
    action.mutate(
      { run: () => recalculateTimer(instance.id, token.timer!), done: t('timer.done'), quiet: true },
      { onSuccess: onClose },
    )
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
          <Tooltip label={t('timer.againText')} multiline w={260}>
            <Button variant="subtle" me="auto" loading={action.isPending} onClick={again}>
              {t('timer.again')}
            </Button>
          </Tooltip>
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
