import { Group, Text } from '@mantine/core'
import { IconRoute } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { instancesQuery } from '../../api/instances.ts'
import type { InstanceRow, ProcessSummary } from '../../api/types.ts'
import { dealName } from '../../components/about.ts'
import { type Column, DataList } from '../../components/DataList.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { InstanceBadge } from '../../components/InstanceBadge.tsx'
import { When } from '../../components/When.tsx'
import classes from './process.module.css'
import { StartNow } from './StartNow.tsx'

/** What runs and ran of this process. */
export function InstancesTab({ process }: { process: ProcessSummary }) {
  const { t } = useTranslation('process')
  const list = useInfiniteQuery(instancesQuery({ process: process.key }))
  const columns: Column<InstanceRow>[] = [
    { key: 'deal', title: t('instances.deal'), show: row => (row.deal ? dealName(row.deal) : row.id) },
    {
      key: 'at',
      title: t('instances.at'),
      from: 'sm',
      show: row => row.at?.join(', ') || <Text span>—</Text>,
    },
    {
      key: 'status',
      title: t('instances.state'),
      show: row => <InstanceBadge status={row.status} incidents={row.incidents} />,
    },
    { key: 'started', title: t('instances.started'), from: 'sm', show: row => <When at={row.startedAt} /> },
    { key: 'version', title: t('versions.version'), from: 'lg', end: true, show: row => row.process.version },
  ]
  return (
    <div className={classes.scroll}>
      {list.data?.pages.some(page => page.items.length > 0) && (
        <Group justify="flex-end" mb="sm">
          <StartNow process={process} />
        </Group>
      )}
      <DataList
        label={t('tab.instances')}
        columns={columns}
        list={list}
        rowKey={row => row.id}
        to={row => `/instances/${encodeURIComponent(row.id)}`}
        empty={
          <EmptyState
            icon={IconRoute}
            title={t('instances.none')}
            text={t(process.version ? 'instances.noneText' : 'instances.notPublished')}
            action={<StartNow process={process} />}
          />
        }
      />
    </div>
  )
}
