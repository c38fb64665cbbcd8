import { Button, Skeleton, Stack } from '@mantine/core'
import { IconChecks, IconFilterOff } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import type { TaskRow, TaskView } from '../../api/types.ts'
import { Due } from '../../components/Due.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { PersonAvatar } from '../../components/PersonAvatar.tsx'
import { When } from '../../components/When.tsx'
import { grouped } from './grouped.ts'
import classes from './TasksPage.module.css'

interface Props {
  view: TaskView
  rows: TaskRow[]
  query: {
    isPending: boolean
    error: Error | null
    hasNextPage: boolean
    isFetchingNextPage: boolean
    fetchNextPage: () => unknown
    refetch: () => unknown
  }
  selected?: string
  filtered: boolean
  onClear: () => void
}

/** The tasks by urgency, overdue first; only what is seen is drawn. */
export function TaskList({ view, rows, query, selected, filtered, onClear }: Props) {
  const { t } = useTranslation('tasks')
  const scroller = useRef<HTMLDivElement>(null)
  const lines = grouped(rows, view)
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => (lines[index]!.type === 'head' ? 32 : 64),
    getItemKey: index => lines[index]!.key,
    overscan: 10,
  })
  const shown = virtual.getVirtualItems()
  const last = shown.at(-1)?.index ?? 0
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && last >= lines.length - 10) fetchNextPage()
  }, [last, lines.length, hasNextPage, isFetchingNextPage, fetchNextPage])
  const at = lines.findIndex(line => line.type === 'task' && line.row.id === selected)
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' })
  }, [at, virtual])

  if (query.error) return <ErrorCard error={query.error} title={t('notLoaded')} retry={query.refetch} />
  if (query.isPending) return <ListSkeleton />
  if (rows.length === 0) return <Nothing view={view} filtered={filtered} onClear={onClear} />
  return (
    <nav className={classes.list} ref={scroller} aria-label={t('list')}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, start, key }) => {
          const line = lines[index]!
          return (
            <li key={key} style={{ transform: `translateY(${start}px)` }}>
              {line.type === 'head' ? (
                <h2 className={classes.group} data-group={line.group}>
                  {t(`group.${line.group}`)} <span>{line.count}</span>
                </h2>
              ) : (
                <Row row={line.row} view={view} selected={line.row.id === selected} />
              )}
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

function Row({ row, view, selected }: { row: TaskRow; view: TaskView; selected: boolean }) {
  const { search } = useLocation()
  const company = typeof row.deal?.company === 'object' ? row.deal.company.name : row.deal?.company
  const about = [company, row.deal?.title].filter(Boolean).join(' · ') || row.process?.name
  return (
    <Link
      to={{ pathname: `/tasks/${encodeURIComponent(row.id)}`, search }}
      className={classes.row}
      aria-current={selected ? 'true' : undefined}
      data-task={row.id}
    >
      <span className={classes.rowTop}>
        <span className={classes.rowName}>{row.name}</span>
        <span className={classes.rowDue}>
          {view === 'done'
            ? row.completedAt && <When at={row.completedAt} />
            : row.due && <Due at={row.due} />}
        </span>
      </span>
      <span className={classes.rowTop}>
        <span className={classes.rowAbout}>{about}</span>
        {view !== 'mine' && row.assignee && <PersonAvatar name={row.assignee.name} size={18} />}
      </span>
    </Link>
  )
}

function Nothing({ view, filtered, onClear }: { view: TaskView; filtered: boolean; onClear: () => void }) {
  const { t } = useTranslation('tasks')
  return (
    <div className={classes.list}>
      {filtered ? (
        <EmptyState
          icon={IconFilterOff}
          title={t('empty.filtered')}
          action={
            <Button variant="default" onClick={onClear}>
              {t('empty.clear')}
            </Button>
          }
        />
      ) : (
        <EmptyState icon={IconChecks} title={t(`empty.${view}`)} text={t(`empty.${view}Text`)} />
      )}
    </div>
  )
}

function ListSkeleton() {
  return (
    <Stack className={classes.list} gap={8} p={8} aria-busy>
      {['a', 'b', 'c', 'd', 'e', 'f'].map(key => (
        <Skeleton key={key} h={54} />
      ))}
    </Stack>
  )
}
