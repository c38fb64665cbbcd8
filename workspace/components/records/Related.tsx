import { Anchor, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { pagesOf } from '../../api/paged.ts'
import { contactsOfQuery } from '../../api/records.ts'
import type { DealRow } from '../../api/types.ts'
import { itemsOf } from '../DataList.tsx'
import { ErrorCard } from '../ErrorCard.tsx'
import { Money } from '../Money.tsx'

/** The deals that name a record. */
export function RelatedDeals({ filter }: { filter: Record<string, string> }) {
  const { t } = useTranslation('records')
  const deals = useInfiniteQuery(pagesOf<DealRow>(['deals', 'of'], 'deals', { ...filter, limit: 20 }))
  return (
    <Related title={t('deals')} none={t('noDeals')} more={t('moreDeals')} list={deals}>
      {itemsOf(deals).map(deal => (
        <Line key={deal.id} to={`/deals/${deal.id}`} name={deal.title}>
          <Text fz="sm" c="dimmed">
            {t(`status.${deal.status}`)}
          </Text>
          {deal.amount === null ? '—' : <Money value={deal.amount} currency={deal.currency} />}
        </Line>
      ))}
    </Related>
  )
}

/** The people of a company. */
export function RelatedPeople({ company }: { company: string }) {
  const { t } = useTranslation('records')
  const people = useInfiniteQuery(contactsOfQuery(company))
  return (
    <Related title={t('people')} none={t('noPeople')} more={t('morePeople')} list={people}>
      {itemsOf(people).map(({ id, name, position, phone, email }) => (
        <Line key={id} to={`/contacts/${id}`} name={name}>
          <Text fz="sm" c="dimmed" truncate>
            {[position, phone ?? email].filter(Boolean).join(' · ')}
          </Text>
        </Line>
      ))}
    </Related>
  )
}

interface RelatedProps {
  title: string
  none: string
  more: string
  list: {
    isPending: boolean
    error: Error | null
    hasNextPage: boolean
    data?: { pages: { total?: number; items: unknown[] }[] }
    refetch(): unknown
    fetchNextPage(): unknown
  }
  children: ReactNode[]
}

/** A short list within a record's sheet: its title with the number, its lines, and a way to more. */
function Related({ title, none, more, list, children }: RelatedProps) {
  const total = list.data?.pages[0]?.total
  return (
    <section>
      <Title order={3} fz={15} mb="xs">
        {title}{' '}
        {total !== undefined && total > 0 && (
          <Text span c="dimmed" fw={400} className="tabular">
            {total}
          </Text>
        )}
      </Title>
      {list.isPending && <Skeleton height={60} />}
      {list.error && <ErrorCard error={list.error} retry={list.refetch} />}
      {list.data && children.length === 0 && <Text c="dimmed">{none}</Text>}
      <Stack gap={0}>{children}</Stack>
      {list.hasNextPage && (
        <Anchor component="button" type="button" fz="sm" mt="xs" onClick={() => list.fetchNextPage()}>
          {more}
        </Anchor>
      )}
    </section>
  )
}

function Line({ to, name, children }: { to: string; name: string; children: ReactNode }) {
  return (
    <Group
      justify="space-between"
      wrap="nowrap"
      gap="md"
      py={6}
      style={{ borderTop: '1px solid var(--baton-line)' }}
    >
      <Anchor component={Link} to={to} c="var(--mantine-color-text)" truncate>
        {name}
      </Anchor>
      <Group gap="md" wrap="nowrap" fz="sm" miw={0}>
        {children}
      </Group>
    </Group>
  )
}
