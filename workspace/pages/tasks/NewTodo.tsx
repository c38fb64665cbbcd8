import { Alert, Modal, Select, Stack, TextInput } from '@mantine/core'
import { DateTimePicker } from '@mantine/dates'
import { DialogButtons } from '../../components/DialogButtons.tsx'
import '@mantine/dates/styles.css'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usersQuery } from '../../api/people.ts'
import { useSession } from '../../api/session.ts'
import { addTodo } from '../../api/tasks.ts'
import { messageOf } from '../../components/ErrorCard.tsx'

interface Props {
  onClose: () => void
}

/** A to-do of one's own, without a process. */
export default function NewTodo({ onClose }: Props) {
  const { t } = useTranslation('tasks')
  const { user } = useSession()
  const users = useQuery(usersQuery)
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [assignee, setAssignee] = useState<string | null>(user.id)
  const [due, setDue] = useState<string | null>(null)
  const add = useMutation({
    mutationFn: () =>
      addTodo({
        name: name.trim(),
        assignee: assignee ?? undefined,
        due: due ? new Date(due).toISOString() : undefined,
      }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['tasks'] })
      notifications.show({ color: 'teal', message: t('created') })
      onClose()
    },
  })
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('newTitle')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form
        onSubmit={event => {
          event.preventDefault()
          if (name.trim()) add.mutate()
        }}
      >
        <Stack gap="sm">
          <TextInput
            label={t('what')}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
            required
            data-autofocus
          />
          <Select
            label={t('who')}
            data={
              users.data
                ?.filter(({ active }) => active)
                .map(({ id, name: who }) => ({ value: id, label: who })) ?? []
            }
            value={assignee}
            onChange={setAssignee}
            searchable
          />
          <DateTimePicker label={t('due')} value={due} onChange={setDue} clearable />
          {add.error && (
            <Alert color="red" variant="light" role="alert" title={t('notCreated')}>
              {messageOf(add.error)}
            </Alert>
          )}
          <DialogButtons onCancel={onClose} verb={t('create')} loading={add.isPending} />
        </Stack>
      </form>
    </Modal>
  )
}
