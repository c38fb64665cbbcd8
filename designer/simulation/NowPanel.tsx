import { Alert, Button, Card, Group, JsonInput, Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Effect, Incident, Json, Subscription, Timer } from '#engine/pure.ts'
import type { Catalogue } from '../catalogue.ts'
import type { Texts } from '../i18n/texts.ts'
import { momentIn } from './clock.ts'
import { sampleOutput } from './sample.ts'
import { act, finishJob, type Simulation, skipTo } from './simulation.ts'
import { TaskCard } from './TaskCard.tsx'
import type { Playing } from './usePlaying.ts'

interface Props {
  simulation: Simulation
  playing: Playing
  catalogue: Catalogue
  t: Texts
}

/** What could happen next: tasks to do, time to pass, messages to come, failures to cure. */
export function NowPanel({ simulation, playing, catalogue, t }: Props) {
  const { instance, tasks, jobs, calls } = simulation
  const ended = instance.status !== 'running'
  const shared = { simulation, playing, t }
  return (
    <Stack gap="sm">
      <Title order={2} fz="md">
        {t('test.next')}
      </Title>
      {ended && <Alert color="teal">{t(`test.ended.${instance.status}`)}</Alert>}
      {instance.incidents.map(incident => (
        <IncidentCard key={incident.id} incident={incident} {...shared} />
      ))}
      {tasks.map(task => (
        <TaskCard key={task.id} task={task} {...shared} />
      ))}
      {jobs.map(job => (
        <JobCard key={job.id} job={job} catalogue={catalogue} {...shared} />
      ))}
      {calls.map(call => (
        <CallCard key={call.id} call={call} {...shared} />
      ))}
      {[...instance.timers]
        .sort((a, b) => a.due.localeCompare(b.due))
        .map(timer => (
          <TimerCard key={timer.id} timer={timer} {...shared} />
        ))}
      {instance.subscriptions.map(subscription => (
        <SubscriptionCard key={subscription.id} subscription={subscription} {...shared} />
      ))}
    </Stack>
  )
}

type Shared = Pick<Props, 'simulation' | 'playing' | 't'>

function Plain({ title, note, children }: { title: string; note?: string; children: ReactNode }) {
  return (
    <Card padding="sm">
      <Text fw={600}>{title}</Text>
      {note && (
        <Text c="dimmed" fz="sm">
          {note}
        </Text>
      )}
      <Group gap="xs" mt={8}>
        {children}
      </Group>
    </Card>
  )
}

const nameOf = (simulation: Simulation, node: string | undefined) =>
  (node && simulation.process.nodes[node]?.name) || node || ''

function TimerCard({ timer, simulation, playing, t }: Shared & { timer: Timer }) {
  const moment = momentIn(simulation.data, timer.due, t)
  return (
    <Plain title={nameOf(simulation, timer.node)} note={t('test.dueAt', { moment })}>
      <Button size="xs" variant="light" onClick={() => playing.play(now => skipTo(now, timer.id))}>
        {t('test.skip')}
      </Button>
    </Plain>
  )
}

function SubscriptionCard({ subscription, simulation, playing, t }: Shared & { subscription: Subscription }) {
  const [payload, setPayload] = useState('{}')
  const title = nameOf(simulation, subscription.node)
  const { id, node } = subscription
  if (subscription.kind === 'condition') {
    return (
      <Plain title={title} note={t('test.condition', { condition: subscription.name })}>
        <Button
          size="xs"
          variant="light"
          onClick={() => playing.play(now => act(now, { type: 'checkConditions' }, node))}
        >
          {t('test.check')}
        </Button>
      </Plain>
    )
  }
  const type = subscription.kind === 'signal' ? 'deliverSignal' : 'deliverMessage'
  const send = () => playing.play(now => act(now, { type, subscription: id, payload: parsed(payload) }, node))
  return (
    <Plain title={title} note={t(`test.${subscription.kind}`, { name: subscription.name })}>
      <JsonInput
        size="xs"
        w="100%"
        autosize
        minRows={1}
        value={payload}
        onChange={setPayload}
        aria-label={t('test.payload')}
        formatOnBlur
      />
      <Button size="xs" variant="light" disabled={parsed(payload) === undefined} onClick={send}>
        {t('test.deliver')}
      </Button>
    </Plain>
  )
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

function JobCard({ job, simulation, playing, catalogue, t }: Shared & { job: Effect; catalogue: Catalogue }) {
  if (job.type !== 'runJob') return null
  const { connector } = job.job
  const known = catalogue.connectors.find(one => one.type === connector)
  const fail = { type: 'failJob', effect: job.id, code: 'test', message: t('test.failed') } as const
  return (
    <Plain
      title={nameOf(simulation, job.node)}
      note={t.or(`connector.${connector}`, known?.title ?? connector)}
    >
      <Button
        size="xs"
        variant="light"
        onClick={() => playing.play(now => finishJob(now, job, sampleOutput(connector, known?.output)))}
      >
        {t('test.succeed')}
      </Button>
      <Button
        size="xs"
        variant="subtle"
        color="red"
        onClick={() => playing.play(now => act(now, fail, job.node))}
      >
        {t('test.fail')}
      </Button>
    </Plain>
  )
}

function CallCard({ call, simulation, playing, t }: Shared & { call: Effect }) {
  if (call.type !== 'startProcess' || !call.token) return null
  const token = call.token
  const end = {
    type: 'endChild',
    token,
    instance: call.id,
    ended: { type: 'completed', variables: {} },
  } as const
  return (
    <Plain title={nameOf(simulation, call.node)} note={t('test.calls', { process: call.key })}>
      <Button size="xs" variant="light" onClick={() => playing.play(now => act(now, end, call.node))}>
        {t('test.childDone')}
      </Button>
    </Plain>
  )
}

function IncidentCard({ incident, simulation, playing, t }: Shared & { incident: Incident }) {
  return (
    <Alert color="red" title={nameOf(simulation, incident.node)}>
      <Text fz="sm">{t.say(incident.message)}</Text>
      {incident.cure && (
        <Text fz="sm" c="dimmed">
          {t.say(incident.cure)}
        </Text>
      )}
      <Button
        size="xs"
        mt="xs"
        variant="default"
        onClick={() =>
          playing.play(now => act(now, { type: 'retryIncident', incident: incident.id }, incident.node))
        }
      >
        {t('test.retry')}
      </Button>
    </Alert>
  )
}
