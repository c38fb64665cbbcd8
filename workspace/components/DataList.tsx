import { Button, Center, Skeleton, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import classes from './DataList.module.css'
import { ErrorCard } from './ErrorCard.tsx'

export interface Column<T> {
  key: string
  title: string
  show(row: T): ReactNode
  /** Numbers stand at the end of their cell. */
  end?: boolean
  /** Left out on a phone (`sm`), or already on a small laptop (`lg`). */
  from?: 'sm' | 'lg'
  width?: number | string
}

/** What a paged query says, as far as a list needs it (`useInfiniteQuery` fits). */
export interface Listed<T> {
  data?: { pages: { items: T[]; total?: number }[] }
  error: unknown
  isPending: boolean
  hasNextPage?: boolean
  isFetchingNextPage?: boolean
  fetchNextPage?(): unknown
  refetch?(): unknown
}

interface Props<T> {
  /** What the list holds, for those who hear it. */
  label: string
  columns: Column<T>[]
  list: Listed<T>
  rowKey(row: T): string
  /** Where a row leads. The first column carries the link, the whole row takes the click. */
  to?(row: T): string
  /** Key of the row that is open beside the list. */
  current?: string
  /** Shown instead of the table when there is nothing. */
  empty: ReactNode
}

/** Every list of the office: a real table with real links, its skeleton, its error, its empty state, its next page. */
export function DataList<T>({ label, columns, list, rowKey, to, current, empty }: Props<T>) {
  const { t } = useTranslation('common')
  const rows = itemsOf(list)
  if (list.error && rows.length === 0) return <ErrorCard error={list.error} retry={list.refetch} />
  if (!list.isPending && rows.length === 0) return empty
  return (
    <>
      <div className={classes.frame}>
        <table className={classes.table} aria-label={label} aria-busy={list.isPending}>
          <thead>
            <tr>
              {columns.map(column => (
                <th key={column.key} scope="col" className={classOf(column)} style={{ width: column.width }}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {list.isPending
              ? placeholders.map(row => <SkeletonRow key={row} columns={columns} />)
              : rows.map(row => (
                  <Row
                    key={rowKey(row)}
                    row={row}
                    columns={columns}
                    to={to?.(row)}
                    current={rowKey(row) === current}
                  />
                ))}
          </tbody>
        </table>
      </div>
      {list.hasNextPage && (
        <Center mt="md">
          <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage?.()}>
            {t('more')}
          </Button>
        </Center>
      )}
      {list.error !== null && list.error !== undefined && rows.length > 0 && (
        <Text c="var(--baton-late)" fz="sm" mt="xs" role="alert">
          {String((list.error as Error).message)}
        </Text>
      )}
    </>
  )
}

/** A paged query as one list. */
export function itemsOf<T>(list: Pick<Listed<T>, 'data'>): T[] {
  return list.data?.pages.flatMap(page => page.items) ?? []
}

/** A list that is there at once, for `DataList`. */
export function listedOf<T>(query: {
  data?: T[]
  error: unknown
  isPending: boolean
  refetch?(): unknown
}): Listed<T> {
  return { ...query, data: query.data && { pages: [{ items: query.data }] } }
}

interface RowProps<T> {
  row: T
  columns: Column<T>[]
  to?: string
  current: boolean
}

function Row<T>({ row, columns, to, current }: RowProps<T>) {
  // The filters of the list stay in the address while a row is open beside it.
  const { search } = useLocation()
  return (
    <tr className={to ? classes.row : undefined} aria-current={current || undefined}>
      {columns.map((column, index) => (
        <td key={column.key} className={classOf(column)}>
          {index === 0 && to ? (
            <Link to={{ pathname: to, search }} className={classes.link}>
              {column.show(row)}
            </Link>
          ) : (
            column.show(row)
          )}
        </td>
      ))}
    </tr>
  )
}

function SkeletonRow<T>({ columns }: { columns: Column<T>[] }) {
  return (
    <tr>
      {columns.map((column, index) => (
        <td key={column.key} className={classOf(column)}>
          <Skeleton height={14} width={index === 0 ? '60%' : '40%'} my={4} />
        </td>
      ))}
    </tr>
  )
}

const placeholders = ['1', '2', '3', '4', '5', '6', '7', '8']

const hides = { sm: classes.wide, lg: classes.widest }

function classOf<T>({ end, from }: Column<T>): string | undefined {
  return [end && classes.end, from && hides[from]].filter(Boolean).join(' ') || undefined
}
