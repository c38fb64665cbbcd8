import { Code, Spoiler, Text, Title } from '@mantine/core'
import { IconListSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { auditQuery } from '../../api/settings.ts'
import type { AuditEntry } from '../../api/types.ts'
import { type Column, DataList } from '../../components/DataList.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { When } from '../../components/When.tsx'

/** Who did what: the log that nobody can change. */
export function AuditSection() {
  const { t } = useTranslation(['settings', 'common'])
  const list = useInfiniteQuery(auditQuery())
  const columns: Column<AuditEntry>[] = [
    { key: 'at', title: t('audit.at'), show: entry => <When at={entry.at} exact />, width: 190 },
    { key: 'by', title: t('audit.by'), show: entry => entry.by?.name ?? t('audit.nobody') },
    {
      key: 'action',
      title: t('audit.action'),
      show: entry => (
        <Text span ff="monospace" fz="sm">
          {entry.action}
        </Text>
      ),
    },
    {
      key: 'target',
      title: t('audit.target'),
      from: 'sm',
      show: entry => (
        <Text span fz="xs" style={{ overflowWrap: 'break-word' }}>
          {entry.target ?? '—'}
        </Text>
      ),
    },
    {
      key: 'details',
      title: t('audit.details'),
      from: 'lg',
      show: entry => <Details details={entry.details} />,
    },
  ]
  return (
    <>
      <Title order={2} fz={18} mb={2}>
        {t('section.audit')}
      </Title>
      <Text c="dimmed" mb="md">
        {t('audit.intro')}
      </Text>
      <DataList
        label={t('section.audit')}
        columns={columns}
        list={list}
        rowKey={entry => String(entry.id)}
        empty={<EmptyState icon={IconListSearch} title={t('audit.empty')} />}
      />
    </>
  )
}

function Details({ details }: { details?: Record<string, unknown> }) {
  const { t } = useTranslation('settings')
  const told = Object.entries(details ?? {}).filter(([, value]) => value !== null && value !== undefined)
  if (told.length === 0) return '—'
  return (
    <Spoiler
      maxHeight={40}
      showLabel={t('audit.more')}
      hideLabel={t('audit.less')}
      styles={{ control: { fontSize: 12.5 } }}
    >
      {told.map(([key, value]) => (
        <Code key={key} display="block" fz={11.5} bg="transparent" p={0} style={{ overflowWrap: 'anywhere' }}>
          {key}: {typeof value === 'string' ? value : JSON.stringify(value)}
        </Code>
      ))}
    </Spoiler>
  )
}
