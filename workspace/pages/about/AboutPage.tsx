import { Anchor, Card, Code, Group, Spoiler, Stack, Table, Text, Title } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useSession } from '../../api/session.ts'
import { PageBody } from '../../components/PageBody.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { bpmnIoLicence, notices } from './notices.ts'

/** Which Baton this is, and whose work it stands on. */
export default function AboutPage() {
  const { t } = useTranslation('about')
  const { config } = useSession()
  return (
    <PageBody wide={false}>
      <PageHeader title={t('title')} />
      <Stack gap="lg">
        <Card>
          <Text fw={650} fz="lg">
            Baton {config.version}
          </Text>
          <Text>{t('what')}</Text>
          <Text c="dimmed" mt={4}>
            {t('licence')}
          </Text>
          <Group gap="md" mt="sm">
            <Anchor href="/api/docs" target="_blank" underline="always">
              {t('api')}
            </Anchor>
            <Anchor href="/api/openapi.json" target="_blank" underline="always">
              OpenAPI 3.1
            </Anchor>
            <Anchor href="/api/health" target="_blank" underline="always">
              {t('health')}
            </Anchor>
          </Group>
        </Card>
        <section>
          <Title order={2} fz={16} mb={4}>
            bpmn.io
          </Title>
          <Text mb="xs">
            {t('bpmn')}{' '}
            <Anchor href="https://bpmn.io" target="_blank" rel="noreferrer" underline="always">
              bpmn.io
            </Anchor>
          </Text>
          <Spoiler maxHeight={120} showLabel={t('showAll')} hideLabel={t('showLess')}>
            <Code block tabIndex={0} style={{ whiteSpace: 'pre-wrap' }}>
              {bpmnIoLicence}
            </Code>
          </Spoiler>
        </section>
        <section>
          <Title order={2} fz={16} mb="xs">
            {t('others')}
          </Title>
          <Table.ScrollContainer minWidth={420}>
            <Table fz="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th scope="col">{t('part')}</Table.Th>
                  <Table.Th scope="col">{t('by')}</Table.Th>
                  <Table.Th scope="col">{t('under')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {notices.map(notice => (
                  <Table.Tr key={notice.part}>
                    <Table.Td>{notice.part}</Table.Td>
                    <Table.Td>{notice.by}</Table.Td>
                    <Table.Td>{notice.licence}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
          <Text fz="sm" c="dimmed" mt="xs">
            {t('embedded')}
          </Text>
        </section>
      </Stack>
    </PageBody>
  )
}
