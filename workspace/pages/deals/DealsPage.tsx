import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Outlet } from 'react-router'
import { type BoardFilter, pipelinesQuery } from '../../api/deals.ts'
import { useCan } from '../../api/session.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { useSearchState } from '../../components/useSearchState.ts'
import { BoardView } from './board/BoardView.tsx'
import classes from './DealsPage.module.css'
import { Filters } from './Filters.tsx'
import { NoPipeline } from './NoPipeline.tsx'

const TableView = lazy(() => import('./table/TableView.tsx'))
const Forecast = lazy(() => import('./Forecast.tsx'))
const NewDeal = lazy(() => import('./NewDeal.tsx'))
const PipelineChoice = lazy(() => import('./PipelineChoice.tsx'))

const search = { view: 'board', pipeline: '', q: '', owner: '', team: '', stage: '', new: '' }

/** Deals as a board, a table or a forecast; what is shown stands in the address. A deal opens over it. */
export default function DealsPage() {
  const { t } = useTranslation('deals')
  const can = useCan()
  const [state, change] = useSearchState(search)
  const pipelines = useQuery(pipelinesQuery)
  const pipeline = pipelines.data?.find(candidate => candidate.key === state.pipeline) ?? pipelines.data?.[0]
  const filter: BoardFilter = {
    pipeline: state.pipeline || undefined,
    q: state.q || undefined,
    owner: state.owner || undefined,
    team: state.team || undefined,
  }
  useHotkeys([['n', () => can('deals.write') && change({ new: 'true' })]])

  if (pipelines.error) return <ErrorCard error={pipelines.error} retry={pipelines.refetch} />
  if (pipelines.data?.length === 0) return <NoPipeline />
  return (
    <div className={classes.page}>
      <div className={classes.head}>
        <PageHeader
          title={t('title')}
          beside={
            <>
              {(pipelines.data?.length ?? 0) > 1 && (
                <Suspense fallback={<Skeleton w={176} h={36} />}>
                  <PipelineChoice
                    pipelines={pipelines.data ?? []}
                    value={pipeline?.key ?? null}
                    onChange={key => change({ pipeline: key, stage: '' })}
                  />
                </Suspense>
              )}
              <SegmentedControl
                value={state.view}
                onChange={view => change({ view })}
                data={['board', 'table', 'forecast'].map(view => ({
                  value: view,
                  label: t(`views.${view}`),
                }))}
                aria-label={t('view')}
              />
            </>
          }
          actions={
            <>
              <Filters value={state} onChange={change} />
              {can('deals.write') && (
                <Button leftSection={<IconPlus size={17} />} onClick={() => change({ new: 'true' })}>
                  {t('newShort')}
                </Button>
              )}
            </>
          }
        />
      </div>
      {pipeline && (
        <Suspense>
          {state.view === 'table' && (
            <TableView
              filter={{ ...filter, pipeline: pipeline.key }}
              pipeline={pipeline}
              stage={state.stage}
              onStage={stage => change({ stage })}
            />
          )}
          {state.view === 'forecast' && <Forecast filter={filter} pipeline={pipeline} />}
        </Suspense>
      )}
      {state.view === 'board' && <BoardView filter={filter} onNew={stage => change({ new: stage })} />}
      {state.new && pipeline && (
        <Suspense>
          <NewDeal pipeline={pipeline} stage={state.new} onClose={() => change({ new: '' })} />
        </Suspense>
      )}
      <Outlet />
    </div>
  )
}
