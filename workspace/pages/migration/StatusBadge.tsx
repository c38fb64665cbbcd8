import { Badge } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Migration } from '../../api/migrations.ts'

const colors = { running: 'brand', paused: 'orange', cancelled: 'gray', done: 'teal' }

/** How a migration stands. */
export function StatusBadge({ status }: { status: Migration['status'] }) {
  const { t } = useTranslation('migration')
  return <Badge color={colors[status]}>{t(`status.${status}`)}</Badge>
}
