import { Badge, Card, Group, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { toSvg } from '#designer'
import { processQuery } from '../../api/processes.ts'
import type { ProcessSummary } from '../../api/types.ts'
import { When } from '../../components/When.tsx'
import classes from './processes.module.css'

/** One process of the gallery. */
export function ProcessCard({ process }: { process: ProcessSummary }) {
  const { t } = useTranslation('processes')
  return (
    <Card
      component={Link}
      to={`/processes/${encodeURIComponent(process.key)}`}
      className={classes.card}
      p={0}
    >
      <Picture process={process} />
      <div className={classes.words}>
        <Group justify="space-between" wrap="nowrap" gap="xs">
          <Text fw={620} truncate>
            {process.name || process.key}
          </Text>
          <Group gap={4} wrap="nowrap">
            {process.isPipeline && <Badge color="orange">{t('pipeline')}</Badge>}
            {process.hasDraft && <Badge color="gray">{t('draft')}</Badge>}
          </Group>
        </Group>
        <Group gap="xs" c="dimmed" fz="sm">
          {process.version ? (
            <span>
              {t('version', { version: process.version })}
              {process.publishedAt && (
                <>
                  {' · '}
                  <When at={process.publishedAt} />
                </>
              )}
            </span>
          ) : (
            <span>{t('neverPublished')}</span>
          )}
          <span className="tabular">{t('running', { count: process.running ?? 0 })}</span>
          {process.incidents > 0 && (
            <Text span c="var(--baton-late)" fz="sm">
              <IconAlertTriangle size={14} style={{ verticalAlign: -2 }} />{' '}
              {t('incidents', { count: process.incidents })}
            </Text>
          )}
        </Group>
      </div>
    </Card>
  )
}

/** The picture stored at publishing; a process that has none yet is drawn here, once. */
function Picture({ process }: { process: ProcessSummary }) {
  const drawn = useQuery({
    queryKey: ['process', process.key, 'picture', process.version ?? 0],
    enabled: !process.svg,
    staleTime: 300_000,
    queryFn: async ({ client }) => {
      const detail = await client.fetchQuery(processQuery(process.key))
      return toSvg(detail.xml || detail.draft?.xml || '')
    },
  })
  const svg = process.svg ?? drawn.data
  return (
    <div className={classes.picture}>
      {svg && <img src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`} alt="" />}
    </div>
  )
}
