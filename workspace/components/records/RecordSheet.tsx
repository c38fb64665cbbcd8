import { Anchor, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useLocation, useNavigate } from 'react-router'
import { pagesOf } from '../../api/paged.ts'
import { deleteRecord, type RecordKind, type RecordKinds, recordQuery } from '../../api/records.ts'
import { useCan } from '../../api/session.ts'
import type { DealRow } from '../../api/types.ts'
import { ConfirmButton } from '../ConfirmButton.tsx'
import { itemsOf } from '../DataList.tsx'
import { ErrorCard, messageOf } from '../ErrorCard.tsx'
import { Money } from '../Money.tsx'
import { SideSheet } from '../SideSheet.tsx'
import type { Kind } from './kind.ts'
import { RecordForm } from './RecordForm.tsx'

/** One record beside its list, ready to be changed; `new` as id is one that is not there yet. */
export function RecordSheet<K extends RecordKind>({ of, id }: { of: Kind<K>; id: string | undefined }) {
  const { t } = useTranslation([of.kind, 'records'])
  const navigate = useNavigate()
  const { search } = useLocation()
  const isNew = id === 'new'
  const found = useQuery({ ...recordQuery(of.kind, id ?? ''), enabled: !!id && !isNew })
  const record = isNew ? undefined : found.data
  return (
    <SideSheet back={`/${of.kind}`} opened={!!id} title={isNew ? t('new') : (record?.name ?? t('one'))}>
      {isNew && (
        <RecordForm
          of={of}
          onSaved={saved => navigate({ pathname: `/${of.kind}/${saved.id}`, search }, { replace: true })}
        />
      )}
      {record && <Opened key={record.id} of={of} record={record} />}
      {!isNew && !record && (found.error ? <ErrorCard error={found.error} /> : <Skeleton height={320} />)}
    </SideSheet>
  )
}

function Opened<K extends RecordKind>({ of, record }: { of: Kind<K>; record: RecordKinds[K] }) {
  const { t } = useTranslation([of.kind, 'records', 'common'])
  const mayWrite = useCan()('deals.write')
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => deleteRecord(of.kind, record.id),
    onSuccess: () => {
      navigate(`/${of.kind}`)
      notifications.show({ message: t('records:deleted', { name: record.name }) })
      void queryClient.invalidateQueries({ queryKey: [of.kind] })
    },
    onError: error => notifications.show({ message: messageOf(error), color: 'red', autoClose: 10_000 }),
  })
  return (
    <Stack gap="xl">
      <RecordForm of={of} record={record} />
      <Deals of={of} record={record} />
      {mayWrite && (
        <Group>
          <ConfirmButton
            size="xs"
            c="var(--baton-late)"
            question={t('records:deleteQuestion', { name: record.name })}
            verb={t('common:delete')}
            loading={remove.isPending}
            onConfirm={() => remove.mutate()}
          >
            {t('common:delete')}
          </ConfirmButton>
        </Group>
      )}
    </Stack>
  )
}

function Deals<K extends RecordKind>({ of, record }: { of: Kind<K>; record: RecordKinds[K] }) {
  const { t } = useTranslation('records')
  const filter = of.dealsOf(record)
  const deals = useInfiniteQuery(pagesOf<DealRow>(['deals', 'of'], 'deals', { ...filter, limit: 20 }))
  const rows = itemsOf(deals)
  const total = deals.data?.pages[0]?.total
  return (
    <section>
      <Title order={3} fz={15} mb="xs">
        {t('deals')}{' '}
        {total !== undefined && (
          <Text span c="dimmed" fw={400} className="tabular">
            {total}
          </Text>
        )}
      </Title>
      {deals.isPending && <Skeleton height={60} />}
      {deals.error && <ErrorCard error={deals.error} retry={deals.refetch} />}
      {deals.data && rows.length === 0 && <Text c="dimmed">{t('noDeals')}</Text>}
      <Stack gap={0}>
        {rows.map(deal => (
          <Group
            key={deal.id}
            justify="space-between"
            wrap="nowrap"
            py={6}
            style={{ borderTop: '1px solid var(--baton-line)' }}
          >
            <Anchor component={Link} to={`/deals/${deal.id}`} c="var(--mantine-color-text)" truncate>
              {deal.title}
            </Anchor>
            <Group gap="md" wrap="nowrap" fz="sm">
              <Text fz="sm" c="dimmed">
                {t(`status.${deal.status}`)}
              </Text>
              {deal.amount === null ? '—' : <Money value={deal.amount} currency={deal.currency} />}
            </Group>
          </Group>
        ))}
      </Stack>
      {deals.hasNextPage && (
        <Anchor component="button" type="button" fz="sm" mt="xs" onClick={() => deals.fetchNextPage()}>
          {t('moreDeals')}
        </Anchor>
      )}
    </section>
  )
}
