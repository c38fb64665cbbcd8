import {
  ActionIcon,
  Badge,
  Button,
  Card,
  Checkbox,
  Group,
  Modal,
  Select,
  Skeleton,
  Stack,
  TagsInput,
  Text,
  TextInput,
  Title,
  Tooltip,
} from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowUp, IconPencil, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type CustomField, type CustomFields, saveSettings, settingsQuery } from '../../api/settings.ts'
import { ConfirmButton } from '../../components/ConfirmButton.tsx'
import { DialogButtons } from '../../components/DialogButtons.tsx'
import { ErrorCard, messageOf } from '../../components/ErrorCard.tsx'
import { keyOf } from './keyOf.ts'

const entities = ['deal', 'company', 'contact', 'product'] as const
type Entity = (typeof entities)[number]
const types: CustomField['type'][] = [
  'text',
  'longtext',
  'number',
  'money',
  'date',
  'boolean',
  'select',
  'multiselect',
  'user',
  'email',
  'phone',
]

/** The fields a house adds to its deals, companies, contacts and products. */
export function FieldsSection() {
  const { t } = useTranslation('settings')
  const { data, error, refetch } = useQuery(settingsQuery)
  const [editing, edit] = useState<{ entity: Entity; field?: CustomField }>()
  const all = data?.customFields as CustomFields | undefined
  const save = useSaveFields()
  if (error) return <ErrorCard error={error} retry={refetch} />
  if (!all) return <Skeleton height={260} />
  const change = (entity: Entity, fields: CustomField[]) => save.mutate({ ...all, [entity]: fields })
  return (
    <Stack>
      <div>
        <Title order={2} fz={18} mb={2}>
          {t('section.fields')}
        </Title>
        <Text c="dimmed">{t('intro.fields')}</Text>
      </div>
      {entities.map(entity => (
        <EntityCard
          key={entity}
          entity={entity}
          fields={all[entity]}
          onEdit={field => edit({ entity, field })}
          onChange={fields => change(entity, fields)}
        />
      ))}
      {editing && (
        <FieldDialog
          field={editing.field}
          taken={all[editing.entity].map(field => field.key)}
          onClose={() => edit(undefined)}
          onSave={field => {
            const others = all[editing.entity]
            change(
              editing.entity,
              editing.field
                ? others.map(other => (other.key === field.key ? field : other))
                : [...others, field],
            )
            edit(undefined)
          }}
        />
      )}
    </Stack>
  )
}

function useSaveFields() {
  const { t } = useTranslation('common')
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (customFields: CustomFields) => saveSettings({ customFields }),
    onSuccess: saved => {
      queryClient.setQueryData(settingsQuery.queryKey, saved)
      notifications.show({ message: t('saved'), color: 'teal' })
    },
    onError: error => notifications.show({ message: messageOf(error), color: 'red', autoClose: 10_000 }),
  })
}

interface CardProps {
  entity: Entity
  fields: CustomField[]
  onEdit(field?: CustomField): void
  onChange(fields: CustomField[]): void
}

function EntityCard({ entity, fields, onEdit, onChange }: CardProps) {
  const { t } = useTranslation(['settings', 'common'])
  const swap = (index: number) => onChange(fields.toSpliced(index - 1, 2, fields[index]!, fields[index - 1]!))
  return (
    <Card component="section" aria-label={t(`fields.${entity}`)}>
      <Group justify="space-between" mb={fields.length > 0 ? 'xs' : 0}>
        <Text fw={650}>{t(`fields.${entity}`)}</Text>
        <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={() => onEdit()}>
          {t('fields.add')}
        </Button>
      </Group>
      {fields.length === 0 && (
        <Text fz="sm" c="dimmed">
          {t('fields.none')}
        </Text>
      )}
      {fields.map((field, index) => (
        <Group key={field.key} justify="space-between" py={4} wrap="nowrap">
          <Group gap="xs">
            <Text>{field.label}</Text>
            <Text fz="sm" c="dimmed">
              {t(`fields.type.${field.type}`)}
            </Text>
            {field.required && <Badge color="gray">{t('fields.required')}</Badge>}
          </Group>
          <Group gap={4} wrap="nowrap">
            {index > 0 && (
              <Tooltip label={t('fields.up')}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={`${t('fields.up')}: ${field.label}`}
                  onClick={() => swap(index)}
                >
                  <IconArrowUp size={16} />
                </ActionIcon>
              </Tooltip>
            )}
            <Tooltip label={t('common:edit')}>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`${t('common:edit')}: ${field.label}`}
                onClick={() => onEdit(field)}
              >
                <IconPencil size={16} />
              </ActionIcon>
            </Tooltip>
            <ConfirmButton
              size="compact-sm"
              question={t('fields.question', { name: field.label })}
              verb={t('common:delete')}
              onConfirm={() => onChange(fields.filter(other => other.key !== field.key))}
            >
              {t('common:delete')}
            </ConfirmButton>
          </Group>
        </Group>
      ))}
    </Card>
  )
}

interface DialogProps {
  field?: CustomField
  taken: string[]
  onSave(field: CustomField): void
  onClose(): void
}

function FieldDialog({ field, taken, onSave, onClose }: DialogProps) {
  const { t } = useTranslation(['settings', 'common'])
  const [values, setValues] = useState<CustomField>(field ?? { key: '', label: '', type: 'text' })
  const set = (change: Partial<CustomField>) => setValues({ ...values, ...change })
  const choosy = values.type === 'select' || values.type === 'multiselect'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const { options, ...rest } = values
    onSave({
      ...rest,
      key: field?.key ?? keyOf(values.label, taken),
      ...(choosy && { options: options ?? [] }),
    })
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={field ? field.label : t('fields.add')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('fields.label')}
            value={values.label}
            onChange={event => set({ label: event.currentTarget.value })}
            required
            data-autofocus
          />
          <Select
            label={t('fields.kind')}
            description={field && t('fields.kindStays')}
            data={types.map(type => ({ value: type, label: t(`fields.type.${type}`) }))}
            value={values.type}
            onChange={type => set({ type: type as CustomField['type'] })}
            disabled={!!field}
            allowDeselect={false}
          />
          {choosy && (
            <TagsInput
              label={t('fields.options')}
              description={t('fields.optionsHelp')}
              value={(values.options ?? []).map(option => option.label)}
              onChange={labels =>
                set({
                  options: labels.map(
                    label =>
                      values.options?.find(option => option.label === label) ?? { value: label, label },
                  ),
                })
              }
            />
          )}
          <Checkbox
            label={t('fields.mustBeFilled')}
            checked={values.required ?? false}
            onChange={event => set({ required: event.currentTarget.checked })}
          />
          <DialogButtons onCancel={onClose} verb={t('common:save')} />
        </Stack>
      </form>
    </Modal>
  )
}
