import { Anchor, Badge, Button, Grid, Group, Skeleton, Stack, Tabs, Text } from '@mantine/core'
import {
  IconBraces,
  IconHistory,
  IconPlayerPause,
  IconPlayerPlay,
  IconRotate,
  IconVersions,
  IconWeight,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { ProcessPicture } from '#designer'
import { cancelInstance, instanceQuery, resumeInstance, suspendInstance } from '../../api/instances.ts'
import { useCan } from '../../api/session.ts'
import type { Instance } from '../../api/types.ts'
import { dealName } from '../../components/about.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { useFormat } from '../../components/format.ts'
import { InstanceBadge } from '../../components/InstanceBadge.tsx'
import { Notice } from '../../components/Notice.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { When } from '../../components/When.tsx'
import { type Drawing, readDrawing } from './drawing.ts'
import { History } from './History.tsx'
import { IncidentCard } from './IncidentCard.tsx'
import type { Moment } from './playback.ts'
import { ReasonDialog } from './ReasonDialog.tsx'
import { RestartDialog } from './RestartDialog.tsx'
import { useInstanceAction } from './useInstanceAction.ts'
import { Variables } from './Variables.tsx'
import { Waits } from './Waits.tsx'

/** Where is it and why: one running or finished process, from the drawing down to the last step. */
export default function InstancePage() {
  const { t } = useTranslation('instance')
  const id = useParams().id!
  const { data, error, refetch } = useQuery(instanceQuery(id))
  return (
    <PageBody>
      {data ? (
        <Found instance={data} />
      ) : (
        <>
          <PageHeader title={t('title')} />
          {error ? <ErrorCard error={error} retry={refetch} /> : <Placeholder />}
        </>
      )}
    </PageBody>
  )
}

function Found({ instance }: { instance: Instance }) {
  const { t } = useTranslation('instance')
  const drawing = useMemo(() => readDrawing(instance.xml), [instance.xml])
  const [selected, select] = useState<string | null>(null)
  const [moment, setMoment] = useState<Moment>()
  const now = {
    tokens: instance.tokens.map(token => ({ node: token.node, label: token.name })),
    visited: instance.visited,
    flows: instance.flows,
  }
  const shown = moment ?? now
  return (
    <>
      <PageHeader
        title={instance.process.name}
        beside={
          <Group gap="xs">
            <InstanceBadge status={instance.status} incidents={instance.incidents.length} />
            <Badge color="gray">{t('version', { version: instance.process.version })}</Badge>
          </Group>
        }
        actions={<Actions instance={instance} drawing={drawing} />}
        note={<About instance={instance} />}
      />
      <Stack gap="md" mt="xs">
        {instance.incidents.map(incident => (
          <IncidentCard
            key={incident.id}
            instance={instance}
            incident={incident}
            name={incident.name ?? drawing.nameOf(incident.node)}
            onShow={() => select(incident.node)}
          />
        ))}
        {instance.bulk && <Bulk {...instance.bulk} />}
        <Suspense fallback={<Skeleton height={340} radius="lg" />}>
          <div dir="ltr">
            <ProcessPicture
              xml={instance.xml}
              {...shown}
              incidents={moment ? [] : instance.incidents.map(({ node, message }) => ({ node, message }))}
              selected={moment?.about ?? selected ?? undefined}
              onSelect={select}
              height={340}
              label={t('picture', { name: instance.process.name })}
            />
          </div>
        </Suspense>
        {moment && (
          <Notice color="brand" p="xs" icon={<IconHistory size={18} />}>
            <Group justify="space-between">
              {t('history.past')}
              <Button size="compact-sm" variant="default" onClick={() => setMoment(undefined)}>
                {t('history.now')}
              </Button>
            </Group>
          </Notice>
        )}
        <Grid gap="lg">
          <Grid.Col span={{ base: 12, md: 5 }}>
            <Waits instance={instance} drawing={drawing} selected={selected} onSelect={select} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 7 }}>
            <Tabs defaultValue="history" keepMounted={false}>
              <Tabs.List>
                <Tabs.Tab value="history" leftSection={<IconHistory size={16} />}>
                  {t('history.title')}
                </Tabs.Tab>
                <Tabs.Tab value="variables" leftSection={<IconBraces size={16} />}>
                  {t('variables.title', { count: Object.keys(instance.variables).length })}
                </Tabs.Tab>
              </Tabs.List>
              <Tabs.Panel value="history" pt="sm">
                <History instance={instance} drawing={drawing} onMoment={setMoment} stepping={!!moment} />
              </Tabs.Panel>
              <Tabs.Panel value="variables" pt="sm">
                <Variables instance={instance} />
              </Tabs.Panel>
            </Tabs>
          </Grid.Col>
        </Grid>
      </Stack>
    </>
  )
}

