import { Tooltip } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { pipelinesQuery } from '../../api/deals.ts'
import type { Deal } from '../../api/types.ts'
import { useFormat } from '../../components/format.ts'
import classes from './deal.module.css'

/** How far the deal has come: one segment a stage, those behind it filled. */
export function StageBar({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deal')
  const format = useFormat()
  const { data } = useQuery(pipelinesQuery)
  const stages = data?.find(({ key }) => key === deal.pipeline)?.stages ?? []
  const way = stages.filter(({ kind }) => kind === 'open' || kind === 'won')
  const at = way.findIndex(({ key }) => key === deal.stage)
  const here = stages.find(({ key }) => key === deal.stage)
  const lost = here?.kind === 'lost'
  return (
    <div>
      <ol
        className={classes.bar}
        aria-label={t('stages')}
        data-lost={lost || undefined}
        data-won={here?.kind === 'won' || undefined}
      >
        {way.map((stage, index) => (
          <Tooltip key={stage.key} label={stage.name}>
            <li
              data-state={lost ? 'lost' : index < at ? 'behind' : index === at ? 'here' : 'ahead'}
              aria-current={index === at ? 'step' : undefined}
            >
              <span className={classes.segment} />
              <span className={classes.segmentName}>{stage.name}</span>
            </li>
          </Tooltip>
        ))}
      </ol>
      <div className={classes.since}>
        {t('since', { date: format.day(deal.stageSince) })}
        {lost && deal.lossReason && ` · ${deal.lossReason}`}
        {deal.owners.length > 0 && ` · ${deal.owners.map(owner => owner.name).join(', ')}`}
      </div>
    </div>
  )
}
