import { Group } from '@mantine/core'
import { type ColumnDef, createColumnHelper } from '@tanstack/react-table'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import type { DealRow, Pipeline } from '../../../api/types.ts'
import { aboutOf } from '../../../components/about.ts'
import { span } from '../../../components/Due.tsx'
import { useFormat } from '../../../components/format.ts'
import { PersonAvatar } from '../../../components/PersonAvatar.tsx'
import { NextStepLine } from '../board/NextStepLine.tsx'
import { colourOf } from '../board/stageColours.ts'
import classes from '../DealsPage.module.css'

/** The table's columns; the ids of sortable ones are what the server sorts by. */
export function useColumns(pipeline: Pipeline): ColumnDef<DealRow>[] {
  const { t, i18n } = useTranslation('deals')
  const format = useFormat()
  return useMemo(() => {
    const { accessor, display } = createColumnHelper<DealRow>()
    const columns = [
      accessor('title', {
        header: t('table.deal'),
        cell: ({ row }) => <DealCell deal={row.original} pipeline={pipeline} />,
        meta: { width: '20%', sorts: true },
      }),
      accessor('stage', {
        header: t('table.stage'),
        cell: ({ getValue }) => <StageCell stage={getValue()} pipeline={pipeline} />,
        meta: { width: '15%', wide: true },
      }),
      accessor('amount', {
        header: t('table.amount'),
        cell: ({ row: { original: deal } }) => (
          <span className="tabular">
            {deal.amount === null ? '–' : format.money(deal.amount, deal.currency)}
          </span>
        ),
        meta: { width: '12%', end: true, sorts: true },
      }),
      display({
        id: 'owner',
        header: t('table.owner'),
        cell: ({ row: { original: deal } }) => <OwnerCell deal={deal} />,
        meta: { width: '14%', wide: true },
      }),
      accessor('stageSince', {
        header: t('table.days'),
        cell: ({ getValue }) => span(format.daysSince(getValue()) * 86_400_000, i18n.language, 'day'),
        meta: { width: '8%', end: true, sorts: true, wide: true },
      }),
      display({
        id: 'next',
        header: t('table.next'),
        cell: ({ row: { original: deal } }) => (
          <NextStepLine
            next={deal.next}
            kind={deal.status === 'open' ? 'open' : 'won'}
            words={{ t, language: i18n.language, format }}
          />
        ),
        meta: { wide: true },
      }),
      accessor('expectedClose', {
        header: t('table.close'),
        cell: ({ row: { original: deal } }) => {
          const date = deal.closedAt ?? deal.expectedClose
          return date ? <span title={format.day(date)}>{format.nearDay(date)}</span> : '–'
        },
        meta: { width: '10%', end: true, sorts: true, wide: true },
      }),
    ]
    return columns as ColumnDef<DealRow>[]
  }, [t, i18n.language, format, pipeline])
}

function DealCell({ deal, pipeline }: { deal: DealRow; pipeline: Pipeline }) {
  const { search } = useLocation()
  return (
    <>
      <Link to={{ pathname: `/deals/${deal.id}`, search }} className={classes.rowLink}>
        {deal.company?.name ?? deal.title}
      </Link>
      {deal.company && <div className={classes.sub}>{aboutOf(deal)}</div>}
      <div className={`${classes.sub} ${classes.narrow}`}>
        <StageCell stage={deal.stage} pipeline={pipeline} />
      </div>
    </>
  )
}

function StageCell({ stage, pipeline }: { stage: string; pipeline: Pipeline }) {
  const index = pipeline.stages.findIndex(candidate => candidate.key === stage)
  const found = pipeline.stages[index]
  return (
    <span className={classes.stage} style={{ '--stage': found ? colourOf(found, index) : 'gray' }}>
      {found?.name ?? stage}
    </span>
  )
}

function OwnerCell({ deal }: { deal: DealRow }) {
  const owner = deal.owners[0]
  if (!owner) return '–'
  return (
    <Group gap={7} wrap="nowrap">
      <PersonAvatar name={owner.name} size={22} silent />
      <span className={classes.sub}>{owner.name}</span>
    </Group>
  )
}
