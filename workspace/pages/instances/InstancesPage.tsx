import { Button, Chip, Group, Select, Text } from '@mantine/core'
import { IconAlertTriangle, IconRoute, IconVersions } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { instancesQuery, processChoicesQuery } from '../../api/instances.ts'
import { useCan } from '../../api/session.ts'
import type { InstanceRow } from '../../api/types.ts'
import { dealName } from '../../components/about.ts'
import { type Column, DataList, itemsOf } from '../../components/DataList.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { InstanceBadge } from '../../components/InstanceBadge.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { useSearchState } from '../../components/useSearchState.ts'
import { When } from '../../components/When.tsx'

const filters = { process: '', status: 'running', incident: false }
const statuses = ['running', 'suspended', 'completed', 'cancelled', 'failed']

/** Every process that runs or ran: which, for what, where it stands, what went wrong. */
export default function InstancesPage() {
  const { t } = useTranslation('instances')
  const [filter, change] = useSearchState(filters)
  const may = useCan()('instances.operate')
  const { data: processes } = useQuery(processChoicesQuery)
  const list = useInfiniteQuery(
    instancesQuery({
      process: filter.process,
      status: filter.status === 'all' ? '' : filter.status,
      incident: filter.incident,
    }),
  )
  const columns: Column<InstanceRow>[] = [
    {
      key: 'process',
      title: t('process'),
      show: row => (
        <>
          {row.process.name}
          {row.deal && (
            <Text fz="sm" c="dimmed" hiddenFrom="sm">
              {dealName(row.deal)}
            </Text>
          )}
        </>
      ),
    },
    {
      key: 'deal',
      title: t('deal'),
      from: 'sm',
      show: row =>
        row.deal ? (
          dealName(row.deal)
        ) : (
          <Text span c="dimmed">
            —
          </Text>
        ),
    },
    {
      key: 'at',
      title: t('at'),
      from: 'sm',
      show: row =>
        row.at?.join(', ') || (
          <Text span c="dimmed">
            —
          </Text>
        ),
    },
    {
      key: 'status',
      title: t('state'),
      show: row => <InstanceBadge status={row.status} incidents={row.incidents} />,
    },
    { key: 'started', title: t('started'), from: 'sm', show: row => <Started at={row.startedAt} /> },
    {
      key: 'version',
      title: t('version'),
      from: 'lg',
      end: true,
      show: row => row.process.version,
    },
  ]
  const total = list.data?.pages[0]?.total
  const filtered = filter.process !== '' || filter.incident || filter.status !== 'running'
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        beside={
          total !== undefined &&
          itemsOf(list).length > 0 && <Text c="dimmed">{t('count', { count: total })}</Text>
        }
        actions={
          may && (
            <Button
              variant="default"
              component={Link}
              to={`/migrations/new${filter.process && `?process=${encodeURIComponent(filter.process)}`}`}
              leftSection={<IconVersions size={16} />}
            >
              {t('migrate')}
            </Button>
          )
        }
      />
      <Group mb="md" gap="sm">
        <Select
          aria-label={t('process')}
          placeholder={t('anyProcess')}
          data={(processes ?? []).map(({ key, name }) => ({ value: key, label: name }))}
          value={filter.process || null}
          onChange={process => change({ process: process ?? '' })}
          clearable
          clearButtonProps={{ 'aria-label': t('common:clear') }}
          searchable
          w={{ base: '100%', xs: 230 }}
        />
        <Select
          aria-label={t('state')}
          data={[
            { value: 'all', label: t('status.all') },
            ...statuses.map(value => ({ value, label: t(`status.${value}`) })),
          ]}
          value={filter.status}
          onChange={status => change({ status: status ?? 'all' })}
          allowDeselect={false}
          w={{ base: '100%', xs: 170 }}
        />
        <Chip
          checked={filter.incident}
          onChange={incident => change({ incident })}
          variant="outline"
          icon={<IconAlertTriangle size={14} />}
        >
          {t('onlyProblems')}
        </Chip>
      </Group>
      <DataList
        label={t('title')}
        columns={columns}
        list={list}
        rowKey={row => row.id}
        to={row => `/instances/${row.id}`}
        empty={
          <EmptyState
            icon={IconRoute}
            title={
              filter.incident ? t('empty.noProblems') : filtered ? t('empty.filtered') : t('empty.title')
            }
            text={
              filter.incident
                ? t('empty.noProblemsText')
                : filtered
                  ? t('empty.filteredText')
                  : t('empty.text')
            }
          />
        }
      />
    </PageBody>
  )
}

function Started({ at }: { at: string }) {
  return (
    <span style={{ whiteSpace: 'nowrap' }}>
      <When at={at} />
    </span>
  )
}
