import { Anchor, SegmentedControl, Text } from '@mantine/core'
import { IconMailbox, IconMailOff } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link, useParams } from 'react-router'
import { lettersQuery } from '../../api/letters.ts'
import { useCan, useSession } from '../../api/session.ts'
import type { LetterRow } from '../../api/types.ts'
import { type Column, DataList } from '../../components/DataList.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { Notice } from '../../components/Notice.tsx'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { useSearchState } from '../../components/useSearchState.ts'
import { When } from '../../components/When.tsx'
import { LetterBadge } from './LetterBadge.tsx'
import { LetterSheet } from './LetterSheet.tsx'

const filters = { status: '' }
const statuses = ['', 'notSent', 'waiting', 'failed', 'sent']

/** Every letter Baton wrote: what went out, what did not, and why not. */
export default function OutboxPage() {
  const { t } = useTranslation('outbox')
  const { id } = useParams()
  const { config } = useSession()
  const maySet = useCan()('settings.manage')
  const [filter, change] = useSearchState(filters)
  const list = useInfiniteQuery(lettersQuery(filter))
  const columns: Column<LetterRow>[] = [
    { key: 'subject', title: t('subject'), show: row => row.subject },
    { key: 'to', title: t('to'), show: row => row.to, from: 'sm' },
    {
      key: 'deal',
      title: t('deal'),
      from: 'lg',
      show: row =>
        row.deal ? (
          <Anchor component={Link} to={`/deals/${row.deal.id}`} fz="inherit">
            {row.deal.name}
          </Anchor>
        ) : (
          '—'
        ),
    },
    { key: 'status', title: t('state'), show: row => <LetterBadge letter={row} /> },
    { key: 'at', title: t('at'), from: 'sm', show: row => <When at={row.at} /> },
  ]
  return (
    <PageBody>
      <PageHeader
        title={t('title')}
        actions={
          <SegmentedControl
            aria-label={t('state')}
            data={statuses.map(value => ({ value, label: t(`filter.${value || 'all'}`) }))}
            value={filter.status}
            onChange={status => change({ status })}
          />
        }
      />
      {!config.mailConfigured && (
        <Notice icon={<IconMailOff />} color="orange" mb="md" title={t('noMail.title')}>
          <Text fz="sm" c="var(--mantine-color-text)">
            {t('noMail.text')}{' '}
            {maySet && (
              <Anchor
                component={Link}
                to="/settings/mail"
                fz="sm"
                underline="always"
                c="var(--mantine-color-text)"
              >
                {t('noMail.how')}
              </Anchor>
            )}
          </Text>
        </Notice>
      )}
      <DataList
        label={t('title')}
        columns={columns}
        list={list}
        rowKey={row => row.id}
        to={row => `/outbox/${row.id}`}
        current={id}
        empty={
          <EmptyState
            icon={IconMailbox}
            title={filter.status ? t('empty.filtered') : t('empty.title')}
            text={filter.status ? undefined : t('empty.text')}
          />
        }
      />
      <LetterSheet id={id} />
    </PageBody>
  )
}
