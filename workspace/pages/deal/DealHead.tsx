import { ActionIcon, Group, Menu, Text, Title, Tooltip } from '@mantine/core'
import { modals } from '@mantine/modals'
import { notifications } from '@mantine/notifications'
import { IconDots, IconMail, IconPhone, IconTrash } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useNavigate } from 'react-router'
import { deleteDeal, pipelinesQuery } from '../../api/deals.ts'
import { useCan } from '../../api/session.ts'
import type { Deal } from '../../api/types.ts'
import { aboutOf } from '../../components/about.ts'
import { messageOf } from '../../components/ErrorCard.tsx'
import { Money } from '../../components/Money.tsx'
import classes from './deal.module.css'

/** Whose deal, what about, how much; and the ways to reach the customer. */
export function DealHead({ deal, controls }: { deal: Deal; controls?: ReactNode }) {
  const { t } = useTranslation('deal')
  const pipelines = useQuery(pipelinesQuery)
  const stages = pipelines.data?.find(({ key }) => key === deal.pipeline)?.stages
  const stage = stages?.find(({ key }) => key === deal.stage)?.name ?? deal.stage
  const number = `#${deal.number}`
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap" gap="sm">
      <div style={{ minWidth: 0 }}>
        <Group gap={10}>
          <Title order={1} fz={19}>
            {deal.company ? (
              <Link to={`/companies/${deal.company.id}`} className={classes.company}>
                {deal.company.name}
              </Link>
            ) : (
              deal.title
            )}
          </Title>
          <span className={classes.stageName} data-status={deal.status}>
            {stage}
          </span>
        </Group>
        <Text c="dimmed" mt={2}>
          {[number, deal.company && aboutOf(deal)].filter(Boolean).join(' · ')}
          {deal.amount !== null && (
            <>
              {' · '}
              <Text component="span" c="var(--mantine-color-text)" fw={600}>
                <Money value={deal.amount} currency={deal.currency} />
              </Text>
            </>
          )}
        </Text>
      </div>
      <Group gap={6} wrap="nowrap">
        {deal.contact?.phone && (
          <Reach label={t('call', { name: deal.contact.name })} href={`tel:${deal.contact.phone}`}>
            <IconPhone size={17} stroke={1.7} />
          </Reach>
        )}
        {deal.contact?.email && (
          <Reach label={t('write', { name: deal.contact.name })} href={`mailto:${deal.contact.email}`}>
            <IconMail size={17} stroke={1.7} />
          </Reach>
        )}
        <More deal={deal} />
        {controls}
      </Group>
    </Group>
  )
}

function Reach({ label, href, children }: { label: string; href: string; children: ReactNode }) {
  return (
    <Tooltip label={label}>
      <ActionIcon component="a" href={href} variant="default" size={34} aria-label={label}>
        {children}
      </ActionIcon>
    </Tooltip>
  )
}

function More({ deal }: { deal: Deal }) {
  const { t } = useTranslation('deal')
  const can = useCan()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  if (!can('deals.write')) return null

  const remove = async () => {
    try {
      await deleteDeal(deal.id)
      void navigate('/deals')
      await queryClient.invalidateQueries({ queryKey: ['deals'] })
    } catch (error) {
      notifications.show({ color: 'red', title: t('notDeleted'), message: messageOf(error) })
    }
  }
  const ask = () =>
    modals.openConfirmModal({
      title: t('deleteTitle', { deal: deal.title }),
      children: t('deleteText'),
      labels: { confirm: t('delete'), cancel: t('common:cancel') },
      confirmProps: { color: 'red.8' },
      onConfirm: remove,
    })

  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="default" size={34} aria-label={t('actions')}>
          <IconDots size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconTrash size={16} />} c="var(--baton-late)" onClick={ask}>
          {t('delete')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
