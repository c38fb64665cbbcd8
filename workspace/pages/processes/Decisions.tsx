import { Anchor, Table, Text, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { apiUrl } from '../../api/client.ts'
import { type DecisionFile, decisionsQuery, removeDecisions } from '../../api/decisions.ts'
import { ConfirmButton } from '../../components/ConfirmButton.tsx'

/** Decisions that were imported by themselves; nothing while there are none. */
export function Decisions({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation('processes')
  const { data } = useQuery(decisionsQuery)
  if (!data || data.length === 0) return null
  return (
    <section aria-labelledby="decisions-title">
      <Title order={3} id="decisions-title" mt="xl" mb="xs">
        {t('decisions.title')}
      </Title>
      <Text c="dimmed" fz="sm" mb="sm">
        {t('decisions.hint')}
      </Text>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('name')}</Table.Th>
            <Table.Th>{t('decisions.asked')}</Table.Th>
            <Table.Th>{t('decisions.file')}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.map(file => (
            <Row key={file.key} file={file} mayWrite={mayWrite} />
          ))}
        </Table.Tbody>
      </Table>
    </section>
  )
}

function Row({ file, mayWrite }: { file: DecisionFile; mayWrite: boolean }) {
  const { t } = useTranslation('processes')
  const client = useQueryClient()
  const remove = useMutation({
    mutationFn: () => removeDecisions(file.key),
    onSuccess: () => client.invalidateQueries({ queryKey: ['decisions'] }),
  })
  return (
    <Table.Tr>
      <Table.Td>{file.decisions.map(({ name }) => name).join(', ')}</Table.Td>
      <Table.Td ff="monospace">{file.decisions.map(({ id }) => id).join(', ')}</Table.Td>
      <Table.Td>
        <Anchor href={apiUrl(`decisions/${encodeURIComponent(file.key)}/export`)} download>
          {file.name}
        </Anchor>{' '}
        <Text span c="dimmed" fz="sm">
          {t('version', { version: file.version })}
        </Text>
      </Table.Td>
      <Table.Td ta="right">
        {mayWrite && (
          <ConfirmButton
            size="compact-sm"
            variant="subtle"
            question={t('decisions.removeText', { name: file.name })}
            verb={t('decisions.remove')}
            onConfirm={() => remove.mutate()}
          >
            {t('decisions.remove')}
          </ConfirmButton>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
