import { ScrollArea, Table, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Remark } from '../../api/imports.ts'

interface Props {
  problems: (Remark & { file?: string; outcome?: 'rejected' | 'noted' })[]
  total: number
  label: string
  /** Problems of several files: each says which, and whether the row was taken all the same. */
  withFile?: boolean
}

/** Rows that cannot be taken as they are: which, where in the row, what stands there, why not. */
export function Problems({ problems, total, label, withFile }: Props) {
  const { t } = useTranslation('import')
  return (
    <>
      <ScrollArea.Autosize
        mah={300}
        type="auto"
        viewportProps={{ tabIndex: 0, 'aria-label': t('problems.label', { name: label }) }}
      >
        <Table fz="sm" stickyHeader verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              {withFile && <Table.Th scope="col">{t('problems.file')}</Table.Th>}
              <Table.Th scope="col">{t('problems.row')}</Table.Th>
              <Table.Th scope="col">{t('problems.column')}</Table.Th>
              <Table.Th scope="col">{t('problems.value')}</Table.Th>
              <Table.Th scope="col">{t('problems.reason')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {problems.map(problem => (
              <Table.Tr key={`${problem.file}/${problem.row}/${problem.column}/${problem.message}`}>
                {withFile && (
                  <Table.Td>
                    {problem.file}
                    {problem.outcome === 'noted' && (
                      <Text span c="dimmed" fz="xs" display="block">
                        {t('problems.taken')}
                      </Text>
                    )}
                  </Table.Td>
                )}
                <Table.Td className="tabular">{problem.row}</Table.Td>
                <Table.Td>{problem.column ?? '—'}</Table.Td>
                <Table.Td style={{ overflowWrap: 'anywhere' }}>
                  {problem.value === undefined || problem.value === '' ? (
                    <Text span c="dimmed" fz="sm">
                      {t('problems.empty')}
                    </Text>
                  ) : (
                    problem.value
                  )}
                </Table.Td>
                <Table.Td>{problem.message}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
      {total > problems.length && (
        <Text c="dimmed" fz="sm" mt={6}>
          {t('problems.more', { count: total - problems.length })}
        </Text>
      )}
    </>
  )
}
