import { Anchor, Button, Group, Select, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconVersions } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { processChoicesQuery } from '../../api/instances.ts'
import { checkMigration, proposalQuery, startMigration, type Wanted } from '../../api/migrations.ts'
import { versionsQuery } from '../../api/processes.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { Notice } from '../../components/Notice.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { useSearchState } from '../../components/useSearchState.ts'
import { ConfirmMigration } from './ConfirmMigration.tsx'
import { Earlier } from './Earlier.tsx'
import { Forecasts } from './Forecasts.tsx'
import { type Plan, PlanTable } from './PlanTable.tsx'

const choice = { process: '', from: 0, to: 0, instance: '' }

/** Which process, from which version to which; what becomes what; what would happen; then the job. */
export default function NewMigrationPage() {
  const { t } = useTranslation('migration')
  const [chosen, choose] = useSearchState(choice)
  const { data: processes } = useQuery(processChoicesQuery)
  const versions = useQuery({ ...versionsQuery(chosen.process), enabled: chosen.process !== '' })
  const sorted = [...(versions.data ?? [])].sort((a, b) => b.version - a.version)
  const option = ({ version, running, comment }: (typeof sorted)[number]) => ({
    value: String(version),
    label: [t('versionN', { version }), running ? t('running', { count: running }) : undefined, comment]
      .filter(Boolean)
      .join(' · '),
  })
  const ready = chosen.process !== '' && chosen.from > 0 && chosen.to > 0 && chosen.from !== chosen.to
  return (
    <PageBody>
      <PageHeader title={t('title')} note={<Text c="dimmed">{t('intro')}</Text>} />
      <Stack gap="lg" mt="sm">
        <Group align="flex-end">
          <Select
            label={t('process')}
            data={(processes ?? []).map(({ key, name }) => ({ value: key, label: name }))}
            value={chosen.process || null}
            onChange={process => choose({ process: process ?? '', from: 0, to: 0, instance: '' })}
            searchable
            w={{ base: '100%', sm: 280 }}
          />
          <Select
            label={t('from')}
            data={sorted.map(option)}
            value={chosen.from ? String(chosen.from) : null}
            onChange={from => choose({ from: Number(from ?? 0), instance: '' })}
            disabled={sorted.length === 0}
            w={{ base: '100%', sm: 280 }}
          />
          <Select
            label={t('to')}
            data={sorted.filter(({ version }) => version !== chosen.from).map(option)}
            value={chosen.to ? String(chosen.to) : null}
            onChange={to => choose({ to: Number(to ?? 0) })}
            disabled={sorted.length < 2}
            w={{ base: '100%', sm: 280 }}
          />
        </Group>
        {chosen.instance && (
          <Notice p="xs">
            {t('onlyOne')}{' '}
            <Anchor component={Link} to={`/instances/${chosen.instance}`} underline="always">
              {chosen.instance}
            </Anchor>
            {'. '}
            <Anchor
              component="button"
              type="button"
              underline="always"
              onClick={() => choose({ instance: '' })}
            >
              {t('takeAll')}
            </Anchor>
          </Notice>
        )}
        {versions.error && <ErrorCard error={versions.error} retry={versions.refetch} />}
        {sorted.length === 1 && <Text c="dimmed">{t('oneVersion')}</Text>}
        {ready ? (
          <Planning key={`${chosen.process}/${chosen.from}/${chosen.to}/${chosen.instance}`} {...chosen} />
        ) : (
          <EmptyState icon={IconVersions} title={t('empty.title')} text={t('empty.text')} />
        )}
        <Earlier process={chosen.process || undefined} />
      </Stack>
    </PageBody>
  )
}

interface Props {
  process: string
  from: number
  to: number
  instance: string
}

function Planning({ process, from, to, instance }: Props) {
  const { t } = useTranslation('migration')
  const proposal = useQuery(proposalQuery(process, from, to))
  const [plan, setPlan] = useState<Plan>({ nodes: {}, renew: [] })
  const [asking, ask] = useState(false)
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { data } = proposal
  // What only the names tell is proposed, and may be changed like everything else.
  const named = Object.fromEntries(
    (data?.steps ?? []).flatMap(step => (step.by === 'name' && step.to ? [[step.node, step.to]] : [])),
  )
  const wanted: Wanted = {
    process,
    from,
    to,
    nodes: { ...named, ...plan.nodes },
    renew: plan.renew,
    ...(instance && { instances: [instance] }),
  }
  const check = useMutation({ mutationFn: () => checkMigration(wanted) })
  const start = useMutation({
    mutationFn: () => startMigration(wanted),
    onSuccess: ({ id }) => {
      void queryClient.invalidateQueries({ queryKey: ['migrations'] })
      void navigate(`/migrations/${id}`)
    },
  })
  const change = (next: Plan) => {
    setPlan(next)
    check.reset()
  }
  if (proposal.error) return <ErrorCard error={proposal.error} retry={proposal.refetch} />
  if (!data) return <Skeleton height={240} />
  if (data.running === 0) return <Text c="dimmed">{t('nothingRuns', { version: from })}</Text>
  return (
    <Stack gap="lg">
      <section>
        <Title order={2} fz={16} mb={4}>
          {t('plan.title')}
        </Title>
        <Text c="dimmed" fz="sm" mb="sm">
          {t('plan.text')}
        </Text>
        <PlanTable proposal={data} plan={{ ...plan, nodes: { ...named, ...plan.nodes } }} onChange={change} />
      </section>
      <section>
        <Group mb="sm">
          <Button
            variant={check.data ? 'default' : 'filled'}
            loading={check.isPending}
            onClick={() => check.mutate()}
          >
            {t('check.verb')}
          </Button>
          {check.data && check.data.fit > 0 && (
            <Button onClick={() => ask(true)}>{t('start.verb', { count: check.data.fit })}</Button>
          )}
          {!check.data && (
            <Text fz="sm" c="dimmed">
              {t('check.text')}
            </Text>
          )}
        </Group>
        {check.error && <ErrorCard error={check.error} />}
        {start.error && <ErrorCard error={start.error} title={t('start.failed')} />}
        {check.data && <Forecasts total={check.data.total} fit={check.data.fit} items={check.data.items} />}
      </section>
      {asking && check.data && (
        <ConfirmMigration
          fit={check.data.fit}
          stay={check.data.items.length - check.data.fit}
          from={from}
          to={to}
          onClose={() => ask(false)}
          onConfirm={() => start.mutate()}
        />
      )}
    </Stack>
  )
}
