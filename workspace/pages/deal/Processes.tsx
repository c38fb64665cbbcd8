import { Anchor, Button, Group, Menu, Skeleton, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconGitBranch, IconPlayerPlay, IconRobot } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import { ProcessPicture } from '#designer'
import { pipelinesQuery, startProcess } from '../../api/deals.ts'
import { instanceQuery, processChoicesQuery } from '../../api/instances.ts'
import { useCan } from '../../api/session.ts'
import type { Deal, TokenInfo } from '../../api/types.ts'
import { EmptyState } from '../../components/EmptyState.tsx'
import { ErrorCard, messageOf } from '../../components/ErrorCard.tsx'
import { InstanceBadge } from '../../components/InstanceBadge.tsx'
import { When } from '../../components/When.tsx'
import classes from './deal.module.css'

/** The processes that drive the deal, each as a picture with its token on it. */
export function Processes({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deal')
  return (
    <Stack gap="md">
      <StartProcess deal={deal} />
      {deal.processes.length === 0 && (
        <EmptyState icon={IconGitBranch} title={t('process.none')} text={t('process.noneText')} />
      )}
      {deal.processes.map(process => (
        <section key={process.instance} className={classes.process} aria-label={process.name}>
          <Group justify="space-between" gap="xs">
            <Group gap="xs">
              <Text fw={650}>{process.name}</Text>
              <Text fz="xs" c="dimmed">
                {t('process.version', { version: process.version })}
              </Text>
              <InstanceBadge status={process.status} />
            </Group>
            <Anchor component={Link} to={`/instances/${process.instance}`} fz="sm">
              {t('process.why')}
            </Anchor>
          </Group>
          <Picture instance={process.instance} />
        </section>
      ))}
    </Stack>
  )
}

function Picture({ instance }: { instance: string }) {
  const { t } = useTranslation('deal')
  const { data, error, refetch } = useQuery(instanceQuery(instance))
  if (error) return <ErrorCard error={error} retry={refetch} />
  if (!data) return <Skeleton h={240} />
  return (
    <>
      <Suspense fallback={<Skeleton h={240} />}>
        <ProcessPicture
          xml={data.xml}
          tokens={data.tokens.map(token => ({ node: token.node, label: token.for }))}
          visited={data.visited}
          flows={data.flows}
          incidents={data.incidents.map(({ node, message }) => ({ node, message }))}
          height={330}
          label={t('process.picture', { name: data.process.name })}
        />
      </Suspense>
      {data.tokens.length > 0 && (
        <ul className={classes.tokens}>
          {data.tokens.map(token => (
            <Token key={token.id} token={token} />
          ))}
        </ul>
      )}
    </>
  )
}

function Token({ token }: { token: TokenInfo }) {
  const { t } = useTranslation('deal')
  return (
    <li>
      <IconRobot size={15} stroke={1.8} />
      <span>
        <strong>{token.name}</strong> · {t('waitsFor', { what: token.for })}
        <Text component="span" fz="xs" c="dimmed">
          {' · '}
          {t('process.since')} <When at={token.since} />
        </Text>
      </span>
    </li>
  )
}

function StartProcess({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deal')
  const can = useCan()
  const queryClient = useQueryClient()
  const pipelines = useQuery(pipelinesQuery)
  const processes = useQuery({ ...processChoicesQuery, enabled: can('processes.read') })
  const start = useMutation({
    mutationFn: (key: string) => startProcess(deal.id, key),
    onSuccess: () => void queryClient.invalidateQueries({ queryKey: ['deal', deal.id] }),
    onError: error =>
      notifications.show({ color: 'red', title: t('process.notStarted'), message: messageOf(error) }),
  })
  const startable = processes.data?.filter(
    process => process.version !== undefined && !pipelines.data?.some(({ key }) => key === process.key),
  )
  if (!startable?.length || !can('deals.write')) return null
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconPlayerPlay size={15} />}
          loading={start.isPending}
          style={{ alignSelf: 'flex-start' }}
        >
          {t('process.start')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {startable.map(process => (
          <Menu.Item key={process.key} onClick={() => start.mutate(process.key)}>
            {process.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}
