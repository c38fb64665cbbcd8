import { Button, Card, Group, ScrollArea, Select, Stack, Table, Text } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ImportDetail, type ImportFile, readFileAgain, removeImportFile } from '../../api/imports.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { useFormat } from '../../components/format.ts'
import { Notice } from '../../components/Notice.tsx'
import { DropZone } from './DropZone.tsx'
import { StepButtons } from './StepButtons.tsx'
import { useUpload } from './useUpload.ts'

const encodings = ['utf-8', 'windows-1251', 'windows-1252', 'koi8-r', 'iso-8859-1', 'utf-16le', 'utf-16be']
const delimiters = [',', ';', '\t', '|']

/** Step 1: the files, how they were read, and how they should be read instead. */
export function FilesStep({ run, onNext }: { run: ImportDetail; onNext(): void }) {
  const { t } = useTranslation('import')
  const upload = useUpload(run.id)
  return (
    <Stack>
      {run.files.map(file => (
        <FileCard key={file.id} run={run} file={file} />
      ))}
      <DropZone upload={upload} small={run.files.length > 0} />
      <StepButtons>
        <Button onClick={onNext} disabled={run.files.length === 0}>
          {t('files.next')}
        </Button>
      </StepButtons>
    </Stack>
  )
}

function FileCard({ run, file }: { run: ImportDetail; file: ImportFile }) {
  const { t } = useTranslation(['import', 'common'])
  const format = useFormat()
  const queryClient = useQueryClient()
  const reread = () => queryClient.invalidateQueries({ queryKey: ['import', run.id] })
  const read = useMutation({
    mutationFn: (how: { encoding?: string; delimiter?: string }) => readFileAgain(run.id, file.id, how),
    onSuccess: reread,
  })
  const remove = useMutation({ mutationFn: () => removeImportFile(run.id, file.id), onSuccess: reread })
  const error = read.error ?? remove.error
  return (
    <Card component="section" aria-label={file.filename}>
      <Group justify="space-between" align="flex-end">
        <div>
          <Text fw={650}>{file.filename}</Text>
          <Text c="dimmed" fz="sm">
            {t('files.rows', { count: file.rows, rows: format.number(file.rows) })} ·{' '}
            {t('files.columns', { count: file.columns.length })}
          </Text>
        </div>
        <Group gap="xs" align="flex-end">
          <Select
            size="xs"
            label={t('files.encoding')}
            data={[...new Set([file.encoding.toLowerCase(), ...encodings])].map(value => ({
              value,
              label: value.toUpperCase(),
            }))}
            value={file.encoding.toLowerCase()}
            onChange={encoding => encoding && read.mutate({ encoding })}
            disabled={read.isPending}
            allowDeselect={false}
            w={150}
          />
          <Select
            size="xs"
            label={t('files.delimiter')}
            data={[...new Set([file.delimiter, ...delimiters])].map(value => ({
              value,
              label: delimiterName(value, t),
            }))}
            value={file.delimiter}
            onChange={delimiter => delimiter && read.mutate({ delimiter })}
            disabled={read.isPending}
            allowDeselect={false}
            w={150}
          />
          <Button
            size="xs"
            variant="default"
            leftSection={<IconTrash size={14} />}
            aria-label={t('files.removeOne', { name: file.filename })}
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {t('files.remove')}
          </Button>
        </Group>
      </Group>
      {error && <ErrorCard error={error} title={t('files.notRead')} />}
      {(file.warnings?.length ?? 0) > 0 && (
        <Notice color="orange" mt="sm" title={t('files.warnings')}>
          {file.warnings!.map(warning => (
            <Text key={warning} fz="sm">
              {warning}
            </Text>
          ))}
        </Notice>
      )}
      <Text fz="sm" c="dimmed" mt="sm">
        {t('files.some')}
      </Text>
      <ScrollArea
        mt={4}
        type="auto"
        viewportProps={{ tabIndex: 0, 'aria-label': t('files.sample', { name: file.filename }) }}
      >
        <Table fz="sm" withTableBorder verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              {file.columns.map(column => (
                <Table.Th key={column.name} scope="col" style={{ whiteSpace: 'nowrap' }}>
                  {column.name}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {[0, 1, 2].map(row => (
              <Table.Tr key={row}>
                {file.columns.map(column => (
                  <Table.Td key={column.name} style={{ whiteSpace: 'nowrap' }}>
                    {column.samples[row] ?? ''}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea>
    </Card>
  )
}

function delimiterName(delimiter: string, t: (key: string) => string): string {
  const names: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' }
  const name = names[delimiter]
  return name ? t(`files.${name}`) : delimiter
}
