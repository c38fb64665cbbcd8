import { Anchor, Badge, Button, Progress, SegmentedControl, Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconPlayerPlay, IconPlayerStop, IconVersions } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate, useParams } from 'react-router'
import {
  actOnMigration,
  type Migration,
  type MigrationResult,
  migrationQuery,
  migrationResultsQuery,
} from '../../api/migrations.ts'
import { ConfirmButton } from '../../components/ConfirmButton.tsx'
import { type Column, DataList } from '../../components/DataList.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorCard, messageOf } from '../../components/ErrorCard.tsx'
import { Notice } from '../../components/Notice.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { When } from '../../components/When.tsx'
import { StatusBadge } from './StatusBadge.tsx'

/** One migration: how far it is, what became of each instance; stop, go on, take back. */
export default function MigrationPage() {
  const { t } = useTranslation('migration')
  const id = useParams().id!
  const { data, error, refetch } = useQuery(migrationQuery(id))
  return (
    <PageBody>
      {data ? (
        <Found migration={data} />
      ) : (
        <>
          <PageHeader title={t('title')} />
          {error ? <ErrorCard error={error} retry={refetch} /> : <Skeleton height={200} />}
        </>
      )}
    </PageBody>
  )
}

const colors = { pending: 'gray', moved: 'teal', refused: 'red' }

function Found({ migration }: { migration: Migration }) {
  const { t } = useTranslation('migration')
  const queryClient = useQueryClient()
  const { id, process, from, to, counts, status } = migration
  const [state, setState] = useState<MigrationResult['state'] | 'all'>('all')
  const results = useInfiniteQuery(migrationResultsQuery(id, state === 'all' ? undefined : state))
  const done = counts.moved + counts.refused
  // The list follows the figures above it.
  useEffect(() => {
    if (done >= 0) void queryClient.invalidateQueries({ queryKey: ['migrations', id, 'results'] })
  }, [done, id, queryClient])
  const share = (count: number) => (counts.total === 0 ? 0 : (100 * count) / counts.total)
  const columns: Column<MigrationResult>[] = [
    {
      key: 'instance',
      title: t('instance'),
      show: row => (
        <Anchor component={Link} to={`/instances/${row.instance}`} fz="sm">
          {row.instance}
        </Anchor>
      ),
    },
    {
      key: 'state',
      title: t('result'),
      show: row => <Badge color={colors[row.state]}>{t(`state.${row.state}`)}</Badge>,
    },
    { key: 'reason', title: t('why'), from: 'sm', show: row => row.reason ?? '' },
    { key: 'at', title: t('when'), from: 'sm', show: row => row.at && <When at={row.at} exact /> },
  ]
  return (
    <>
      <PageHeader
        title={t(migration.rollbackOf ? 'run.back' : 'run.title', { name: process.name, from, to })}
        beside={<StatusBadge status={status} />}
        actions={<Actions migration={migration} />}
        note={
          <Text c="dimmed" fz="sm">
            <When at={migration.createdAt} exact />
            {migration.by && ` · ${migration.by.name}`}
            {migration.rollbackOf && (
              <>
                {' · '}
                <Anchor
                  component={Link}
                  to={`/migrations/${migration.rollbackOf}`}
                  underline="always"
                  fz="sm"
                >
                  {t('run.original')}
                </Anchor>
              </>
            )}
          </Text>
        }
      />
      <Stack mt="sm">
        {migration.message && <Notice color="orange">{migration.message}</Notice>}
        <div role="status">
          <Text mb={6}>
            {t('run.progress', { ...counts, done })}
            {counts.refused > 0 && ` ${t('run.refused', { count: counts.refused, version: from })}`}
          </Text>
          <Progress.Root size="lg" aria-hidden>
            <Progress.Section value={share(counts.moved)} color="teal" />
            <Progress.Section value={share(counts.refused)} color="red" />
          </Progress.Root>
        </div>
        <SegmentedControl
          value={state}
          onChange={next => setState(next as typeof state)}
          data={(['all', 'moved', 'refused', 'pending'] as const).map(value => ({
            value,
            label: t(`state.${value}`),
          }))}
          style={{ alignSelf: 'flex-start' }}
        />
        <DataList
          label={t('result')}
          columns={columns}
          list={results}
          rowKey={row => row.instance}
          empty={<EmptyState icon={IconVersions} title={t('state.none')} />}
        />
      </Stack>
    </>
  )
}

function Actions({ migration: { id, status, counts, from, rollbackOf } }: { migration: Migration }) {
  const { t } = useTranslation('migration')
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const act = useMutation({
    mutationFn: (verb: 'cancel' | 'resume' | 'rollback') => actOnMigration(id, verb),
    onSuccess: after => {
      void queryClient.invalidateQueries({ queryKey: ['migrations'] })
      if (after.id !== id) void navigate(`/migrations/${after.id}`)
    },
    onError: error => notifications.show({ message: messageOf(error), color: 'red', autoClose: 10_000 }),
  })
  return (
    <>
      {status === 'running' && (
        <ConfirmButton
          leftSection={<IconPlayerStop size={16} />}
          question={t('run.stopQuestion')}
          verb={t('run.stop')}
          loading={act.isPending}
          onConfirm={() => act.mutate('cancel')}
        >
          {t('run.stop')}
        </ConfirmButton>
      )}
      {(status === 'cancelled' || status === 'paused') && counts.pending > 0 && (
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          loading={act.isPending}
          onClick={() => act.mutate('resume')}
        >
          {t('run.goOn')}
        </Button>
      )}
      {status !== 'running' && !rollbackOf && counts.moved > 0 && (
        <ConfirmButton
          question={t('run.backQuestion', { count: counts.moved, from })}
          verb={t('run.takeBack')}
          loading={act.isPending}
          onConfirm={() => act.mutate('rollback')}
        >
          {t('run.takeBack')}
        </ConfirmButton>
      )}
    </>
  )
}