/** It carries so much that it becomes slow, and could become too large to go on. */
function Bulk({ characters, largest }: NonNullable<Instance['bulk']>) {
  const { t } = useTranslation('instance')
  const format = useFormat()
  const parts = largest.map(one => t('bulk.part', { name: one.name, count: format.number(one.characters) }))
  return (
    <Notice color="yellow" icon={<IconWeight size={18} />} title={t('bulk.title')}>
      {t('bulk.text', { count: format.number(characters), parts: parts.join(', ') })}
    </Notice>
  )
}

function About({ instance }: { instance: Instance }) {
  const { t } = useTranslation('instance')
  return (
    <Group gap="md" c="dimmed" fz="sm" mb="sm">
      {instance.deal && (
        <Anchor component={Link} to={`/deals/${instance.deal.id}`} fz="sm" underline="always">
          {dealName(instance.deal)}
        </Anchor>
      )}
      <span>
        {t('started')} <When at={instance.startedAt} />
      </span>
      {instance.endedAt && (
        <span>
          {t('ended')} <When at={instance.endedAt} />
        </span>
      )}
      <Anchor component={Link} to={`/processes/${instance.process.key}`} fz="sm" underline="always">
        {t('drawing')}
      </Anchor>
      <Text span fz="xs" ff="monospace">
        {instance.id}
      </Text>
    </Group>
  )
}

function Actions({ instance, drawing }: { instance: Instance; drawing: Drawing }) {
  const { t } = useTranslation('instance')
  const may = useCan()('instances.operate')
  const action = useInstanceAction(instance.id)
  const [asking, ask] = useState<'suspend' | 'cancel'>()
  if (!may) return null
  if (instance.status !== 'running' && instance.status !== 'suspended')
    return <Restart instance={instance} drawing={drawing} />
  const { key, version } = instance.process
  const verbs = { suspend: suspendInstance, cancel: cancelInstance }
  return (
    <>
      <Button
        variant="default"
        component={Link}
        to={`/migrations/new?process=${encodeURIComponent(key)}&from=${version}&instance=${encodeURIComponent(instance.id)}`}
        leftSection={<IconVersions size={16} />}
      >
        {t('migrate')}
      </Button>
      {instance.status === 'running' ? (
        <Button
          variant="default"
          leftSection={<IconPlayerPause size={16} />}
          loading={action.isPending}
          onClick={() => ask('suspend')}
        >
          {t('suspend.verb')}
        </Button>
      ) : (
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          loading={action.isPending}
          onClick={() => action.mutate({ run: () => resumeInstance(instance.id), done: t('resume.done') })}
        >
          {t('resume.verb')}
        </Button>
      )}
      <Button
        variant="default"
        c="var(--baton-late)"
        loading={action.isPending}
        onClick={() => ask('cancel')}
      >
        {t('cancel.verb')}
      </Button>
      {asking && (
        <ReasonDialog
          title={t(`${asking}.title`)}
          text={t(`${asking}.question`)}
          verb={t(`${asking}.verb`)}
          grave={asking === 'cancel'}
          onClose={() => ask(undefined)}
          onConfirm={reason =>
            action.mutate({
              run: () => verbs[asking](instance.id, reason || undefined),
              done: t(`${asking}.done`),
            })
          }
        />
      )}
    </>
  )
}

/** What has ended may begin again. */
function Restart({ instance, drawing }: { instance: Instance; drawing: Drawing }) {
  const { t } = useTranslation('instance')
  const [asking, ask] = useState(false)
  return (
    <>
      <Button variant="default" leftSection={<IconRotate size={16} />} onClick={() => ask(true)}>
        {t('restart.verb')}
      </Button>
      {asking && <RestartDialog instance={instance} drawing={drawing} onClose={() => ask(false)} />}
    </>
  )
}

function Placeholder() {
  return (
    <Stack>
      <Skeleton height={20} width={360} />
      <Skeleton height={340} radius="lg" />
      <Skeleton height={120} radius="lg" />
    </Stack>
  )
}
