import { Alert, Anchor, Button, Group, Stack, Text, UnstyledButton } from '@mantine/core'
import {
  IconAlertTriangle,
  IconChecklist,
  IconExclamationCircle,
  IconPlus,
  IconRobot,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { dealTasksQuery } from '../../api/tasks.ts'
import type { Deal, TaskRow } from '../../api/types.ts'
import { Due, span } from '../../components/Due.tsx'
import { useFormat } from '../../components/format.ts'
import { PersonAvatar } from '../../components/PersonAvatar.tsx'
import { TaskWork } from '../../components/task/TaskWork.tsx'
import classes from './deal.module.css'
import { QuickTodo } from './QuickTodo.tsx'

/** What the deal needs now: a task with its form, a wait with its end, a problem with its cure, or, as a warning, nothing. */
export function Now({ deal }: { deal: Deal }) {
  const { data: tasks } = useQuery(dealTasksQuery(deal.id))
  const open = tasks?.filter(task => (task.status ?? 'open') === 'open') ?? []
  const preferred = deal.next?.type === 'task' ? deal.next.id : undefined
  const [chosen, setChosen] = useState<string>()
  const current = open.find(task => task.id === chosen) ?? open.find(task => task.id === preferred) ?? open[0]
  const others = open.filter(task => task !== current)

  return (
    <Stack gap="sm">
      {deal.next?.type === 'incident' && <Incident deal={deal} text={deal.next.text} />}
      {current && <TaskWork key={current.id} id={current.id} insideDeal />}
      {others.map(task => (
        <OtherTask key={task.id} task={task} onOpen={() => setChosen(task.id)} />
      ))}
      {!current && deal.next?.type === 'wait' && <Waiting next={deal.next} />}
      {!current && deal.next === null && deal.status === 'open' && tasks && <Nothing deal={deal} />}
    </Stack>
  )
}

function OtherTask({ task, onOpen }: { task: TaskRow; onOpen: () => void }) {
  return (
    <UnstyledButton className={classes.other} onClick={onOpen}>
      <IconChecklist size={17} stroke={1.7} />
      <Text component="span" fw={550} style={{ flex: 1 }} truncate>
        {task.name}
      </Text>
      {task.due && (
        <Text component="span" fz="sm">
          <Due at={task.due} />
        </Text>
      )}
      {task.assignee && <PersonAvatar name={task.assignee.name} size={20} />}
    </UnstyledButton>
  )
}

function Waiting({ next }: { next: Extract<Deal['next'], { type: 'wait' }> }) {
  const { t, i18n } = useTranslation('deal')
  const format = useFormat()
  const left = next.until ? new Date(next.until).getTime() - Date.now() : 0
  return (
    <div className={classes.waiting}>
      <IconRobot size={20} stroke={1.7} />
      <div>
        <Text fw={600}>{next.name ?? t('waitsFor', { what: next.text })}</Text>
        {next.name && next.name !== next.text && <Text fz="sm">{t('waitsFor', { what: next.text })}</Text>}
        {next.until && (
          <Text fz="sm" c="dimmed">
            {t('until', { moment: format.moment(next.until) })}
            {left > 0 && ` · ${t('left', { time: span(left, i18n.language) })}`}
          </Text>
        )}
      </div>
    </div>
  )
}

function Incident({ deal, text }: { deal: Deal; text: string }) {
  const { t } = useTranslation('deal')
  const running = deal.processes.find(process => process.status === 'running') ?? deal.processes[0]
  return (
    <Alert color="red" variant="light" icon={<IconExclamationCircle />} title={t('stuck')}>
      <Text c="var(--mantine-color-text)">{text}</Text>
      {running && (
        <Anchor
          component={Link}
          to={`/instances/${running.instance}`}
          fz="sm"
          mt={6}
          display="inline-block"
          underline="always"
        >
          {t('seeProblem')}
        </Anchor>
      )}
    </Alert>
  )
}

function Nothing({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deal')
  const [adding, setAdding] = useState(false)
  return (
    <Alert color="yellow" variant="light" icon={<IconAlertTriangle />} title={t('noNext')}>
      <Text c="var(--mantine-color-text)">{t('noNextText')}</Text>
      {adding ? (
        <QuickTodo deal={deal} onDone={() => setAdding(false)} />
      ) : (
        <Group mt="sm">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={15} />}
            onClick={() => setAdding(true)}
          >
            {t('addTodo')}
          </Button>
        </Group>
      )}
    </Alert>
  )
}
