import { Anchor, Button, Group, Select, Stack, Text, TextInput, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconKey } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addToken, deleteToken, tokensQuery } from '../../api/settings.ts'
import type { ApiToken } from '../../api/types.ts'
import { ConfirmButton } from '../../components/ConfirmButton.tsx'
import { CopyField } from '../../components/CopyField.tsx'
import { type Column, DataList, listedOf } from '../../components/DataList.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorCard, messageOf } from '../../components/ErrorCard.tsx'
import { useFormat } from '../../components/format.ts'
import { Notice } from '../../components/Notice.tsx'
import { When } from '../../components/When.tsx'

const spans = ['30', '90', '365']
/** What a token may be made for: everything one may do oneself, or the jobs of external workers alone. */
const uses = ['all', 'jobs'] as const

/** Tokens with which programs act in one's own name. The secret is shown once. */
export function TokensSection() {
  const { t } = useTranslation(['settings', 'common'])
  const format = useFormat()
  const queryClient = useQueryClient()
  const tokens = useQuery(tokensQuery)
  const [name, setName] = useState('')
  const [days, setDays] = useState('90')
  const [use, setUse] = useState<string>('all')
  const settled = () => queryClient.invalidateQueries({ queryKey: ['tokens'] })
  const add = useMutation({
    mutationFn: () =>
      addToken({ name, expiresInDays: Number(days), ...(use === 'jobs' && { only: ['jobs.work'] }) }),
    onSuccess: () => setName(''),
    onSettled: settled,
  })
  const remove = useMutation({
    mutationFn: deleteToken,
    onError: error => notifications.show({ message: messageOf(error), color: 'red' }),
    onSettled: settled,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    add.mutate()
  }
  const columns: Column<ApiToken>[] = [
    { key: 'name', title: t('tokens.name'), show: token => token.name },
    {
      key: 'use',
      title: t('tokens.use'),
      from: 'sm',
      show: token =>
        t(token.only ? (token.only.join() === 'jobs.work' ? 'tokens.jobs' : 'tokens.some') : 'tokens.all'),
    },
    { key: 'made', title: t('tokens.made'), from: 'sm', show: token => <When at={token.createdAt} /> },
    {
      key: 'expires',
      title: t('tokens.expires'),
      show: token => (token.expiresAt ? format.day(token.expiresAt) : t('tokens.never')),
    },
    {
      key: 'used',
      title: t('tokens.used'),
      from: 'sm',
      show: token => (token.lastUsedAt ? <When at={token.lastUsedAt} /> : t('tokens.notYet')),
    },
    {
      key: 'delete',
      title: '',
      end: true,
      show: token => (
        <ConfirmButton
          size="compact-sm"
          question={t('tokens.question', { name: token.name })}
          verb={t('tokens.revoke')}
          onConfirm={() => remove.mutate(token.id)}
        >
          {t('tokens.revoke')}
        </ConfirmButton>
      ),
    },
  ]
  return (
    <Stack>
      <div>
        <Title order={2} fz={18} mb={2}>
          {t('section.tokens')}
        </Title>
        <Text c="dimmed">
          {t('tokens.intro')}{' '}
          <Anchor href="/api/docs" target="_blank" underline="always">
            {t('tokens.docs')}
          </Anchor>
        </Text>
      </div>
      <form onSubmit={submit}>
        <Group align="flex-end">
          <TextInput
            label={t('tokens.name')}
            placeholder={t('tokens.example')}
            value={name}
            onChange={event => setName(event.currentTarget.value)}
            required
            flex={1}
            miw={200}
          />
          <Select
            label={t('tokens.use')}
            data={uses.map(value => ({ value, label: t(`tokens.${value}`) }))}
            value={use}
            onChange={value => setUse(value ?? 'all')}
            allowDeselect={false}
            w={240}
          />
          <Select
            label={t('tokens.valid')}
            data={spans.map(value => ({ value, label: t('tokens.days', { count: Number(value) }) }))}
            value={days}
            onChange={value => setDays(value ?? '90')}
            allowDeselect={false}
            w={150}
          />
          <Button type="submit" loading={add.isPending}>
            {t('tokens.add')}
          </Button>
        </Group>
      </form>
      {add.error && <ErrorCard error={add.error} />}
      {add.data?.secret && (
        <Notice color="teal" title={t('tokens.once')}>
          <CopyField label={t('tokens.secret', { name: add.data.name })} value={add.data.secret} />
        </Notice>
      )}
      <DataList
        label={t('section.tokens')}
        columns={columns}
        list={listedOf(tokens)}
        rowKey={token => token.id}
        empty={<EmptyState icon={IconKey} title={t('tokens.empty')} text={t('tokens.emptyText')} />}
      />
    </Stack>
  )
}
