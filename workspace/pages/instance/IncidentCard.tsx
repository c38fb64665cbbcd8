import { Anchor, Button, Card, Group, Menu, Stack, Text } from '@mantine/core'
import { IconAlertTriangle, IconChevronDown, IconRefresh } from '@tabler/icons-react'
import type { TFunction } from 'i18next'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { retryIncident } from '../../api/instances.ts'
import { useCan } from '../../api/session.ts'
import type { Incident, Instance } from '../../api/types.ts'
import { messageOf } from '../../components/ErrorCard.tsx'
import { When } from '../../components/When.tsx'
import classes from './IncidentCard.module.css'
import { IncidentDialog, type Way } from './IncidentDialog.tsx'
import { useInstanceAction } from './useInstanceAction.ts'

interface Props {
  instance: Instance
  incident: Incident
  /** Name of the step at which it happened. */
  name: string
  onShow(): void
}

/** One problem, as cause → what to do → try again; a retry that changes nothing says why. */
export function IncidentCard({ instance, incident, name, onShow }: Props) {
  const { t, i18n } = useTranslation('instance')
  const may = useCan()('instances.operate')
  const retry = useInstanceAction(instance.id)
  const [way, setWay] = useState<Way>()
  const known = `incident.cure.${incident.code}`
  const cure = incident.cure ?? (i18n.exists(known, { ns: 'instance' }) ? t(known) : t('incident.cure.other'))
  return (
    <Card role="alert" className={classes.incident}>
      <Group gap="xs" mb={6}>
        <IconAlertTriangle size={20} color="var(--baton-late)" aria-hidden />
        <Text component="h2" fw={650}>
          {t('incident.title', { name })}
        </Text>
        <Text span fz="xs" c="dimmed">
          <When at={incident.at} />
        </Text>
      </Group>
      <Stack gap={6}>
        <Line label={t('incident.cause')}>{incident.message}</Line>
        <Line label={t('incident.todo')}>{cure}</Line>
        <Group gap="sm" mt={4}>
          {may && (
            <Button
              size="xs"
              leftSection={<IconRefresh size={15} />}
              loading={retry.isPending}
              onClick={() =>
                retry.mutate({ run: () => tryAgain(instance.id, incident, t), done: t('incident.retried') })
              }
            >
              {t('incident.again')}
            </Button>
          )}
          {may && (
            <Menu position="bottom-start" withinPortal>
              <Menu.Target>
                <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} />}>
                  {t('incident.other')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {ways(incident).map(each => (
                  <Menu.Item key={each} onClick={() => setWay(each)}>
                    {t(`incident.${each}.verb`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
          <Anchor component="button" type="button" fz="sm" onClick={onShow} underline="always">
            {t('incident.show')}
          </Anchor>
          <Text fz="xs" c="dimmed" ff="monospace">
            {incident.code}
          </Text>
        </Group>
      </Stack>
      {way && (
        <IncidentDialog
          way={way}
          instance={instance}
          incident={incident}
          name={name}
          onClose={() => setWay(undefined)}
        />
      )}
    </Card>
  )
}

/** What can be done besides trying again as it is: an error event must be there to take it. */
const ways = ({ events }: Incident): Way[] => [
  'retry',
  ...(events.length > 0 ? ['handle' as const] : []),
  'skip',
]

/** A try may be taken and still end in the same place: then the new problem is the answer. */
async function tryAgain(instance: string, incident: Incident, t: TFunction<'instance'>): Promise<void> {
  const reason = await retryIncident(instance, incident.id).then(
    after => after.incidents.find(({ node }) => node === incident.node)?.message,
    messageOf,
  )
  if (reason) throw new Error(t('incident.refused', { reason }))
}

function Line({ label, children }: { label: string; children: string }) {
  return (
    <Text c="var(--mantine-color-text)">
      <Text span c="dimmed">
        {label}{' '}
      </Text>
      {children}
    </Text>
  )
}
