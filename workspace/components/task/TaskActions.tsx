import { Button, Group, Popover, Select } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowBackUp, IconHandGrab, IconUserShare } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usersQuery } from '../../api/people.ts'
import { useSession } from '../../api/session.ts'
import { assignTask, claimTask, releaseTask } from '../../api/tasks.ts'
import type { Task } from '../../api/types.ts'
import { messageOf } from '../ErrorCard.tsx'

/** Taking a task, giving it back, handing it on. */
export function TaskActions({ task }: { task: Task }) {
  const { t } = useTranslation('tasks')
  const { user } = useSession()
  const claim = useTaskChange(task, () => claimTask(task.id))
  const release = useTaskChange(task, () => releaseTask(task.id))
  const mine = task.assignee?.id === user.id
  const mayHandOn = mine || task.canComplete || task.canAssign
  if (!mine && !mayHandOn && !task.canClaim) return null
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
      {mine && (
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
      {mayHandOn && <HandOn task={task} />}
    </Group>
  )
}

function HandOn({ task }: { task: Task }) {
  const { t } = useTranslation('tasks')
  const [open, setOpen] = useState(false)
  const { data: users } = useQuery({ ...usersQuery, enabled: open })
  const assign = useTaskChange(task, (userId: string) => assignTask(task.id, userId))
  return (
    <Popover opened={open} onChange={setOpen} width={280} position="bottom-start" trapFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconUserShare size={15} />}
          onClick={() => setOpen(!open)}
          loading={assign.isPending}
        >
          {t('assign')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Select
          label={t('assignTo')}
          data={users?.filter(user => user.active).map(user => ({ value: user.id, label: user.name })) ?? []}
          searchable
          data-autofocus
          nothingFoundMessage={t('nobody')}
          comboboxProps={{ withinPortal: false }}
          onChange={userId => {
            setOpen(false)
            if (userId) assign.mutate(userId)
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
    mutationFn: change,
    onError: error => notifications.show({ color: 'red', title: t('notChanged'), message: messageOf(error) }),
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['task', task.id] })
      void queryClient.invalidateQueries({ queryKey: ['tasks'] })
    },
  })
}
