import { Button, Group, TextInput } from '@mantine/core'
import { DateInput } from '@mantine/dates'
import '@mantine/dates/styles.css'
import { notifications } from '@mantine/notifications'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/session.ts'
import { addTodo } from '../../api/tasks.ts'
import type { Deal } from '../../api/types.ts'
import { messageOf } from '../../components/ErrorCard.tsx'

/** A to-do for this deal: what and until when. */
export function QuickTodo({ deal, onDone }: { deal: Deal; onDone: () => void }) {
  const { t } = useTranslation('deal')
  const { user } = useSession()
  const queryClient = useQueryClient()
  const [name, setName] = useState('')
  const [due, setDue] = useState<string | null>(null)
  const add = useMutation({
    mutationFn: () =>
      addTodo({
        name: name.trim(),
        dealId: deal.id,
        assignee: deal.owners[0]?.id ?? user.id,
        due: due ? new Date(`${due}T18:00:00`).toISOString() : undefined,
      }),
    onError: error => notifications.show({ color: 'red', title: t('todoFailed'), message: messageOf(error) }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ['tasks'] })
      void queryClient.invalidateQueries({ queryKey: ['deals'] })
      void queryClient.invalidateQueries({ queryKey: ['deal', deal.id] })
      onDone()
    },
  })
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (name.trim()) add.mutate()
      }}
    >
      <Group mt="sm" align="flex-end" gap="xs">
        <TextInput
          label={t('todo')}
          value={name}
          onChange={event => setName(event.currentTarget.value)}
          style={{ flex: 1 }}
          required
          autoFocus
        />
        <DateInput label={t('todoDue')} value={due} onChange={setDue} clearable w={140} />
        <Button type="submit" loading={add.isPending}>
          {t('common:add')}
        </Button>
      </Group>
    </form>
  )
}
