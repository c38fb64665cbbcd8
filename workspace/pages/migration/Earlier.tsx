import { Anchor, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { migrationsQuery } from '../../api/migrations.ts'
import { When } from '../../components/When.tsx'
import { StatusBadge } from './StatusBadge.tsx'

/** Migrations that were, newest first: each can be looked at, and taken back. */
export function Earlier({ process }: { process?: string }) {
  const { t } = useTranslation('migration')
  const { data = [] } = useQuery(migrationsQuery(process))
  if (data.length === 0) return null
  return (
    <section>
      <Title order={2} fz={16} mb="xs">
        {t('earlier')}
      </Title>
      <Table verticalSpacing={6} aria-label={t('earlier')}>
        <Table.Tbody>
          {data.map(each => (
            <Table.Tr key={each.id}>
              <Table.Td>
                <Anchor component={Link} to={`/migrations/${each.id}`}>
                  {t(each.rollbackOf ? 'run.back' : 'run.title', {
                    name: each.process.name,
                    from: each.from,
                    to: each.to,
                  })}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <StatusBadge status={each.status} />
              </Table.Td>
              <Table.Td>{t('run.moved', { count: each.counts.moved })}</Table.Td>
              <Table.Td>
                <Text span fz="sm" c="dimmed">
                  <When at={each.createdAt} exact />
                  {each.by && ` · ${each.by.name}`}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}
