import {
  ActionIcon,
  Button,
  Group,
  Indicator,
  Popover,
  ScrollArea,
  Stack,
  Text,
  UnstyledButton,
} from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useNavigate } from 'react-router'
import { markNotificationsRead, notificationsQuery } from '../api/notifications.ts'
import type { Notification } from '../api/types.ts'
import { ErrorCard } from '../components/ErrorCard.tsx'
import { When } from '../components/When.tsx'
import classes from './Bell.module.css'

/** What wants my attention: tasks given to me, incidents, answers. Opening the list marks it read. */
export function Bell() {
  const { t } = useTranslation()
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useQuery(notificationsQuery)
  const queryClient = useQueryClient()
  const read = useMutation({
    mutationFn: markNotificationsRead,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: notificationsQuery.queryKey }),
  })
  const unread = data?.unread ?? data?.items.filter(item => !item.read).length ?? 0
  const label = unread ? t('bell.unread', { count: unread }) : t('bell.label')

  return (
    <Popover opened={open} onChange={setOpen} position="bottom-end" width={360} trapFocus>
      <Indicator disabled={!unread} color="red" size={8} offset={8}>
        <Popover.Target>
          <ActionIcon
            size={36}
            variant="subtle"
            color="gray"
            c="var(--mantine-color-text)"
            aria-label={label}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <IconBell size={18} stroke={1.7} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p={0} aria-label={t('bell.label')}>
        <Group justify="space-between" px="sm" py={8}>
          <Text fw={650}>{t('bell.label')}</Text>
          {unread > 0 && (
            <Button size="compact-xs" variant="subtle" onClick={() => read.mutate()} loading={read.isPending}>
              {t('bell.markRead')}
            </Button>
          )}
        </Group>
        <ScrollArea.Autosize mah={420}>
          {error && <ErrorCard error={error} retry={refetch} />}
          {data?.items.length === 0 && (
            <Text c="dimmed" ta="center" p="lg">
              {t('bell.empty')}
            </Text>
          )}
          <Stack gap={0} component="ul" className={classes.list}>
            {data?.items.map(item => (
              <li key={item.id}>
                <Item item={item} close={() => setOpen(false)} />
              </li>
            ))}
          </Stack>
        </ScrollArea.Autosize>
      </Popover.Dropdown>
    </Popover>
  )
}

function Item({ item, close }: { item: Notification; close: () => void }) {
  const navigate = useNavigate()
  const go = () => {
    close()
    if (item.link) void navigate(item.link)
  }
  return (
    <UnstyledButton className={classes.item} data-unread={!item.read || undefined} onClick={go}>
      <Text fz="sm" fw={item.read ? 450 : 600}>
        {item.title}
      </Text>
      {item.text && (
        <Text fz="xs" c="dimmed" lineClamp={2}>
          {item.text}
        </Text>
      )}
      <Text fz="xs" c="dimmed">
        <When at={item.at} />
      </Text>
    </UnstyledButton>
  )
}
