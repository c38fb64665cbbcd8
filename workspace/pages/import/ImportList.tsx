import { Badge, Box, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type ImportRun, type ImportStatus, importsQuery } from '../../api/imports.ts'
import { type Column, DataList, itemsOf } from '../../components/DataList.tsx'
import { useFormat } from '../../components/format.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { When } from '../../components/When.tsx'
import { DropZone } from './DropZone.tsx'
import { useUpload } from './useUpload.ts'

/** Where an import begins, and what became of the earlier ones. */
export function ImportList() {
  const { t } = useTranslation('import')
  const format = useFormat()
  const list = useInfiniteQuery(importsQuery)
  const upload = useUpload()
  const columns: Column<ImportRun>[] = [
    { key: 'files', title: t('list.files'), show: row => filesOf(row) || t('list.noFiles') },
    { key: 'status', title: t('list.state'), show: row => <ImportBadge status={row.status} /> },
    { key: 'created', title: t('created'), end: true, from: 'sm', show: row => format.number(row.created) },
    { key: 'updated', title: t('updated'), end: true, from: 'sm', show: row => format.number(row.updated) },
    { key: 'rejected', title: t('rejected'), end: true, show: row => format.number(row.rejected) },
    {
      key: 'at',
      title: t('list.at'),
      from: 'sm',
      show: row => {
        const at = row.startedAt ?? row.createdAt
        return at ? <When at={at} /> : '—'
      },
    },
    { key: 'by', title: t('list.by'), from: 'lg', show: row => row.by?.name ?? '—' },
  ]
  const none = !list.isPending && itemsOf(list).length === 0
  return (
    <>
      <PageHeader title={t('title')} />
      <Text c="dimmed" maw={680} mb="md">
        {t('intro')}
      </Text>
      <DropZone upload={upload} />
      {(!none || list.error) && (
        <Box mt="xl">
          <Title order={2} fz={16} mb="sm">
            {t('list.title')}
          </Title>
          <DataList
            label={t('list.title')}
            columns={columns}
            list={list}
            rowKey={row => row.id}
            to={row => `/import/${row.id}`}
            empty={null}
          />
        </Box>
      )}
    </>
  )
}

const colors: Record<ImportStatus, string> = {
  draft: 'gray',
  running: 'brand',
  paused: 'yellow',
  done: 'teal',
  cancelled: 'gray',
}

/** The state of an import in a word. */
export function ImportBadge({ status }: { status: ImportStatus }) {
  const { t } = useTranslation('import')
  return <Badge color={colors[status]}>{t(`status.${status}`)}</Badge>
}

function filesOf(row: ImportRun): string {
  return (row.files ?? []).map(file => file.filename).join(', ')
}
