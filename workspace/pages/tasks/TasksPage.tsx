import { Button, SegmentedControl, Switch } from '@mantine/core'
import { useHotkeys, useMediaQuery } from '@mantine/hooks'
import { IconArrowLeft, IconHandFinger, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate, useParams } from 'react-router'
import { tasksQuery } from '../../api/tasks.ts'
import type { TaskRow, TaskView } from '../../api/types.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SearchField } from '../../components/SearchField.tsx'
import { TaskWork } from '../../components/task/TaskWork.tsx'
import { useSearchState } from '../../components/useSearchState.ts'
import { TaskList } from './TaskList.tsx'
import classes from './TasksPage.module.css'

const NewTodo = lazy(() => import('./NewTodo.tsx'))

const views: TaskView[] = ['mine', 'team', 'unassigned', 'done']
const search = { view: 'mine', q: '', overdue: false }

/** What people have to do: the list on one side, the task with its form on the other; on a phone one after the other. */
export default function TasksPage() {
  const { t } = useTranslation('tasks')
  const { id } = useParams()
  const navigate = useNavigate()
  const { search: query } = useLocation()
  const [state, change] = useSearchState(search)
  const [adding, setAdding] = useState(false)
  const view = views.find(candidate => candidate === state.view) ?? 'mine'
  const tasks = useInfiniteQuery(tasksQuery({ view, q: state.q || undefined, overdue: state.overdue }))
  const rows = useMemo(() => tasks.data?.pages.flatMap(page => page.items) ?? [], [tasks.data])
  const counts = tasks.data?.pages[0]?.counts
  const wide = useMediaQuery('(min-width: 62em)', window.innerWidth > 992)
  const open = (row: TaskRow | undefined) =>
    void navigate({ pathname: row ? `/tasks/${encodeURIComponent(row.id)}` : '/tasks', search: query })

  // On a wide screen something is always open; on a phone the list comes first.
  const firstId = rows[0]?.id
  useEffect(() => {
    if (wide && !id && firstId) {
      void navigate({ pathname: `/tasks/${encodeURIComponent(firstId)}`, search: query }, { replace: true })
    }
  }, [wide, id, firstId, navigate, query])

  const step = (by: number) => {
    const at = rows.findIndex(row => row.id === id)
    const next = rows[Math.min(Math.max(at + by, 0), rows.length - 1)]
    if (next) open(next)
  }
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
    ['c', () => document.querySelector<HTMLElement>('[data-claim]')?.click()],
  ])

  /** The process's own next task, else the next one in the list. */
  const goOn = (next?: TaskRow) => {
    const at = rows.findIndex(row => row.id === id)
    open(next ?? rows[at + 1] ?? rows[at - 1])
  }

  return (
    <div className={classes.page}>
      <div className={classes.head} hidden={!wide && id !== undefined}>
        <PageHeader
          title={t('title')}
          beside={
            <SegmentedControl
              value={view}
              onChange={next =>
                void navigate({ pathname: '/tasks', search: next === 'mine' ? '' : `?view=${next}` })
              }
              data={views.map(value => ({
                value,
                label: labelOf(t(`views.${value}`), countOf(counts, value)),
              }))}
              aria-label={t('label')}
            />
          }
          actions={
            <>
              <Switch
                label={t('overdueOnly')}
                checked={state.overdue}
                onChange={event => change({ overdue: event.currentTarget.checked })}
              />
              <SearchField label={t('search')} value={state.q} onChange={q => change({ q })} w={190} />
              <Button variant="default" leftSection={<IconPlus size={16} />} onClick={() => setAdding(true)}>
                {t('new')}
              </Button>
            </>
          }
        />
      </div>
      <div className={classes.split}>
        {(wide || !id) && (
          <TaskList
            view={view}
            rows={rows}
            query={tasks}
            selected={id}
            filtered={state.q !== '' || state.overdue}
            onClear={() => change({ q: '', overdue: false })}
          />
        )}
        {(id || (wide && rows.length > 0)) && (
          <section className={classes.work} aria-live="off">
            {!wide && (
              <Button
                variant="subtle"
                size="xs"
                leftSection={<IconArrowLeft size={15} />}
                onClick={() => open(undefined)}
                mb="sm"
              >
                {t('back')}
              </Button>
            )}
            {id ? (
              <div className={classes.sheet}>
                <TaskWork key={id} id={id} plain onDone={goOn} />
              </div>
            ) : (
              rows.length > 0 && (
                <EmptyState icon={IconHandFinger} title={t('choose')} text={t('chooseText')} />
              )
            )}
          </section>
        )}
      </div>
      {adding && (
        <Suspense>
          <NewTodo onClose={() => setAdding(false)} />
        </Suspense>
      )}
    </div>
  )
}

function countOf(counts: { mine: number; team: number; unassigned: number } | undefined, view: TaskView) {
  return view === 'done' ? undefined : counts?.[view]
}

function labelOf(name: string, count?: number): string {
  return count ? `${name} ${count}` : name
}
