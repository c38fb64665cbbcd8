import { JsonInput, NumberInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import type { Json } from '#engine/pure.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Texts } from '../i18n/texts.ts'
import { setPath } from './sample.ts'

interface Props {
  data: Record<string, Json>
  onChange: (data: Record<string, Json>) => void
  catalogue: Catalogue
  t: Texts
}

/** The deal to try it with: what matters most as fields, everything as JSON. */
export function SampleForm({ data, onChange, catalogue, t }: Props) {
  const deal = data.deal as Record<string, Json>
  const contact = data.contact as Record<string, Json>
  const [json, setJson] = useState<string>()
  const set = (path: string, value: Json) => {
    setJson(undefined)
    onChange(setPath(data, path, value))
  }
  const label = (key: string) =>
    catalogue.fields.deal?.find(field => field.key === key)?.label ?? t(`test.deal.${key}`)
  return (
    <Stack gap="xs">
      <Title order={2} fz="md">
        {t('test.sample')}
      </Title>
      <Text c="dimmed" fz="sm">
        {t('test.sampleHint')}
      </Text>
      <TextInput
        size="xs"
        label={label('title')}
        value={String(deal.title ?? '')}
        onChange={event => set('deal.title', event.currentTarget.value)}
      />
      {(['amount', 'discount'] as const).map(key => (
        <NumberInput
          key={key}
          size="xs"
          label={label(key)}
          value={Number(deal[key] ?? 0)}
          onChange={next => set(`deal.${key}`, Number(next))}
        />
      ))}
      <TextInput
        size="xs"
        label={t('test.contactEmail')}
        value={String(contact.email ?? '')}
        onChange={event => set('contact.email', event.currentTarget.value || null)}
      />
      <JsonInput
        size="xs"
        label={t('test.everything')}
        autosize
        minRows={4}
        maxRows={18}
        value={json ?? JSON.stringify(data, null, 2)}
        onChange={text => {
          setJson(text)
          try {
            onChange(JSON.parse(text) as Record<string, Json>)
          } catch {
            // Half-typed JSON; the data stays as it was until it can be read again.
          }
        }}
      />
    </Stack>
  )
}
