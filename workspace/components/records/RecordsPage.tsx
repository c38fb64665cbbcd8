import { Button, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useParams } from 'react-router'
import { type RecordKind, type RecordKinds, recordsQuery } from '../../api/records.ts'
import { useCan } from '../../api/session.ts'
import { DataList, itemsOf } from '../DataList.tsx'
import { EmptyState } from '../EmptyState.tsx'
import { useFormat } from '../format.ts'
import { PageBody } from '../PageBody.tsx'
import { PageHeader } from '../PageHeader.tsx'
import { SearchField } from '../SearchField.tsx'
import { useSearchState } from '../useSearchState.ts'
import type { Kind } from './kind.ts'
import { RecordSheet } from './RecordSheet.tsx'

const filters = { q: '' }

/** A list of companies, contacts or products with a search, and one of them opened beside it. */
export function RecordsPage<K extends RecordKind>({ of }: { of: Kind<K> }) {
  const { t } = useTranslation([of.kind, 'records', 'common'])
  const { id } = useParams()
  const { search } = useLocation()
  const format = useFormat()
  const mayWrite = useCan()('deals.write')
  const [filter, change] = useSearchState(filters)
  const list = useInfiniteQuery(recordsQuery(of.kind, filter.q))
  const total = list.data?.pages[0]?.total
  const add = mayWrite && (
    <Button
      component={Link}
      to={{ pathname: `/${of.kind}/new`, search }}
      leftSection={<IconPlus size={16} />}
    >
      {t('new')}
    </Button>
  )
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        beside={
          total !== undefined &&
          itemsOf(list).length > 0 && (
            <Text c="dimmed" className="tabular">
              {format.number(total)}
            </Text>
          )
        }
        actions={
          <>
            <SearchField label={t('search')} value={filter.q} onChange={q => change({ q })} />
            {add}
          </>
        }
      />
      <DataList<RecordKinds[K]>
        label={t('title')}
        columns={of.columns}
        list={list}
        rowKey={row => row.id}
        to={row => `/${of.kind}/${row.id}`}
        current={id}
        empty={
          <EmptyState
            icon={of.icon}
            title={filter.q ? t('records:nothing', { q: filter.q }) : t('empty.title')}
            text={filter.q ? t('records:nothingText') : t('empty.text')}
            action={filter.q ? undefined : add}
          />
        }
      />
      <RecordSheet of={of} id={id} />
    </PageBody>
  )
}
