import { Group, Table, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type BoardFilter, boardQuery } from '../../api/deals.ts'
import { useSession } from '../../api/session.ts'
import type { BoardColumn, Pipeline } from '../../api/types.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { useFormat } from '../../components/format.ts'
import { colourOf } from './board/stageColours.ts'
import classes from './DealsPage.module.css'
import { expected } from './expected.ts'

/** What the open deals are worth: each stage's sum times the probability drawn in the pipeline. */
export default function Forecast({ filter, pipeline }: { filter: BoardFilter; pipeline: Pipeline }) {
  const { t } = useTranslation('deals')
  const format = useFormat()
  const { config } = useSession()
  const board = useQuery(boardQuery(filter))
  if (board.error) return <ErrorCard error={board.error} title={t('notLoaded')} retry={board.refetch} />
  const rows = expected(board.data?.columns ?? [], pipeline)
  const open = rows.filter(row => row.column.kind === 'open')
  const won = rows.filter(row => row.column.kind === 'won')
  const worth = total(open, row => row.worth)
  const deals = (count: number) => t('forecast.deals', { count, total: format.number(count) })
  const sum = (value: number) => format.money(Math.round(value), config.currency)

  return (
    <div className={classes.scroll}>
      <Group align="stretch" mb="md">
        <Figure label={t('forecast.worth')} value={sum(worth)} note={t('forecast.worthNote')} />
        <Figure
          label={t('forecast.open')}
          value={sum(total(open, row => row.column.sum))}
          note={deals(total(open, row => row.column.count))}
        />
        <Figure
          label={t('forecast.won')}
          value={sum(total(won, row => row.column.sum))}
          note={deals(total(won, row => row.column.count))}
        />
      </Group>
      <div className={classes.bar} role="img" aria-label={t('forecast.bar')}>
        {open.map(row => (
          <span
            key={row.column.stage}
            style={{
              flex: row.worth || 0.001,
              '--stage': stageColour(
                row.column,
                rows.map(other => other.column),
              ),
            }}
            title={`${row.column.name}: ${sum(row.worth)}`}
          />
        ))}
      </div>
      <Table.ScrollContainer minWidth={600} mt="md">
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('forecast.stage')}</Table.Th>
              <Table.Th ta="end">{t('forecast.count')}</Table.Th>
              <Table.Th ta="end">{t('forecast.sum')}</Table.Th>
              <Table.Th ta="end">{t('forecast.probability')}</Table.Th>
              <Table.Th w="30%">
                <Text inherit w={110} ta="end">
                  {t('forecast.expected')}
                </Text>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody className="tabular">
            {rows.map(row => (
              <Table.Tr
                key={row.column.stage}
                style={{
                  '--stage': stageColour(
                    row.column,
                    rows.map(other => other.column),
                  ),
                }}
              >
                <Table.Td>
                  <span className={classes.stage}>{row.column.name}</span>
                </Table.Td>
                <Table.Td ta="end">{format.number(row.column.count)}</Table.Td>
                <Table.Td ta="end">{sum(row.column.sum)}</Table.Td>
                <Table.Td ta="end">
                  {row.probability === undefined ? '–' : format.percent(row.probability)}
                </Table.Td>
                <Table.Td>
                  <Group gap="sm" wrap="nowrap">
                    <Text w={110} ta="end">
                      {row.column.kind === 'open' ? sum(row.worth) : '–'}
                    </Text>
                    {row.column.kind === 'open' && (
                      <div className={classes.meter} style={{ flex: 1 }}>
                        <span style={{ width: `${worth > 0 ? (100 * row.worth) / worth : 0}%` }} />
                      </div>
                    )}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  )
}

function Figure({ label, value, note }: { label: string; value: string; note: string }) {
  return (
    <div className={classes.figure}>
      <Text fz="sm" c="dimmed">
        {label}
      </Text>
      <Text fz={24} fw={700} className="tabular" lh={1.3}>
        {value}
      </Text>
      <Text fz="xs" c="dimmed">
        {note}
      </Text>
    </div>
  )
}

function stageColour(column: BoardColumn, all: BoardColumn[]) {
  return colourOf(column, all.indexOf(column))
}

function total<T>(rows: T[], value: (row: T) => number): number {
  return rows.reduce((sum, row) => sum + value(row), 0)
}
