import { Button, Group, Popover, Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import {
  IconArrowBackUp,
  IconCheck,
  IconHandGrab,
  IconUserQuestion,
  IconUserShare,
} from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usersQuery } from '../../api/people.ts'
import { useSession } from '../../api/session.ts'
import {
  assignTask,
  changesOf,
  claimTask,
  delegateTask,
  releaseTask,
  resolveTask,
  taskQuery,
} from '../../api/tasks.ts'
import type { Task } from '../../api/types.ts'
import { messageOf } from '../ErrorCard.tsx'

/** Taking a task, giving it back, handing it on, letting somebody else do the work. */
export function TaskActions({ task }: { task: Task }) {
  const { t } = useTranslation('tasks')
  const { user } = useSession()
  const claim = useTaskChange(task, () => claimTask(task.id))
  const release = useTaskChange(task, () => releaseTask(task.id))
  const assign = useTaskChange(task, (userId: string) => assignTask(task.id, userId))
  const delegate = useTaskChange(task, (userId: string) => delegateTask(task.id, userId))
  const resolve = useTaskChange(task, () => resolveTask(task.id))
  const mine = task.assignee?.id === user.id
  const mayHandOn = task.canAssign ?? (mine || task.canComplete)
  if (!mine && !mayHandOn && !task.canClaim && !task.canResolve) return null
  return (
    <Group gap="xs">
      {task.canClaim && !mine && (
        <Button
          size="xs"
          leftSection={<IconHandGrab size={15} />}
          onClick={() => claim.mutate(undefined)}
          loading={claim.isPending}
          data-claim
        >
          {t('claim')}
        </Button>
      )}
      {task.canResolve && (
        <Button
          size="xs"
          leftSection={<IconCheck size={15} />}
          onClick={() => resolve.mutate(undefined)}
          loading={resolve.isPending}
        >
          {t(mine ? 'resolve' : 'takeBack')}
        </Button>
      )}
      {mine && !task.delegatedBy && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconArrowBackUp size={15} />}
          onClick={() => release.mutate(undefined)}
          loading={release.isPending}
        >
          {t('release')}
        </Button>
      )}
      {task.canDelegate && (
        <PickPerson
          icon={<IconUserQuestion size={15} />}
          verb={t('delegate')}
          label={t('delegateTo')}
          busy={delegate.isPending}
          onPick={delegate.mutate}
        />
      )}
      {mayHandOn && (
        <PickPerson
          icon={<IconUserShare size={15} />}
          verb={t('assign')}
          label={t('assignTo')}
          busy={assign.isPending}
          onPick={assign.mutate}
        />
      )}
    </Group>
  )
}

interface Pick {
  icon: ReactNode
  verb: string
  label: string
  busy: boolean
  onPick: (user: string) => void
}

/** A button that asks which colleague is meant. */
function PickPerson({ icon, verb, label, busy, onPick }: Pick) {
  const { t } = useTranslation('tasks')
  const [open, setOpen] = useState(false)
  const { data: users } = useQuery({ ...usersQuery, enabled: open })
  return (
    <Popover opened={open} onChange={setOpen} width={280} position="bottom-start" trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" leftSection={icon} onClick={() => setOpen(!open)} loading={busy}>
          {verb}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Select
          label={label}
          data={users?.filter(user => user.active).map(user => ({ value: user.id, label: user.name })) ?? []}
          searchable
          data-autofocus
          nothingFoundMessage={t('nobody')}
          comboboxProps={{ withinPortal: false }}
          onChange={userId => {
            setOpen(false)
            if (userId) onPick(userId)
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}

function useTaskChange<T = void>(task: Task, change: (argument: T) => Promise<Task>) {
  const { t } = useTranslation('tasks')
  const queryClient = useQueryClient()
  return useMutation({
    scope: changesOf(task.id),
    mutationFn: change,
    onSuccess: changed => queryClient.setQueryData(taskQuery(task.id).queryKey, changed),
    onError: error => notifications.show({ color: 'red', title: t('notChanged'), message: messageOf(error) }),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['task', task.id] })
      void queryClient.invalidateQueries({ queryKey: ['tasks'] })
    },
  })
}
