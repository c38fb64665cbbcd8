import { Button, Group, Modal, Radio, Select, Stack, Switch, Text, TextInput } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { teamsQuery } from '../../api/people.ts'
import { useSession } from '../../api/session.ts'
import type { Role, User } from '../../api/types.ts'
import { addUser, changeUser, inviteAgain } from '../../api/users.ts'
import { CopyField } from '../../components/CopyField.tsx'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { Notice } from '../../components/Notice.tsx'
import { type Draft, useDraft } from '../../components/useDraft.ts'
import { roles } from './roles.ts'

interface Values {
  name: string
  email: string
  role: Role
  teamId: string
  active: boolean
}

/** Invites a colleague, or changes what one may do. The link of an invitation is shown once. */
export function UserDialog({ user, onClose }: { user?: User; onClose(): void }) {
  const { t } = useTranslation(['users', 'common'])
  const draft = useDraft<Values>(user ? null : 'user.new', {
    name: user?.name ?? '',
    email: user?.email ?? '',
    role: user?.role ?? 'manager',
    teamId: user?.teams[0]?.id ?? '',
    active: user?.active ?? true,
  })
  const [link, setLink] = useState<string>()
  return (
    <Modal
      opened
      onClose={onClose}
      title={user ? t('editOne', { name: user.name }) : t('invite')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common:close') }}
    >
      {link ? (
        <Invitation name={draft.value.name} link={link} onClose={onClose} />
      ) : (
        <UserForm user={user} draft={draft} onLink={setLink} onClose={onClose} />
      )}
    </Modal>
  )
}

function Invitation({ name, link, onClose }: { name: string; link: string; onClose(): void }) {
  const { t } = useTranslation(['users', 'common'])
  return (
    <Stack>
      <Text>{t('link.text', { name })}</Text>
      <CopyField label={t('link.label')} value={link} />
      <Text fz="sm" c="dimmed">
        {t('link.once')}
      </Text>
      <Group justify="flex-end">
        <Button onClick={onClose}>{t('common:close')}</Button>
      </Group>
    </Stack>
  )
}

interface FormProps {
  user: User | undefined
  draft: Draft<Values>
  /** There is no mail server: the invitation is handed on by its link. */
  onLink(link: string): void
  onClose(): void
}

function UserForm({ user, draft, onLink, onClose }: FormProps) {
  const { t } = useTranslation(['users', 'common'])
  const { user: me, config } = useSession()
  const { save, again } = useSaving({ user, draft, onLink, onClose })
  const self = user?.id === me.id
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Fields user={user} self={self} draft={draft} />
        {!user && !config.mailConfigured && <Notice color="brand">{t('noMail')}</Notice>}
        {(save.error || again.error) && <ErrorCard error={save.error ?? again.error} />}
        <Group justify="space-between">
          {user?.active && !self ? (
            <Button variant="subtle" loading={again.isPending} onClick={() => again.mutate()}>
              {t('inviteAgain')}
            </Button>
          ) : (
            <span />
          )}
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('common:cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {user ? t('common:save') : t('inviteVerb')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}

function useSaving({ user, draft, onLink, onClose }: FormProps) {
  const { t } = useTranslation(['users', 'common'])
  const queryClient = useQueryClient()
  const { name, email, role, teamId, active } = draft.value
  const show = (message: string) => notifications.show({ message, color: 'teal' })
  const save = useMutation({
    mutationFn: () =>
      user
        ? changeUser(user.id, { name, email, role, teamId: teamId || null, active, version: user.version })
        : addUser({ name, email, role, ...(teamId && { teamId }), invite: true }),
    onSuccess: saved => {
      draft.forget()
      if (saved.inviteLink) return onLink(saved.inviteLink)
      show(t(user ? 'common:saved' : 'invitationSent', { email }))
      onClose()
    },
    onSettled: () => {
      void queryClient.invalidateQueries({ queryKey: ['users'] })
      void queryClient.invalidateQueries({ queryKey: ['teams'] })
    },
  })
  const again = useMutation({
    mutationFn: () => inviteAgain(user!.id),
    onSuccess: saved => {
      if (saved.inviteLink) onLink(saved.inviteLink)
      else show(t('invitationSent', { email }))
    },
  })
  return { save, again }
}

function Fields({ user, self, draft }: { user: User | undefined; self: boolean; draft: Draft<Values> }) {
  const { t } = useTranslation(['users', 'common'])
  const { data: teams } = useQuery(teamsQuery)
  const values = draft.value
  const set = (change: Partial<Values>) => draft.change({ ...values, ...change })
  return (
    <>
      <Group grow align="flex-start">
        <TextInput
          label={t('name')}
          value={values.name}
          onChange={event => set({ name: event.currentTarget.value })}
          required
          data-autofocus
        />
        <TextInput
          label={t('email')}
          type="email"
          value={values.email}
          onChange={event => set({ email: event.currentTarget.value })}
          required
        />
      </Group>
      <Radio.Group
        label={t('role')}
        value={values.role}
        onChange={role => set({ role: role as Role })}
        description={self ? t('ownRole') : undefined}
      >
        <Stack gap={6} mt={6}>
          {roles.map(role => (
            <Radio
              key={role}
              value={role}
              disabled={self}
              label={t(`common:role.${role}`)}
              description={t(`roleText.${role}`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <Select
        label={t('team')}
        description={t('teamText')}
        data={(teams ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={values.teamId || null}
        onChange={teamId => set({ teamId: teamId ?? '' })}
        clearable
        clearButtonProps={{ 'aria-label': t('common:clear') }}
        searchable
      />
      {user && (
        <Switch
          label={t('mayIn')}
          description={t('mayInText')}
          checked={values.active}
          disabled={self}
          onChange={event => set({ active: event.currentTarget.checked })}
        />
      )}
    </>
  )
}
