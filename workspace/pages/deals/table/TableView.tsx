import { Button, Group, Select, UnstyledButton, useMatches } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconFilterOff } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type ColumnDef, flexRender, getCoreRowModel, useReactTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type BoardFilter, dealsQuery } from '../../../api/deals.ts'
import type { DealRow, Pipeline } from '../../../api/types.ts'
import { EmptyState } from '../../../components/EmptyState.tsx'
import { ErrorCard } from '../../../components/ErrorCard.tsx'
import { useFormat } from '../../../components/format.ts'
import { useSearchState } from '../../../components/useSearchState.ts'
import classes from '../DealsPage.module.css'
import { useColumns } from './useColumns.tsx'

interface Props {
  filter: BoardFilter
  pipeline: Pipeline
  stage: string
  onStage: (stage: string) => void
}

const search = { sort: '' }

/** Deals as rows: sorted by the server, drawn only where the eye is, fetched as it comes near. */
export default function TableView({ filter, pipeline, stage, onStage }: Props) {
  const { t } = useTranslation('deals')
  const format = useFormat()
  const [{ sort }, change] = useSearchState(search)
  const query = useInfiniteQuery(
    dealsQuery({ ...filter, stage: stage || undefined, sort: sort || undefined }),
  )
  const rows = useMemo(() => query.data?.pages.flatMap(page => page.items) ?? [], [query.data])
  const columns = useColumns(pipeline)
  const table = useReactTable({
    data: rows,
    columns,
    getCoreRowModel: getCoreRowModel(),
    getRowId: row => row.id,
  })
  const total = query.data?.pages[0]?.total

  if (query.error) return <ErrorCard error={query.error} title={t('notLoaded')} retry={query.refetch} />
  return (
    <>
      <Group px={20} pb="xs" gap="sm">
        <Select
          aria-label={t('table.stage')}
          placeholder={t('table.allStages')}
          data={pipeline.stages.map(({ key, name }) => ({ value: key, label: name }))}
          value={stage || null}
          onChange={key => onStage(key ?? '')}
          clearable
          size="xs"
          w={190}
        />
        {total !== undefined && (
          <span>{t('table.count', { count: total, total: format.number(total) })}</span>
        )}
      </Group>
      {rows.length === 0 && !query.isPending ? (
        <EmptyState icon={IconFilterOff} title={t('table.empty')} text={t('table.emptyText')} />
      ) : (
        <Rows
          table={table}
          sort={sort}
          onSort={next => change({ sort: next })}
          more={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : undefined}
          loading={query.isFetching}
        />
      )}
    </>
  )
}

interface RowsProps {
  table: ReturnType<typeof useReactTable<DealRow>>
  sort: string
  onSort: (sort: string) => void
  more?: () => void
  loading: boolean
}

const rowHeight = 46
const narrowRowHeight = 66

function Rows({ table, sort, onSort, more, loading }: RowsProps) {
  const { t } = useTranslation('deals')
  const scroller = useRef<HTMLDivElement>(null)
  const rows = table.getRowModel().rows
  const narrow = useMatches({ base: true, sm: false })
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? narrowRowHeight : rowHeight),
    overscan: 12,
  })
  const shown = virtual.getVirtualItems()
  const width = table.getAllLeafColumns().length
  const last = shown.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last >= rows.length - 15) more()
  }, [last, rows.length, more])
  const before = shown[0]?.start ?? 0
  const after = virtual.getTotalSize() - (shown.at(-1)?.end ?? 0)

  return (
    <section
      className={classes.table}
      ref={scroller}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      aria-label={t('title')}
      aria-busy={loading}
    >
      <table aria-rowcount={rows.length}>
        <thead>
          {table.getHeaderGroups().map(group => (
            <tr key={group.id}>
              {group.headers.map(header => (
                <Head
                  key={header.id}
                  column={header.column.columnDef}
                  id={header.id}
                  sort={sort}
                  onSort={onSort}
                >
                  {flexRender(header.column.columnDef.header, header.getContext())}
                </Head>
              ))}
            </tr>
          ))}
        </thead>
        <tbody>
          {before > 0 && <Gap height={before} span={width} />}
          {shown.map(({ index }) => {
            const row = rows[index]!
            return (
              <tr key={row.id} data-row aria-rowindex={index + 1}>
                {row.getVisibleCells().map(cell => (
                  <td key={cell.id} className={classOf(cell.column.columnDef)}>
                    {flexRender(cell.column.columnDef.cell, cell.getContext())}
                  </td>
                ))}
              </tr>
            )
          })}
          {after > 0 && <Gap height={after} span={width} />}
        </tbody>
      </table>
      {more && (
        <div className={classes.loadingRow}>
          <Button variant="subtle" size="xs" onClick={more}>
            {t('common:more')}
          </Button>
        </div>
      )}
    </section>
  )
}

interface HeadProps {
  id: string
  column: ColumnDef<DealRow>
  sort: string
  onSort: (sort: string) => void
  children: ReactNode
}

function Head({ id, column, sort, onSort, children }: HeadProps) {
  const { end, sorts, width, wide } = metaOf(column)
  const direction = sort === id ? 'ascending' : sort === `-${id}` ? 'descending' : undefined
  const next = direction === 'descending' ? id : direction === 'ascending' ? '' : `-${id}`
  return (
    <th
      aria-sort={direction}
      style={{ '--width': width }}
      scope="col"
      className={wide ? classes.wide : undefined}
    >
      {sorts ? (
        <UnstyledButton className={classes.sort} data-end={end || undefined} onClick={() => onSort(next)}>
          {children}
          {direction === 'ascending' && <IconArrowUp size={14} aria-hidden />}
          {direction === 'descending' && <IconArrowDown size={14} aria-hidden />}
        </UnstyledButton>
      ) : (
        <div className={classes.sort} data-end={end || undefined}>
          {children}
        </div>
      )}
    </th>
  )
}

function Gap({ height, span }: { height: number; span: number }) {
  return (
    <tr aria-hidden>
      <td colSpan={span} style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}

/** What our columns say of themselves beyond the library's own fields. */
export interface ColumnMeta {
  width?: string
  end?: boolean
  sorts?: boolean
  /** Left out on a phone. */
  wide?: boolean
}

function classOf(column: ColumnDef<DealRow>): string {
  const { end, wide } = metaOf(column)
  return [end && classes.end, wide && classes.wide].filter(Boolean).join(' ')
}

function metaOf(column: ColumnDef<DealRow>): ColumnMeta {
  return (column.meta ?? {}) as ColumnMeta
}
