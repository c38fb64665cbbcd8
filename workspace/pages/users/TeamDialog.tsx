import { Modal, Select, Stack, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usersQuery } from '../../api/people.ts'
import type { Team } from '../../api/types.ts'
import { addTeam, changeTeam } from '../../api/users.ts'
import { DialogButtons } from '../../components/DialogButtons.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'

/** Makes a team, or changes its name, its office, its head. */
export function TeamDialog({ team, onClose }: { team?: Team; onClose(): void }) {
  const { t } = useTranslation(['users', 'common'])
  const queryClient = useQueryClient()
  const { data: users } = useQuery(usersQuery)
  const [values, setValues] = useState({
    name: team?.name ?? '',
    office: team?.office ?? '',
    headId: team?.head?.id ?? '',
  })
  const set = (change: Partial<typeof values>) => setValues({ ...values, ...change })
  const save = useMutation({
    mutationFn: () => {
      const { name, office } = values
      const headId = values.headId || null
      return team
        ? changeTeam(team.id, { name, office, headId, version: team.version })
        : addTeam({ name, ...(office && { office }), ...(headId && { headId }) })
    },
    onSuccess: () => {
      notifications.show({ message: t('common:saved'), color: 'teal' })
      onClose()
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['teams'] })
      void queryClient.invalidateQueries({ queryKey: ['users'] })
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={team ? t('editOne', { name: team.name }) : t('newTeam')}
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <TextInput
            label={t('teamName')}
            value={values.name}
            onChange={event => set({ name: event.currentTarget.value })}
            required
            data-autofocus
          />
          <TextInput
            label={t('office')}
            value={values.office}
            onChange={event => set({ office: event.currentTarget.value })}
          />
          <Select
            label={t('head')}
            description={t('headText')}
            data={(users ?? [])
              .filter(user => user.active)
              .map(({ id, name }) => ({ value: id, label: name }))}
            value={values.headId || null}
            onChange={headId => set({ headId: headId ?? '' })}
            clearable
            clearButtonProps={{ 'aria-label': t('common:clear') }}
            searchable
          />
          {save.error && <ErrorCard error={save.error} />}
          <DialogButtons onCancel={onClose} verb={t('common:save')} loading={save.isPending} />
        </Stack>
      </form>
    </Modal>
  )
}
