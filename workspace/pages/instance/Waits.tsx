import { Anchor, Button, Card, Group, Menu, Stack, Text, ThemeIcon, Title } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowsJoin,
  IconBolt,
  IconChecklist,
  IconClock,
  IconDots,
  IconFilter,
  IconMail,
  IconPlus,
  IconRobot,
  IconSubtask,
} from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'react-router'
import type { Waiting } from '../../api/instances.ts'
import { useCan } from '../../api/session.ts'
import type { Instance } from '../../api/types.ts'
import { useFormat } from '../../components/format.ts'
import { PersonAvatar } from '../../components/PersonAvatar.tsx'
import { When } from '../../components/When.tsx'
import { DeliverDialog } from './DeliverDialog.tsx'
import { AddDialog, MoveDialog, RemoveDialog, TimerDialog } from './dialogs.tsx'
import type { Drawing } from './drawing.ts'

interface Props {
  instance: Instance
  drawing: Drawing
  selected: string | null
  onSelect(node: string | null): void
}

/** What each token waits for, since when, until when, and who may act. */
export function Waits({ instance, drawing, selected, onSelect }: Props) {
  const { t } = useTranslation('instance')
  const [adding, setAdding] = useState(false)
  const open = instance.status === 'running' || instance.status === 'suspended'
  const may = useCan()('instances.operate') && open
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={2} fz={16}>
          {t('waits.title')}
        </Title>
        {may && (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => setAdding(true)}
          >
            {t('addToken.open')}
          </Button>
        )}
      </Group>
      {adding && <AddDialog instance={instance} drawing={drawing} onClose={() => setAdding(false)} />}
      {instance.tokens.length === 0 && <Text c="dimmed">{t(`waits.none.${instance.status}`)}</Text>}
      <Stack gap="xs">
        {instance.tokens.map(token => (
          <Wait
            // One token may wait for several things: a task and the timers at its edge.
            key={`${token.id}/${token.node}/${token.kind}`}
            token={token}
            instance={instance}
            drawing={drawing}
            selected={token.node === selected}
            onSelect={onSelect}
          />
        ))}
      </Stack>
    </section>
  )
}

const looks: Record<string, { icon: typeof IconClock; color: string }> = {
  task: { icon: IconChecklist, color: 'teal' },
  timer: { icon: IconClock, color: 'brand' },
  message: { icon: IconMail, color: 'blue' },
  signal: { icon: IconBolt, color: 'blue' },
  job: { icon: IconRobot, color: 'violet' },
  join: { icon: IconArrowsJoin, color: 'gray' },
  child: { icon: IconSubtask, color: 'gray' },
  condition: { icon: IconFilter, color: 'orange' },
  incident: { icon: IconAlertTriangle, color: 'red' },
}

const outside = new Set(['message', 'signal', 'condition'])

interface WaitProps extends Omit<Props, 'selected'> {
  token: Waiting
  selected: boolean
}

function Wait({ token, instance, drawing, selected, onSelect }: WaitProps) {
  const { t, i18n } = useTranslation('instance')
  const format = useFormat()
  const look = looks[token.kind] ?? { icon: IconClock, color: 'gray' }
  const Icon = look.icon
  // What is waited for from outside the server tells in the reader's language, with its name and key.
  const told = i18n.language === 'en' ? !/^(timer|incident)$/.test(token.kind) : outside.has(token.kind)
  const words = told
    ? t('waits.for', { what: token.for })
    : t(`waits.kind.${token.kind}`, { defaultValue: t('waits.for', { what: token.for }) })
  const late = token.until !== undefined && new Date(token.until).getTime() < Date.now()
  return (
    <Card padding="sm" style={selected ? { borderColor: 'var(--mantine-color-brand-5)' } : undefined}>
      <Group align="flex-start" wrap="nowrap" gap="sm">
        <ThemeIcon variant="light" color={look.color} size={30} aria-hidden>
          <Icon size={17} />
        </ThemeIcon>
        <div style={{ flex: 1, minWidth: 0 }}>
          <Anchor
            component="button"
            type="button"
            fw={600}
            c="var(--mantine-color-text)"
            ta="start"
            aria-pressed={selected}
            onClick={() => onSelect(selected ? null : token.node)}
          >
            {token.name || drawing.nameOf(token.node)}
          </Anchor>
          <Text fz="sm">{words}</Text>
          <Group gap="sm" fz="sm" c="dimmed" mt={2}>
            <span>
              {t('waits.since')} <When at={token.since} />
            </span>
            {token.until && (
              <Text span fz="sm" c={late ? 'var(--baton-late)' : undefined}>
                {t(late ? 'waits.wasDue' : 'waits.until', { when: format.moment(token.until) })}
              </Text>
            )}
          </Group>
          {token.assignee && (
            <Group gap={6} mt={6} fz="sm">
              <PersonAvatar name={token.assignee.name} silent />
              {t('waits.mayAct', { name: token.assignee.name })}
            </Group>
          )}
          {token.kind === 'task' && token.task && (
            <Anchor
              component={Link}
              to={`/tasks/${encodeURIComponent(token.task)}`}
              fz="sm"
              c="var(--mantine-color-text)"
              underline="always"
            >
              {t('waits.openTask')}
            </Anchor>
          )}
        </div>
        <WaitMenu token={token} instance={instance} drawing={drawing} />
      </Group>
    </Card>
  )
}

function WaitMenu({ token, instance, drawing }: { token: Waiting; instance: Instance; drawing: Drawing }) {
  const { t } = useTranslation('instance')
  const may = useCan()('instances.operate')
  const [open, setOpen] = useState<'move' | 'timer' | 'remove' | 'deliver'>()
  if (!may || (instance.status !== 'running' && instance.status !== 'suspended')) return null
  const name = token.name || drawing.nameOf(token.node)
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            px={6}
            aria-label={t('waits.actions', { name })}
          >
            <IconDots size={18} />
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {token.timer && <Menu.Item onClick={() => setOpen('timer')}>{t('timer.verb')}</Menu.Item>}
          {token.message !== undefined && instance.status === 'running' && (
            <Menu.Item onClick={() => setOpen('deliver')}>{t('deliver.open')}</Menu.Item>
          )}
          <Menu.Item onClick={() => setOpen('move')}>{t('move.verb')}</Menu.Item>
          <Menu.Item c="var(--baton-late)" onClick={() => setOpen('remove')}>
            {t('remove.verb')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === 'move' && (
        <MoveDialog
          instance={instance}
          token={token}
          name={name}
          drawing={drawing}
          onClose={() => setOpen(undefined)}
        />
      )}
      {open === 'remove' && (
        <RemoveDialog instance={instance} token={token} name={name} onClose={() => setOpen(undefined)} />
      )}
      {open === 'deliver' && token.message !== undefined && (
        <DeliverDialog instance={instance} message={token.message} onClose={() => setOpen(undefined)} />
      )}
      {open === 'timer' && (
        <TimerDialog instance={instance} token={token} name={name} onClose={() => setOpen(undefined)} />
      )}
    </>
  )
}
