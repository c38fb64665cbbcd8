import { Button, Card, Group, Progress, SimpleGrid, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconDownload, IconLayoutKanban, IconPlayerPlay } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { cancelImport, type ImportDetail, reportQuery, reportUrl, resumeImport } from '../../api/imports.ts'
import { ConfirmButton } from '../../components/ConfirmButton.tsx'
import { itemsOf } from '../../components/DataList.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { useFormat } from '../../components/format.ts'
import { Notice } from '../../components/Notice.tsx'
import { Figure } from './PreviewStep.tsx'
import { Problems } from './Problems.tsx'
import { StepButtons } from './StepButtons.tsx'

/** Steps 4 and 5: the import at work, and what came of it. One may leave and come back at any time. */
export function RunStep({ run }: { run: ImportDetail }) {
  const { t } = useTranslation('import')
  const queryClient = useQueryClient()
  const act = useMutation({
    mutationFn: (verb: (id: string) => Promise<unknown>) => verb(run.id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['import', run.id], exact: true }),
  })
  const over = run.status === 'done' || run.status === 'cancelled'
  return (
    <Stack>
      <Card>
        <Group justify="space-between" align="flex-start">
          <div>
            <Title order={2} fz={18}>
              {t(`run.title.${run.status}`)}
            </Title>
            <Text c="dimmed" fz="sm">
              {run.message ??
                (run.status === 'running' && run.current
                  ? t('run.current', { name: run.current })
                  : t(`run.text.${run.status}`))}
            </Text>
          </div>
          <Group gap="xs">
            {run.status === 'running' && (
              <ConfirmButton
                question={t('run.cancelQuestion')}
                verb={t('run.cancel')}
                loading={act.isPending}
                onConfirm={() => act.mutate(cancelImport)}
              >
                {t('run.cancel')}
              </ConfirmButton>
            )}
            {(run.status === 'paused' || run.status === 'cancelled') && (
              <Button
                leftSection={<IconPlayerPlay size={16} />}
                loading={act.isPending}
                onClick={() => act.mutate(resumeImport)}
              >
                {t('run.resume')}
              </Button>
            )}
          </Group>
        </Group>
        <Bar run={run} />
        <Totals run={run} />
        {act.error && <ErrorCard error={act.error} />}
      </Card>
      {over && <Report run={run} />}
    </Stack>
  )
}

function Bar({ run }: { run: ImportDetail }) {
  const { t } = useTranslation('import')
  const format = useFormat()
  const percent =
    run.total > 0 ? Math.min(100, (run.done / run.total) * 100) : run.status === 'done' ? 100 : 0
  return (
    <>
      <Progress.Root size={14} radius="xl" mt="md">
        <Progress.Section
          value={percent}
          color={run.status === 'done' ? 'teal' : 'brand'}
          animated={run.status === 'running'}
          aria-label={t('run.progress')}
        />
      </Progress.Root>
      <Text fz="sm" mt={6} className="tabular" aria-live="polite">
        {t('run.rows', { done: format.number(run.done), total: format.number(run.total) })}
      </Text>
    </>
  )
}

function Totals({ run }: { run: ImportDetail }) {
  const { t } = useTranslation('import')
  const format = useFormat()
  return (
    <Group gap="xl" mt="sm">
      <Figure label={t('created')} value={format.number(run.created)} />
      <Figure label={t('updated')} value={format.number(run.updated)} />
      <Figure label={t('rejected')} value={format.number(run.rejected)} bad={run.rejected > 0} />
      {run.noted !== undefined && <Figure label={t('noted')} value={format.number(run.noted)} />}
    </Group>
  )
}

function Report({ run }: { run: ImportDetail }) {
  const { t } = useTranslation('import')
  const report = useInfiniteQuery(reportQuery(run.id))
  const rows = itemsOf(report)
  const total = report.data?.pages[0]?.total ?? rows.length
  return (
    <>
      <Card component="section">
        <Group justify="space-between" mb="sm">
          <Title order={2} fz={16}>
            {t('report.title')}
          </Title>
          <Button
            component="a"
            href={reportUrl(run.id)}
            download
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            {t('report.download')}
          </Button>
        </Group>
        {report.error ? (
          <ErrorCard error={report.error} retry={report.refetch} />
        ) : report.isPending ? (
          <Skeleton height={120} />
        ) : rows.length === 0 ? (
          <Notice color="teal">{t('report.clean')}</Notice>
        ) : (
          <Problems problems={rows} total={total} label={t('report.title')} withFile />
        )}
      </Card>
      <SimpleGrid cols={1}>
        <StepButtons>
          <Button component={Link} to="/import" variant="default">
            {t('report.another')}
          </Button>
          <Button component={Link} to="/deals" leftSection={<IconLayoutKanban size={16} />}>
            {t('report.board')}
          </Button>
        </StepButtons>
      </SimpleGrid>
    </>
  )
}
