import { ActionIcon, Autocomplete, Button, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { Instance, Json } from '../../api/types.ts'
import { read, typeOf, write } from './values.ts'

export interface ValueRow {
  /** Only for React. */
  key: number
  name: string
  text: string
}

/** The values that rows of a form stand for; empty names are left out. */
export function valuesIn(rows: ValueRow[]): Record<string, Json> {
  return Object.fromEntries(rows.filter(row => row.name.trim()).map(row => [row.name.trim(), read(row.text)]))
}

interface Props {
  instance: Instance
  rows: ValueRow[]
  onChange(rows: ValueRow[]): void
}

/** Values to set on the way: the process's own by name, or new ones. */
export function ValueRows({ instance, rows, onChange }: Props) {
  const { t } = useTranslation(['instance', 'common'])
  const set = (index: number, change: Partial<ValueRow>) =>
    onChange(rows.map((row, at) => (at === index ? { ...row, ...change } : row)))
  const known = (name: string) => instance.variables[name]
  return (
    <Stack gap="xs">
      <Text fz="sm" fw={500}>
        {t('values.title')}
      </Text>
      {rows.map((row, index) => (
        <Group key={row.key} gap="xs" align="flex-end" wrap="nowrap">
          <Autocomplete
            label={index === 0 ? t('variables.name') : undefined}
            aria-label={t('variables.name')}
            data={Object.keys(instance.variables)}
            value={row.name}
            onChange={name =>
              set(index, {
                name,
                ...(row.text === '' && known(name) !== undefined && { text: write(known(name)!) }),
              })
            }
            flex={1}
          />
          <TextInput
            label={index === 0 ? t('variables.value') : undefined}
            aria-label={t('variables.value')}
            rightSection={
              <Text fz={11} c="dimmed">
                {t(`variables.type.${typeOf(read(row.text))}`)}
              </Text>
            }
            rightSectionWidth={74}
            value={row.text}
            onChange={event => set(index, { text: event.currentTarget.value })}
            flex={1.4}
          />
          <Tooltip label={t('values.remove')}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t('values.remove')}
              onClick={() => onChange(rows.filter((_, at) => at !== index))}
            >
              <IconX size={16} />
            </ActionIcon>
          </Tooltip>
        </Group>
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => onChange([...rows, { key: nextKey++, name: '', text: '' }])}
        >
          {t('values.add')}
        </Button>
      </Group>
    </Stack>
  )
}

let nextKey = 1
