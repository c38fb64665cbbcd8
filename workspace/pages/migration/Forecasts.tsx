import { Anchor, Badge, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Forecast } from '../../api/migrations.ts'

interface Props {
  /** How many there are; the first of them were tried. */
  total: number
  fit: number
  items: Forecast[]
}

/** The dry run: instance by instance, what would happen, those that do not fit first. */
export function Forecasts({ total, fit, items }: Props) {
  const { t } = useTranslation('migration')
  const sorted = items.toSorted((a, b) => Number(a.ok) - Number(b.ok))
  return (
    <>
      <Text fw={600} role="status" mb={6}>
        {t('check.result', { fit, tried: items.length })}
        {total > items.length && ` ${t('check.more', { count: total - items.length })}`}
      </Text>
      <Table verticalSpacing={6} aria-label={t('check.title')}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col" w={210}>
              {t('instance')}
            </Table.Th>
            <Table.Th scope="col">{t('check.what')}</Table.Th>
            <Table.Th scope="col" w={130} aria-label={t('check.fits')} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.map(item => (
            <Table.Tr key={item.instance}>
              <Table.Td>
                <Anchor component={Link} to={`/instances/${item.instance}`} fz="sm">
                  {item.deal?.title ?? item.instance}
                </Anchor>
              </Table.Td>
              <Table.Td>
                <What item={item} />
              </Table.Td>
              <Table.Td>
                <Badge color={item.ok ? 'teal' : 'red'}>{t(item.ok ? 'check.ok' : 'check.not')}</Badge>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </>
  )
}

function What({ item }: { item: Forecast }) {
  const { t } = useTranslation('migration')
  if (!item.ok) {
    return (
      <Text fz="sm">
        {item.missing.length > 0 ? t('check.missing', { names: item.missing.join(', ') }) : item.reason}
      </Text>
    )
  }
  const lines = [
    ...item.moves.map(({ from, to }) => (from === to ? t('check.stays', { name: from }) : `${from} → ${to}`)),
    ...item.opens.map(name => t('check.opens', { name })),
    ...item.closes.map(name => t('check.closes', { name })),
  ]
  return (
    <Text fz="sm" style={{ whiteSpace: 'pre-line' }}>
      {lines.join('\n')}
    </Text>
  )
}
