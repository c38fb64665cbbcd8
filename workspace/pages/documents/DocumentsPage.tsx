import { Anchor, Text } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { documentsQuery } from '../../api/documents.ts'
import type { DocumentRow } from '../../api/types.ts'
import { type Column, DataList } from '../../components/DataList.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { useSearchState } from '../../components/useSearchState.ts'
import { When } from '../../components/When.tsx'
import { DocumentSheet } from './DocumentSheet.tsx'

const filters = { q: '' }

/** Quotations, invoices, contracts: everything printed, with its deal and its preview. */
export default function DocumentsPage() {
  const { t } = useTranslation('documents')
  const { id } = useParams()
  const [filter, change] = useSearchState(filters)
  const list = useInfiniteQuery(documentsQuery({ q: filter.q }))
  const columns: Column<DocumentRow>[] = [
    { key: 'name', title: t('name'), show: row => row.name },
    {
      key: 'deal',
      title: t('deal'),
      show: row =>
        row.deal ? (
          <Anchor component={Link} to={`/deals/${row.deal.id}`} fz="inherit">
            {row.deal.name}
          </Anchor>
        ) : (
          <Text span c="dimmed">
            —
          </Text>
        ),
    },
    { key: 'by', title: t('by'), from: 'sm', show: row => authorOf(row, t('byProcess')) },
    { key: 'at', title: t('at'), from: 'sm', show: row => <When at={row.createdAt} /> },
  ]
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        actions={<SearchField label={t('search')} value={filter.q} onChange={q => change({ q })} />}
      />
      <DataList
        label={t('title')}
        columns={columns}
        list={list}
        rowKey={row => row.id}
        to={row => `/documents/${row.id}`}
        current={id}
        empty={
          <EmptyState
            icon={IconFileText}
            title={filter.q ? t('empty.filtered', { q: filter.q }) : t('empty.title')}
            text={filter.q ? undefined : t('empty.text')}
          />
        }
      />
      <DocumentSheet id={id} />
    </PageBody>
  )
}

function authorOf(row: DocumentRow, process: string): string {
  return row.by === 'process' ? process : (row.by?.name ?? '—')
}
