import { Group, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { pipelinesQuery } from '../../api/deals.ts'
import type { FileMapping, ImportFieldInfo, ImportFile, ImportOptions } from '../../api/imports.ts'
import { useFormat } from '../../components/format.ts'
import { fieldsOfType, stageValues } from './mapping.ts'

interface Props {
  file: ImportFile
  known: ImportFieldInfo[]
  mapping: FileMapping
  onChange(mapping: FileMapping): void
}

/** How the values of a file are meant: dates, sums, stages, and what to do with what Baton does not know. */
export function MappingOptions({ file, known, mapping, onChange }: Props) {
  const { t } = useTranslation('import')
  const { options } = mapping
  const set = (change: ImportOptions) => onChange({ ...mapping, options: { ...options, ...change } })
  const dates = fieldsOfType(mapping, known, 'date')
  const sums = [...fieldsOfType(mapping, known, 'money'), ...fieldsOfType(mapping, known, 'number')]
  const used = known.filter(field => Object.values(mapping.columns).includes(field.key))
  return (
    <Stack mt="md" gap="md">
      <Group align="flex-start">
        <Select
          label={t('options.matchBy')}
          description={t('options.matchByText')}
          placeholder={t('options.matchByNone')}
          data={used.map(({ key, label }) => ({ value: key, label }))}
          value={options.matchBy ?? null}
          onChange={matchBy => set({ matchBy: matchBy ?? undefined })}
          clearable
          clearButtonProps={{ 'aria-label': t('common:clear') }}
          w={250}
        />
        {dates.length > 0 && <DateFormat file={file} columns={dates} options={options} onChange={set} />}
        {sums.length > 0 && (
          <Select
            label={t('options.decimal')}
            description={t('options.decimalText')}
            data={[
              { value: '.', label: '1,234.56' },
              { value: ',', label: '1 234,56' },
            ]}
            value={options.decimal ?? '.'}
            onChange={decimal => set({ decimal: decimal as '.' | ',' })}
            allowDeselect={false}
            w={200}
          />
        )}
        {fieldsOfType(mapping, known, 'money').length > 0 && (
          <TextInput
            label={t('options.currency')}
            description={t('options.currencyText')}
            value={options.currency ?? ''}
            onChange={event => set({ currency: event.currentTarget.value.toUpperCase().slice(0, 3) })}
            w={200}
          />
        )}
      </Group>
      {Object.values(mapping.columns).includes('stage') && (
        <Stages file={file} mapping={mapping} options={options} onChange={set} />
      )}
      {mapping.entity === 'deal' && (
        <>
          <Switch
            label={t('options.createMissing')}
            description={t('options.createMissingText')}
            checked={options.createMissing ?? true}
            onChange={event => set({ createMissing: event.currentTarget.checked })}
          />
          {Object.values(mapping.columns).includes('product') && (
            <Switch
              label={t('options.amountFromProduct')}
              description={t('options.amountFromProductText')}
              checked={options.amountFromProduct ?? false}
              onChange={event => set({ amountFromProduct: event.currentTarget.checked })}
            />
          )}
        </>
      )}
    </Stack>
  )
}

interface OptionProps {
  file: ImportFile
  options: ImportOptions
  onChange(change: ImportOptions): void
}

function DateFormat({ file, columns, options, onChange }: OptionProps & { columns: string[] }) {
  const { t } = useTranslation('import')
  const format = useFormat()
  const column = file.columns.find(({ name, samples }) => columns.includes(name) && samples.length > 0)
  const sample = column?.samples[0]
  const read = options.dateFormat && column?.dates[options.dateFormat]
  const { ambiguous } = file.suggestion
  const all = options.dateFormat ? [...new Set([options.dateFormat, ...file.dateFormats])] : file.dateFormats
  return (
    <Select
      label={t('options.dateFormat')}
      description={
        <>
          {sample && options.dateFormat
            ? read
              ? t('options.dateRead', { sample, date: format.day(read) })
              : t('options.dateNotRead', { sample })
            : t('options.dateFormatText')}
          {ambiguous && ambiguous.length > 0 && (
            <Text span fz="xs" c="var(--baton-soon)" display="block">
              {t('lack.ambiguous', { names: ambiguous.join(', ') })}
            </Text>
          )}
        </>
      }
      data={all}
      value={options.dateFormat ?? null}
      onChange={dateFormat => onChange({ dateFormat: dateFormat ?? undefined })}
      w={260}
    />
  )
}

function Stages({ file, mapping, options, onChange }: OptionProps & { mapping: FileMapping }) {
  const { t } = useTranslation('import')
  const { data: pipelines } = useQuery(pipelinesQuery)
  const pipeline = pipelines?.find(({ key }) => key === options.pipeline) ?? pipelines?.[0]
  const values = stageValues(mapping, file)
  return (
    <fieldset style={{ border: 0, padding: 0, margin: 0 }}>
      <Text component="legend" fw={600} fz="sm" p={0} mb={4}>
        {t('options.stages')}
      </Text>
      {pipelines?.length === 0 && (
        <Text c="var(--baton-late)" fz="sm">
          {t('options.noPipeline')}
        </Text>
      )}
      <Group align="flex-end" gap="sm">
        {(pipelines?.length ?? 0) > 1 && (
          <Select
            label={t('options.pipeline')}
            data={pipelines!.map(({ key, name }) => ({ value: key, label: name }))}
            value={pipeline?.key ?? null}
            onChange={key => onChange({ pipeline: key ?? undefined, stages: {} })}
            allowDeselect={false}
            w={200}
          />
        )}
        {values.map(value => (
          <Select
            key={value}
            label={value}
            placeholder={t('options.chooseStage')}
            data={(pipeline?.stages ?? []).map(({ key, name }) => ({ value: key, label: name }))}
            value={options.stages?.[value] ?? null}
            onChange={stage => {
              const { [value]: _, ...others } = options.stages ?? {}
              onChange({ pipeline: pipeline?.key, stages: stage ? { ...others, [value]: stage } : others })
            }}
            clearable
            clearButtonProps={{ 'aria-label': t('common:clear') }}
            w={180}
          />
        ))}
      </Group>
    </fieldset>
  )
}
