import { Alert, Anchor, Badge, Button, Group, Skeleton, Stack, Text, ThemeIcon } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconCheck, IconChecklist, IconClock, IconCopy } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { useSession } from '../../api/session.ts'
import { taskQuery } from '../../api/tasks.ts'
import type { Task, TaskRow } from '../../api/types.ts'
import { Due, urgencyOf } from '../Due.tsx'
import { ErrorCard } from '../ErrorCard.tsx'
import { Money } from '../Money.tsx'
import { When } from '../When.tsx'
import { readDraft } from './drafts.ts'
import { TaskActions } from './TaskActions.tsx'
import { TaskTrail } from './TaskTrail.tsx'
import classes from './TaskWork.module.css'

// The date pickers weigh more than the rest of the card.
const TaskForm = lazy(async () => ({ default: (await import('./TaskForm.tsx')).TaskForm }))

interface Props {
  id: string
  /** Without the frame, where the page itself is the frame. */
  plain?: boolean
  /** Leaves out the link to the deal, where the deal itself surrounds it. */
  insideDeal?: boolean
  preferred?: string
  onDone?: (next?: TaskRow) => void
}

/** One task to work on: what is asked, until when, the form, the answers, and what each of them leads to. */
export function TaskWork({ id, plain, insideDeal, preferred, onDone }: Props) {
  const { t } = useTranslation('tasks')
  const { data: task, error, refetch } = useQuery(taskQuery(id))
  const queryClient = useQueryClient()
  const { config } = useSession()

  if (error) return <ErrorCard error={error} title={t('notLoaded')} retry={refetch} />
  if (!task) return <TaskSkeleton />
  const done = task.status !== 'open'
  const currency = task.deal?.currency ?? config.currency

  function finish(outcome: string, next?: TaskRow) {
    void queryClient.invalidateQueries({ queryKey: ['tasks'] })
    void queryClient.invalidateQueries({ queryKey: ['deals'] })
    void queryClient.invalidateQueries({ queryKey: ['task', id] })
    if (task?.deal) void queryClient.invalidateQueries({ queryKey: ['deal', task.deal.id] })
    notifications.show({
      color: 'teal',
      icon: <IconCheck size={18} />,
      title: t('completed', { task: task?.name }),
      message: outcome,
    })
    onDone?.(next)
  }

  return (
    <article className={plain ? classes.plain : classes.card} aria-label={task.name}>
      <Stack gap="md">
        <TaskHead task={task} insideDeal={insideDeal} />
        {task.documentation && <Text style={{ whiteSpace: 'pre-wrap' }}>{task.documentation}</Text>}
        {done ? (
          <Finished task={task} />
        ) : (
          <>
            <TaskActions task={task} />
            {task.canComplete ? (
              <Suspense fallback={<Skeleton h={120} />}>
                <TaskForm
                  key={task.id}
                  task={task}
                  currency={currency}
                  preferred={preferred}
                  onDone={(outcome, next) => finish(outcome.name, next)}
                  onStale={refetch}
                />
              </Suspense>
            ) : (
              <NotYours task={task} />
            )}
          </>
        )}
        <TaskTrail task={task} />
      </Stack>
    </article>
  )
}

function TaskHead({ task, insideDeal }: { task: Task; insideDeal?: boolean }) {
  const { t } = useTranslation('tasks')
  const company = typeof task.deal?.company === 'object' ? task.deal.company.name : task.deal?.company
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
      <Group gap="sm" wrap="nowrap" align="flex-start">
        <ThemeIcon variant="light" size={32} mt={1}>
          <IconChecklist size={18} stroke={1.7} />
        </ThemeIcon>
        <div>
          <Text component="h2" fz="lg" fw={650} m={0} lh={1.35}>
            {task.name}
          </Text>
          <Text fz="sm" c="dimmed">
            {task.process ? t('inProcess', { process: task.process.name }) : t('todo')}
            {task.assignee && ` · ${task.assignee.name}`}
            {task.delegatedBy && ` · ${t('delegatedBy', { name: task.delegatedBy.name })}`}
          </Text>
          {task.deal && !insideDeal && (
            <Text fz="sm">
              <Anchor component={Link} to={`/deals/${task.deal.id}`} fz="sm">
                {[company, task.deal.title].filter(Boolean).join(' · ')}
              </Anchor>
              {typeof task.deal.amount === 'number' && task.deal.currency && (
                <>
                  {' · '}
                  <Money value={task.deal.amount} currency={task.deal.currency} />
                </>
              )}
            </Text>
          )}
        </div>
      </Group>
      {task.due && task.status === 'open' && (
        <Badge
          size="lg"
          radius="xl"
          color={badgeColours[urgencyOf(task.due)]}
          leftSection={<IconClock size={13} />}
          fz={12}
          style={{ flex: 'none' }}
        >
          <Due at={task.due} />
        </Badge>
      )}
    </Group>
  )
}

const badgeColours = { late: 'red', today: 'orange', tomorrow: 'gray', later: 'gray' }

/** Who finished it and how; what I had typed meanwhile is still here to copy. */
function Finished({ task }: { task: Task }) {
  const { t } = useTranslation('tasks')
  const draft = Object.entries(readDraft(task.id)).filter(([, value]) => value !== null && value !== '')
  const label = (key: string) => task.form.find(field => field.key === key)?.label ?? key
  const outcome = task.outcomes.find(({ id }) => id === task.outcome)?.name
  const text = draft.map(([key, value]) => `${label(key)}: ${String(value)}`).join('\n')
  return (
    <Alert color={task.status === 'completed' ? 'teal' : 'gray'} variant="light" className={classes.stale}>
      <Text>
        {task.completedBy
          ? t(`finished.${task.status}By`, { name: task.completedBy.name })
          : t(`finished.${task.status}`)}
        {outcome && ` · ${outcome}`}
        {task.completedAt && (
          <>
            {' · '}
            <When at={task.completedAt} />
          </>
        )}
      </Text>
      {draft.length > 0 && (
        <>
          <Text fw={600} mt="sm">
            {t('finished.yours')}
          </Text>
          <dl>
            {draft.map(([key, value]) => (
              <div key={key} style={{ display: 'contents' }}>
                <dt>{label(key)}</dt>
                <dd>{String(value)}</dd>
              </div>
            ))}
          </dl>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconCopy size={14} />}
            onClick={() => navigator.clipboard?.writeText(text)}
          >
            {t('finished.copy')}
          </Button>
        </>
      )}
    </Alert>
  )
}

function NotYours({ task }: { task: Task }) {
  const { t } = useTranslation('tasks')
  return (
    <Alert color="gray" variant="light">
      {task.canClaim
        ? t('claimFirst')
        : task.delegatedBy && task.canResolve
          ? t('resolveFirst', { name: task.delegatedBy.name })
          : task.assignee
            ? t('withSomebody', { name: task.assignee.name })
            : t('notForYou')}
    </Alert>
  )
}

function TaskSkeleton() {
  return (
    <Stack gap="sm" aria-busy>
      <Skeleton h={28} w="60%" />
      <Skeleton h={16} w="40%" />
      <Skeleton h={90} />
      <Skeleton h={36} w={160} ms="auto" />
    </Stack>
  )
}
