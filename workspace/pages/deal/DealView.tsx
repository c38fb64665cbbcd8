import { Group, Skeleton, Stack, Tabs } from '@mantine/core'
import { IconFileText, IconGitBranch, IconListDetails, IconMessage2 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { dealDocumentsQuery, dealQuery } from '../../api/deals.ts'
import type { Deal } from '../../api/types.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { useSearchState } from '../../components/useSearchState.ts'
import { DealHead } from './DealHead.tsx'
import { Details } from './Details.tsx'
import { Documents } from './Documents.tsx'
import classes from './deal.module.css'
import { Now } from './Now.tsx'
import { Processes } from './Processes.tsx'
import { StageBar } from './StageBar.tsx'
import { Timeline } from './Timeline.tsx'

interface Props {
  id: string
  /** Two columns where there is room. */
  wide?: boolean
  /** Buttons of the frame around, e.g. close. */
  controls?: ReactNode
}

const search = { tab: 'timeline' }

/** A deal: where it stands, what is to be done now, what happened, what was written, which process drives it. */
export function DealView({ id, wide, controls }: Props) {
  const { t } = useTranslation('deal')
  const { data: deal, error, refetch } = useQuery(dealQuery(id))
  useEffect(() => {
    if (deal) document.title = `${deal.company?.name ?? deal.title} · Baton`
  }, [deal])

  if (error || !deal) {
    return (
      <>
        {controls && (
          <Group justify="flex-end" gap={6} mb="sm">
            {controls}
          </Group>
        )}
        {error ? <ErrorCard error={error} title={t('notLoaded')} retry={refetch} /> : <DealSkeleton />}
      </>
    )
  }
  return (
    <div className={classes.view} data-wide={wide || undefined}>
      <div className={classes.now}>
        <DealHead deal={deal} controls={controls} />
        <StageBar deal={deal} />
        <Now deal={deal} />
      </div>
      <DealTabs deal={deal} />
    </div>
  )
}

function DealTabs({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deal')
  const [{ tab }, change] = useSearchState(search)
  const documents = useQuery(dealDocumentsQuery(deal.id))
  const count = documents.data?.length
  return (
    <Tabs
      value={tab}
      onChange={next => change({ tab: next ?? 'timeline' })}
      keepMounted={false}
      className={classes.tabs}
    >
      <Tabs.List>
        <Tabs.Tab value="timeline" leftSection={<IconMessage2 size={16} stroke={1.7} />}>
          {t('tabs.timeline')}
        </Tabs.Tab>
        <Tabs.Tab value="documents" leftSection={<IconFileText size={16} stroke={1.7} />}>
          {count ? t('tabs.documentsCount', { count }) : t('tabs.documents')}
        </Tabs.Tab>
        <Tabs.Tab value="process" leftSection={<IconGitBranch size={16} stroke={1.7} />}>
          {t('tabs.process')}
        </Tabs.Tab>
        <Tabs.Tab value="details" leftSection={<IconListDetails size={16} stroke={1.7} />}>
          {t('tabs.details')}
        </Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="timeline" pt="md">
        <Timeline deal={deal} />
      </Tabs.Panel>
      <Tabs.Panel value="documents" pt="md">
        <Documents deal={deal} />
      </Tabs.Panel>
      <Tabs.Panel value="process" pt="md">
        <Processes deal={deal} />
      </Tabs.Panel>
      <Tabs.Panel value="details" pt="md">
        <Details deal={deal} />
      </Tabs.Panel>
    </Tabs>
  )
}

function DealSkeleton() {
  return (
    <Stack gap="md" aria-busy>
      <Skeleton h={26} w="55%" />
      <Skeleton h={16} w="40%" />
      <Skeleton h={8} />
      <Skeleton h={210} radius={11} />
      <Skeleton h={36} w="70%" />
      <Skeleton h={54} />
      <Skeleton h={54} />
    </Stack>
  )
}
