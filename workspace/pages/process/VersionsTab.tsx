import {
  Anchor,
  Badge,
  Button,
  Group,
  Loader,
  Radio,
  SegmentedControl,
  Stack,
  Table,
  Text,
  Title,
  useMatches,
} from '@mantine/core'
import { IconDownload, IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { type Change, marksOf, ProcessPicture } from '#designer'
import { exportUrl, versionQuery, versionsQuery } from '../../api/processes.ts'
import { useCan } from '../../api/session.ts'
import type { ProcessDetail } from '../../api/types.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { When } from '../../components/When.tsx'
import { ChangeList, useChanges } from './ChangeList.tsx'
import classes from './process.module.css'
import { RemoveVersion } from './RemoveVersion.tsx'

interface Props {
  process: ProcessDetail
  /** The drawing in the designer. */
  xml: string
  changed: boolean
  mayWrite: boolean
  onRestore: (xml: string) => void
}

/** Every published version: who, when, why; how it differs from its neighbour or from the draft; and back to it. */
export function VersionsTab({ process, xml, changed, mayWrite, onRestore }: Props) {
  const { t } = useTranslation('process')
  const versions = useQuery(versionsQuery(process.key))
  const navigate = useNavigate()
  const mayMigrate = useCan()('instances.operate')
  const [chosen, setChosen] = useState<number>()
  const [against, setAgainst] = useState<'previous' | 'draft'>('previous')
  const orientation = useMatches<'vertical' | 'horizontal'>({ base: 'vertical', xs: 'horizontal' })
  const sorted = [...(versions.data ?? [])].sort((a, b) => b.version - a.version)
  const shown = chosen ?? sorted[0]?.version
  const previous = sorted.find(version => version.version < (shown ?? 0))?.version
  const mine = useQuery({ ...versionQuery(process.key, shown ?? 0), enabled: shown !== undefined })
  const other = useQuery({ ...versionQuery(process.key, previous ?? 0), enabled: previous !== undefined })
  if (versions.error) return <ErrorCard error={versions.error} retry={versions.refetch} />
  const [before, after] = against === 'draft' ? [mine.data?.xml, xml] : [other.data?.xml, mine.data?.xml]
  return (
    <div className={classes.scroll}>
      <Stack gap="lg">
        <Table.ScrollContainer minWidth={640}>
          <Table highlightOnHover verticalSpacing={6} aria-label={t('tab.versions')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th w={90}>{t('versions.version')}</Table.Th>
                <Table.Th>{t('versions.when')}</Table.Th>
                <Table.Th>{t('versions.who')}</Table.Th>
                <Table.Th>{t('versions.comment')}</Table.Th>
                <Table.Th ta="end">{t('versions.running')}</Table.Th>
                <Table.Th />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sorted.map(version => (
                <Table.Tr
                  key={version.version}
                  bg={version.version === shown ? 'var(--baton-active)' : undefined}
                >
                  <Table.Td>
                    <Radio
                      checked={version.version === shown}
                      onChange={() => setChosen(version.version)}
                      label={String(version.version)}
                      name="version"
                    />
                  </Table.Td>
                  <Table.Td>
                    <When at={version.deployedAt} exact />
                  </Table.Td>
                  <Table.Td>{version.deployedBy?.name}</Table.Td>
                  <Table.Td>{version.comment}</Table.Td>
                  <Table.Td ta="end" className="tabular">
                    {version.running ?? ''}
                  </Table.Td>
                  <Table.Td>
                    <Group gap={6} justify="flex-end" wrap="nowrap">
                      {version.version === process.version && (
                        <Badge color="teal">{t('versions.current')}</Badge>
                      )}
                      {version.version !== process.version && mayMigrate && (version.running ?? 0) > 0 && (
                        <Anchor
                          component={Link}
                          fz="sm"
                          to={`/migrations/new?process=${encodeURIComponent(process.key)}&from=${version.version}&to=${process.version}`}
                        >
                          {t('versions.migrate')}
                        </Anchor>
                      )}
                      {mayWrite && mayMigrate && (
                        <RemoveVersion
                          process={process.key}
                          version={version.version}
                          onRemoved={() =>
                            sorted.length > 1 ? setChosen(undefined) : navigate('/processes')
                          }
                        />
                      )}
                    </Group>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        {versions.isPending && <Loader />}
        {sorted.length === 0 && !versions.isPending && <Text c="dimmed">{t('versions.none')}</Text>}
        {shown !== undefined && (
          <>
            <Group justify="space-between">
              {previous !== undefined || changed ? (
                <SegmentedControl
                  orientation={orientation}
                  value={against}
                  onChange={next => setAgainst(next as typeof against)}
                  data={[
                    { value: 'previous', label: t('versions.toPrevious'), disabled: previous === undefined },
                    { value: 'draft', label: t('versions.toDraft') },
                  ]}
                />
              ) : (
                <Text c="dimmed">{t('versions.only')}</Text>
              )}
              <Group gap="xs">
                <Button
                  variant="default"
                  component="a"
                  href={exportUrl(process.key, shown)}
                  download
                  leftSection={<IconDownload size={16} />}
                >
                  {t('versions.export')}
                </Button>
                {mayWrite && (
                  <Button
                    leftSection={<IconHistory size={16} />}
                    disabled={!mine.data || (shown === process.version && !changed)}
                    onClick={() => mine.data && onRestore(mine.data.xml)}
                  >
                    {t('versions.restore', { version: shown })}
                  </Button>
                )}
              </Group>
            </Group>
            <Comparison
              before={before}
              after={after}
              beforeLabel={t('versions.versionN', { version: against === 'draft' ? shown : previous })}
              afterLabel={against === 'draft' ? t('draft') : t('versions.versionN', { version: shown })}
            />
          </>
        )}
      </Stack>
    </div>
  )
}

interface ComparisonProps {
  before?: string
  after?: string
  beforeLabel: string
  afterLabel: string
}

function Comparison({ before, after, beforeLabel, afterLabel }: ComparisonProps) {
  const changes = useChanges(before, after)
  const found: Change[] = changes.data ?? []
  return (
    <>
      <div className={classes.sides}>
        {before && <Side xml={before} title={beforeLabel} changes={found} side="before" />}
        {after && <Side xml={after} title={afterLabel} changes={found} side="after" />}
      </div>
      {before && after && <ChangeList changes={changes.data} loading={changes.isPending} />}
    </>
  )
}

function Side({
  xml,
  title,
  changes,
  side,
}: {
  xml: string
  title: string
  changes: Change[]
  side: 'before' | 'after'
}) {
  const marks = marksOf(changes, side)
  return (
    <section>
      <Title order={2} fz="md" mb={6}>
        {title}
      </Title>
      <Suspense fallback={<Loader />}>
        <ProcessPicture xml={xml} changes={marks} height={320} label={title} />
      </Suspense>
    </section>
  )
}
