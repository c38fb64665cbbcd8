import { Badge } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconPlayerPause, IconPlayerPlay, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { InstanceStatus } from '../api/types.ts'

const looks: Record<InstanceStatus, { color: string; icon: typeof IconCheck }> = {
  running: { color: 'brand', icon: IconPlayerPlay },
  suspended: { color: 'yellow', icon: IconPlayerPause },
  completed: { color: 'teal', icon: IconCheck },
  cancelled: { color: 'gray', icon: IconX },
  failed: { color: 'red', icon: IconAlertTriangle },
}

/** The state of a process in a word; a problem outweighs everything else. */
export function InstanceBadge({ status, incidents = 0 }: { status: InstanceStatus; incidents?: number }) {
  const { t } = useTranslation(['instances', 'instance'])
  const broken = incidents > 0 && (status === 'running' || status === 'suspended')
  const look = broken ? looks.failed : looks[status]
  const Icon = look.icon
  return (
    <Badge
      color={look.color}
      variant="light"
      miw="max-content"
      leftSection={<Icon size={12} aria-hidden />}
      className={`state-${look.color}`}
    >
      {broken ? t('instances:problems', { count: incidents }) : t(`instances:status.${status}`)}
    </Badge>
  )
}
