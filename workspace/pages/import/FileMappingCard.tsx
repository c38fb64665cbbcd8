import { Card, Group, Select, Stack, Table, Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { FileMapping, ImportFields, ImportFile } from '../../api/imports.ts'
import { Notice } from '../../components/Notice.tsx'
import classes from './FileMappingCard.module.css'
import { MappingOptions } from './MappingOptions.tsx'
import { lacksOf } from './mapping.ts'

interface Props {
  file: ImportFile
  fields: ImportFields
  mapping: FileMapping
  onChange(mapping: FileMapping): void
}

/** One file: what its rows are, and each column with samples beside the field it fills. */
export function FileMappingCard({ file, fields, mapping, onChange }: Props) {
  const { t } = useTranslation('import')
  const known = fields[mapping.entity] ?? []
  const lacks = lacksOf(mapping, file, fields)
  const choices = known.map(({ key, label, required }) => ({
    value: key,
    label: required ? `${label} *` : label,
  }))
  const become = (entity: string | null) => {
    if (!entity || entity === mapping.entity) return
    const columns = entity === file.suggestion.entity ? { ...file.suggestion.columns } : {}
    onChange({ ...mapping, entity, columns, options: { ...mapping.options, matchBy: undefined } })
  }
  const point = (column: string, field: string | null) => {
    const { [column]: _, ...others } = mapping.columns
    onChange({ ...mapping, columns: field ? { ...others, [column]: field } : others })
  }
  return (
    <Card component="section" aria-label={file.filename}>
      <Group justify="space-between" mb="sm">
        <Text fw={650}>{file.filename}</Text>
        <Group gap="xs">
          <Text c="dimmed" fz="sm" id={`entity-${file.id}`}>
            {t('mapping.rowsAre')}
          </Text>
          <Select
            aria-labelledby={`entity-${file.id}`}
            data={Object.keys(fields).map(entity => ({
              value: entity,
              label: t(`entity.${entity}`, { defaultValue: entity }),
            }))}
            value={mapping.entity}
            onChange={become}
            allowDeselect={false}
            w={190}
          />
        </Group>
      </Group>
      <Table.ScrollContainer minWidth={520}>
        <Table verticalSpacing={6} className={classes.table}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{t('mapping.column')}</Table.Th>
              <Table.Th scope="col">{t('mapping.samples')}</Table.Th>
              <Table.Th scope="col">{t('mapping.field')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {file.columns.map(column => {
              const field = mapping.columns[column.name] ?? null
              const proposed = field !== null && file.suggestion.columns[column.name] === field
              return (
                <Table.Tr key={column.name} data-left-out={!field || undefined}>
                  <Table.Td fw={550}>{column.name}</Table.Td>
                  <Table.Td className={classes.samples}>
                    {[...new Set(column.samples.filter(Boolean))].slice(0, 3).join(' · ') || '—'}
                  </Table.Td>
                  <Table.Td>
                    <Group gap="xs" wrap="nowrap">
                      <IconArrowRight size={15} aria-hidden className={classes.arrow} />
                      <Select
                        aria-label={t('mapping.fieldFor', { column: column.name })}
                        placeholder={t('mapping.leaveOut')}
                        data={choices}
                        value={field}
                        onChange={value => point(column.name, value)}
                        searchable
                        clearable
                        clearButtonProps={{ 'aria-label': t('mapping.leaveOut') }}
                        w={230}
                      />
                      {proposed && (
                        <Text c="dimmed" fz="xs">
                          {t('mapping.proposed')}
                        </Text>
                      )}
                    </Group>
                  </Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <MappingOptions file={file} known={known} mapping={mapping} onChange={onChange} />
      {lacks.length > 0 && (
        <Notice color="orange" mt="md" role="status">
          <Stack gap={2}>
            {lacks.map(lack => (
              <Text key={lack.kind} fz="sm">
                {t(`lack.${lack.kind}`, { names: lack.names.join(', '), count: lack.names.length })}
              </Text>
            ))}
          </Stack>
        </Notice>
      )}
    </Card>
  )
}
