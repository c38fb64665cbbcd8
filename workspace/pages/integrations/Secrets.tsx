import { ActionIcon, Button, Code, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconLock, IconPencil } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { deleteSecret, putSecret, type Secret, secretsQuery } from '../../api/secrets.ts'
import { ConfirmButton } from '../../components/ConfirmButton.tsx'
import { type Column, DataList, listedOf } from '../../components/DataList.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorCard, messageOf } from '../../components/ErrorCard.tsx'
import { When } from '../../components/When.tsx'

/** Keys that processes send to other systems: named in a drawing, stored sealed, never shown again. */
export function Secrets() {
  const { t } = useTranslation(['integrations', 'common'])
  const queryClient = useQueryClient()
  const secrets = useQuery(secretsQuery)
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const valueInput = useRef<HTMLInputElement>(null)
  const settled = () => queryClient.invalidateQueries({ queryKey: ['secrets'] })
  const store = useMutation({
    mutationFn: putSecret,
    onSuccess: (_, stored) => {
      setName('')
      setValue('')
      notifications.show({ message: t('secrets.stored', stored), color: 'teal' })
    },
    onSettled: settled,
  })
  const remove = useMutation({
    mutationFn: deleteSecret,
    onError: error => notifications.show({ message: messageOf(error), color: 'red' }),
    onSettled: settled,
  })
  const replaced = secrets.data?.some(secret => secret.name === name)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    store.mutate({ name, value })
  }
  const columns: Column<Secret>[] = [
    { key: 'name', title: t('secrets.name'), show: secret => <b>{secret.name}</b> },
    {
      key: 'use',
      title: t('secrets.use'),
      from: 'sm',
      show: secret => <Code>{inDrawing(secret.name)}</Code>,
    },
    { key: 'at', title: t('secrets.changed'), from: 'sm', show: secret => <When at={secret.updatedAt} /> },
    { key: 'by', title: t('secrets.by'), from: 'lg', show: secret => secret.by ?? '—' },
    {
      key: 'acts',
      title: '',
      end: true,
      show: secret => (
        <Group gap={6} justify="flex-end" wrap="nowrap">
          <ActionIcon
            variant="default"
            size={26}
            aria-label={t('secrets.replaceOf', { name: secret.name })}
            title={t('secrets.replace')}
            onClick={() => {
              setName(secret.name)
              valueInput.current?.focus()
            }}
          >
            <IconPencil size={15} />
          </ActionIcon>
          <ConfirmButton
            size="compact-sm"
            question={t('secrets.question', { name: secret.name })}
            verb={t('common:delete')}
            onConfirm={() => remove.mutate(secret.name)}
          >
            {t('common:delete')}
          </ConfirmButton>
        </Group>
      ),
    },
  ]
  return (
    <Stack maw={860}>
      <div>
        <Title order={2} fz={16} mb={2}>
          {t('secrets.title')}
        </Title>
        <Text c="dimmed">
          {t('secrets.text')} <Code>{`Authorization: Bearer ${inDrawing('ERP_KEY')}`}</Code>
        </Text>
      </div>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput
            label={t('secrets.name')}
            placeholder="ERP_KEY"
            value={name}
            onChange={event => setName(event.currentTarget.value.replace(/\W/g, '_').slice(0, 80))}
            required
            autoComplete="off"
            flex={1}
            miw={160}
          />
          <PasswordInput
            ref={valueInput}
            label={t('secrets.value')}
            value={value}
            onChange={event => setValue(event.currentTarget.value)}
            required
            maxLength={4000}
            autoComplete="new-password"
            flex={2}
            miw={200}
          />
          <Button type="submit" loading={store.isPending}>
            {replaced ? t('secrets.replace') : t('secrets.store')}
          </Button>
        </Group>
      </form>
      {store.error && <ErrorCard error={store.error} />}
      <DataList
        label={t('secrets.title')}
        columns={columns}
        list={listedOf(secrets)}
        rowKey={secret => secret.name}
        empty={<EmptyState icon={IconLock} title={t('secrets.empty')} text={t('secrets.emptyText')} />}
      />
    </Stack>
  )
}

/** How a header of a request in a drawing names it. */
function inDrawing(name: string): string {
  return `{{secret.${name}}}`
}
