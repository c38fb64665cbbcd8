import { Button, Code, Group, Modal, Stack, Table, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeVariables } from '../../api/instances.ts'
import { useCan } from '../../api/session.ts'
import type { Instance, Json } from '../../api/types.ts'
import { DialogButtons } from '../../components/DialogButtons.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { useDraft } from '../../components/useDraft.ts'
import { useInstanceAction } from './useInstanceAction.ts'
import { read, typeOf, write } from './values.ts'

/** What the process knows: names and values, to be corrected by those who may. */
export function Variables({ instance }: { instance: Instance }) {
  const { t } = useTranslation('instance')
  const may =
    useCan()('instances.operate') && (instance.status === 'running' || instance.status === 'suspended')
  const [editing, edit] = useState<string>()
  const entries = Object.entries(instance.variables).sort(([a], [b]) => a.localeCompare(b))
  return (
    <Stack gap="sm">
      {entries.length === 0 && <Text c="dimmed">{t('variables.none')}</Text>}
      {entries.length > 0 && (
        <Table withRowBorders verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('variables.name')}</Table.Th>
              <Table.Th scope="col">{t('variables.value')}</Table.Th>
              {may && <Table.Th scope="col" aria-label={t('variables.edit')} />}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {entries.map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Td ff="monospace" fz="sm" miw={130} style={{ overflowWrap: 'break-word' }}>
                  {name}
                </Table.Td>
                <Table.Td>
                  <Value value={value} />
                </Table.Td>
                {may && (
                  <Table.Td ta="end">
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      aria-label={t('variables.editOne', { name })}
                      onClick={() => edit(name)}
                    >
                      {t('variables.edit')}
                    </Button>
                  </Table.Td>
                )}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {may && (
        <Group>
          <Button size="xs" variant="default" onClick={() => edit('')}>
            {t('variables.add')}
          </Button>
        </Group>
      )}
      {editing !== undefined && (
        <VariableDialog key={editing} instance={instance} name={editing} onClose={() => edit(undefined)} />
      )}
    </Stack>
  )
}

function Value({ value }: { value: Json }) {
  if (value === null) return <Text c="dimmed">—</Text>
  if (typeof value === 'object') {
    return (
      <Code block mah={220} style={{ overflow: 'auto' }} tabIndex={0}>
        {JSON.stringify(value, null, 2)}
      </Code>
    )
  }
  return <Text style={{ overflowWrap: 'anywhere' }}>{String(value)}</Text>
}

function VariableDialog({ instance, name, onClose }: { instance: Instance; name: string; onClose(): void }) {
  const { t } = useTranslation(['instance', 'common'])
  const before = name ? instance.variables[name] : ''
  const draft = useDraft(`variable.${instance.id}.${name}`, { name, text: write(before ?? null) })
  const action = useInstanceAction(instance.id)
  const { name: key, text } = draft.value
  const close = () => {
    draft.forget()
    onClose()
  }
  const save = () =>
    action.mutate(
      {
        run: () => changeVariables(instance.id, { [key.trim()]: read(text) }),
        done: t('variables.saved', { name: key.trim() }),
        quiet: true,
      },
      { onSuccess: close },
    )
  return (
    <Modal
      opened
      onClose={close}
      title={name ? t('variables.editOne', { name }) : t('variables.add')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <Stack>
        {!name && (
          <TextInput
            label={t('variables.name')}
            value={key}
            onChange={event => draft.change({ name: event.currentTarget.value, text })}
            data-autofocus
          />
        )}
        <Textarea
          label={t('variables.value')}
          description={t('variables.help')}
          value={text}
          onChange={event => draft.change({ name: key, text: event.currentTarget.value })}
          autosize
          minRows={2}
          maxRows={14}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
          data-autofocus={name ? true : undefined}
        />
        <Text fz="sm" c="dimmed">
          {t('variables.readAs', { type: t(`variables.type.${typeOf(read(text))}`) })}
        </Text>
        {action.error && <ErrorCard error={action.error} />}
        <DialogButtons
          onCancel={close}
          verb={t('common:save')}
          disabled={!key.trim()}
          loading={action.isPending}
          onClick={save}
        />
      </Stack>
    </Modal>
  )
}
