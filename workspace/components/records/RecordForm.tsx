import '@mantine/dates/styles.css'
import { Button, Group, NumberInput, SimpleGrid, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client.ts'
import { companiesLookUp } from '../../api/people.ts'
import {
  addRecord,
  changeRecord,
  type RecordKind,
  type RecordKinds,
  type RecordValues,
  recordQuery,
} from '../../api/records.ts'
import { useCan, useSession } from '../../api/session.ts'
import type { Json, Named } from '../../api/types.ts'
import { ErrorCard } from '../ErrorCard.tsx'
import { LookUp } from '../LookUp.tsx'
import { Notice } from '../Notice.tsx'
import { FieldInput } from '../task/FieldInput.tsx'
import { useDraft } from '../useDraft.ts'
import type { Kind, RecordField } from './kind.ts'
import { useCustomFields } from './useCustomFields.ts'

interface Props<K extends RecordKind> {
  of: Kind<K>
  /** Absent: a new one is made. */
  record?: RecordKinds[K]
  onSaved?(record: RecordKinds[K]): void
}

/** The form of a record. What is typed is kept until it is saved; a change by somebody else never overwrites it. */
export function RecordForm<K extends RecordKind>({ of, record, onSaved }: Props<K>) {
  const { t } = useTranslation([of.kind, 'records', 'common'])
  const { config } = useSession()
  const mayWrite = useCan()('deals.write')
  const queryClient = useQueryClient()
  const fields = [...of.fields, ...useCustomFields(of.entity)]
  const draft = useDraft<RecordValues>(`${of.kind}.${record?.id ?? 'new'}`, {})
  const [missing, setMissing] = useState<string[]>([])
  const before = record ? valuesOf(record) : { ...of.blank }
  const values = { ...before, ...draft.value }
  const changed = Object.keys(draft.value).length > 0

  const save = useMutation({
    mutationFn: (version?: number) => {
      const body = nested(record ? draft.value : values)
      return record
        ? changeRecord(of.kind, record.id, body, version ?? record.version)
        : addRecord(of.kind, body)
    },
    onSuccess: saved => {
      draft.forget({})
      queryClient.setQueryData(recordQuery(of.kind, saved.id).queryKey, saved as never)
      void queryClient.invalidateQueries({ queryKey: [of.kind] })
      notifications.show({ message: t('common:saved'), color: 'teal' })
      onSaved?.(saved)
    },
  })
  const conflict = save.error instanceof ApiError && save.error.code === 'conflict' ? save.error : undefined
  const wrong =
    save.error instanceof ApiError ? ((save.error.details.fields ?? {}) as Record<string, string>) : {}

  function submit(event: FormEvent) {
    event.preventDefault()
    const empty = fields.filter(field => field.required && isEmpty(values[field.key])).map(field => field.key)
    setMissing(empty)
    if (empty.length === 0) save.mutate(undefined)
  }
  async function saveOverTheirs() {
    const theirs = await queryClient.fetchQuery({ ...recordQuery(of.kind, record!.id), staleTime: 0 })
    save.mutate(theirs.version)
  }
  function takeTheirs() {
    draft.forget({})
    save.reset()
    void queryClient.invalidateQueries({ queryKey: [of.kind] })
  }

  return (
    <form onSubmit={submit} noValidate>
      <fieldset disabled={!mayWrite} style={{ border: 0, padding: 0, margin: 0, minInlineSize: 0 }}>
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          {fields.map(field => (
            <div key={field.key} style={field.type === 'longtext' ? { gridColumn: '1 / -1' } : undefined}>
              <Input
                field={field}
                value={values[field.key] ?? null}
                named={named(record, field.key)}
                currency={record && of.currencyOf ? of.currencyOf(record) : config.currency}
                error={missing.includes(field.key) ? t('records:needed') : wrong[field.key]}
                onChange={value => draft.change({ ...draft.value, [field.key]: value })}
              />
            </div>
          ))}
        </SimpleGrid>
      </fieldset>
      {conflict && (
        <Notice color="orange" mt="md" title={t('records:conflict')}>
          <Stack gap="xs">
            <Text fz="sm">{conflict.message}</Text>
            <Group gap="xs">
              <Button size="xs" onClick={saveOverTheirs}>
                {t('records:keepMine')}
              </Button>
              <Button size="xs" variant="default" onClick={takeTheirs}>
                {t('records:takeTheirs')}
              </Button>
            </Group>
          </Stack>
        </Notice>
      )}
      {save.error && !conflict && (
        <div style={{ marginTop: 12 }}>
          <ErrorCard error={save.error} title={t('records:notSaved')} />
        </div>
      )}
      {mayWrite && (!record || changed) && (
        <Group justify="space-between" mt="md">
          <Text fz="xs" c="dimmed" flex={1}>
            {changed && t('common:draftKept')}
          </Text>
          {changed && (
            <Button variant="default" onClick={() => draft.forget({})}>
              {t('records:discard')}
            </Button>
          )}
          <Button type="submit" loading={save.isPending}>
            {record ? t('common:save') : t('common:create')}
          </Button>
        </Group>
      )}
    </form>
  )
}

interface InputProps {
  field: RecordField
  value: Json
  named?: Named
  currency: string
  error?: string
  onChange(value: Json): void
}

function Input({ field, value, named, ...rest }: InputProps) {
  if (field.type === 'year') {
    return (
      <NumberInput
        label={field.label}
        value={typeof value === 'number' ? value : ''}
        onChange={year => rest.onChange(year === '' ? null : Number(year))}
        allowDecimal={false}
        hideControls
        error={rest.error}
      />
    )
  }
  if (field.type !== 'company') {
    return (
      <FieldInput
        field={{ ...field, type: field.type }}
        value={value}
        required={!!field.required}
        {...rest}
      />
    )
  }
  return (
    <LookUp
      key={named?.id}
      label={field.label}
      query={companiesLookUp}
      value={named}
      error={rest.error}
      onChange={id => rest.onChange(id)}
    />
  )
}

/** A record as the form's flat values: references by id, custom fields as `fields.<key>`. */
function valuesOf(record: object): RecordValues {
  const { fields, ...own } = record as RecordValues & { fields?: RecordValues }
  const flat: RecordValues = {}
  for (const [key, value] of Object.entries(own)) flat[key] = value
  for (const [key, value] of Object.entries(fields ?? {})) flat[`fields.${key}`] = value
  return flat
}

/** Back to the shape the server takes; an emptied field is null. */
function nested(flat: RecordValues): RecordValues {
  const own: RecordValues = {}
  const fields: Record<string, Json> = {}
  for (const [key, value] of Object.entries(flat)) {
    if (key.startsWith('fields.')) fields[key.slice(7)] = value
    else own[key] = value === '' ? null : value
  }
  return Object.keys(fields).length > 0 ? { ...own, fields } : own
}

/** `companyId` stands beside the record's `company`. */
function named(record: object | undefined, key: string): Named | undefined {
  return (record as Record<string, Named | undefined> | undefined)?.[key.replace(/Id$/, '')]
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || value === ''
}
