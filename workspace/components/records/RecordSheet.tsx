import { Group, Skeleton, Stack } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useLocation, useNavigate } from 'react-router'
import { deleteRecord, type RecordKind, type RecordKinds, recordQuery } from '../../api/records.ts'
import { useCan } from '../../api/session.ts'
import { ConfirmButton } from '../ConfirmButton.tsx'
import { ErrorCard, messageOf } from '../ErrorCard.tsx'
import { SideSheet } from '../SideSheet.tsx'
import type { Kind } from './kind.ts'
import { RecordForm } from './RecordForm.tsx'
import { RelatedDeals, RelatedPeople } from './Related.tsx'

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
      {of.hasPeople && <RelatedPeople company={record.id} />}
      <RelatedDeals filter={of.dealsOf(record)} />
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
