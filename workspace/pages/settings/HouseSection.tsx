import { Button, FileButton, Group, Image, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { saveSettings, settingsQuery } from '../../api/settings.ts'
import type { Json, Settings } from '../../api/types.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { FieldInput } from '../../components/task/FieldInput.tsx'
import { useDraft } from '../../components/useDraft.ts'
import type { HouseField } from './houseForms.ts'

interface Props {
  name: 'company' | 'papers'
  fields: HouseField[]
  /** Whether the section has the picture for documents. */
  logo?: boolean
}

/** A section of the house's settings as one form with a bar that saves. */
export function HouseSection({ name, fields, logo }: Props) {
  const { data, error, refetch } = useQuery(settingsQuery)
  if (error) return <ErrorCard error={error} retry={refetch} />
  if (!data) return <Skeleton height={360} />
  return <Form key={name} name={name} fields={fields} logo={logo} settings={data} />
}

function Form({ name, fields, logo, settings }: Props & { settings: Settings }) {
  const { t } = useTranslation(['settings', 'common'])
  const queryClient = useQueryClient()
  const draft = useDraft<Record<string, Json>>(`settings.${name}`, {})
  const values: Record<string, Json> = { ...(settings as Record<string, Json>), ...draft.value }
  const changed = Object.keys(draft.value).length > 0
  const set = (key: string, value: Json) => draft.change({ ...draft.value, [key]: value })
  const save = useMutation({
    mutationFn: () => saveSettings(draft.value as Partial<Settings>),
    onSuccess: saved => {
      draft.forget({})
      queryClient.setQueryData(settingsQuery.queryKey, saved)
      void queryClient.invalidateQueries({ queryKey: ['session'] })
      notifications.show({ message: t('common:saved'), color: 'teal' })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Title order={2} fz={18} mb={2}>
        {t(`section.${name}`)}
      </Title>
      <Text c="dimmed" mb="md">
        {t(`intro.${name}`)}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        {fields.map(field => (
          <div key={field.key} style={field.type === 'longtext' ? { gridColumn: '1 / -1' } : undefined}>
            <FieldInput
              field={{
                ...field,
                label: t(`field.${field.key}`),
                help: field.help ? t(`help.${field.key}`) : undefined,
                options: field.options?.map(value => ({
                  value,
                  label: t(`option.${value}`, { defaultValue: value.replaceAll('_', ' ') }),
                })),
              }}
              value={values[field.key] ?? null}
              currency={settings.currency}
              required={!!field.required}
              onChange={value => set(field.key, value)}
            />
          </div>
        ))}
      </SimpleGrid>
      {logo && <Logo value={String(values.logo ?? '')} onChange={value => set('logo', value)} />}
      {save.error && (
        <div style={{ marginTop: 16 }}>
          <ErrorCard error={save.error} />
        </div>
      )}
      {changed && (
        <Group
          justify="flex-end"
          py="sm"
          mt="md"
          pos="sticky"
          bottom={0}
          bg="var(--mantine-color-body)"
          style={{ borderTop: '1px solid var(--baton-line)' }}
        >
          <Text fz="xs" c="dimmed" flex={1}>
            {t('common:draftKept')}
          </Text>
          <Button variant="default" onClick={() => draft.forget({})}>
            {t('discard')}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t('common:save')}
          </Button>
        </Group>
      )}
    </form>
  )
}

const logoBytes = 150_000

function Logo({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useTranslation('settings')
  const [tooBig, setTooBig] = useState(false)
  const read = (file: File | null) => {
    if (!file) return
    setTooBig(file.size > logoBytes)
    if (file.size > logoBytes) return
    const reader = new FileReader()
    reader.onload = () => onChange(String(reader.result))
    reader.readAsDataURL(file)
  }
  return (
    <Stack gap={6} mt="md">
      <Text fw={500} fz="sm">
        {t('field.logo')}
      </Text>
      <Group>
        {value && (
          <Image
            src={value}
            alt={t('field.logo')}
            h={48}
            w="auto"
            fit="contain"
            bg="#fff"
            p={4}
            radius="sm"
          />
        )}
        <FileButton
          accept="image/png,image/jpeg,image/svg+xml"
          onChange={read}
          inputProps={{ 'aria-label': t('logo.choose') }}
        >
          {props => (
            <Button {...props} variant="default" size="xs">
              {t('logo.choose')}
            </Button>
          )}
        </FileButton>
        {value && (
          <Button variant="subtle" size="xs" onClick={() => onChange('')}>
            {t('logo.remove')}
          </Button>
        )}
      </Group>
      <Text fz="xs" c={tooBig ? 'var(--baton-late)' : 'dimmed'} role={tooBig ? 'alert' : undefined}>
        {t(tooBig ? 'logo.tooBig' : 'logo.help')}
      </Text>
    </Stack>
  )
}
