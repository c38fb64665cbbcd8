import { Badge } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconClock, IconMailOff } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import type { LetterRow, LetterStatus } from '../../api/types.ts'

const looks: Record<LetterStatus, { color: string; icon: typeof IconCheck }> = {
  sent: { color: 'teal', icon: IconCheck },
  waiting: { color: 'brand', icon: IconClock },
  notSent: { color: 'orange', icon: IconMailOff },
  failed: { color: 'red', icon: IconAlertTriangle },
}

/** Whether a letter went out; one that did not says so plainly. */
export function LetterBadge({ letter }: { letter: Pick<LetterRow, 'status'> }) {
  const { t } = useTranslation('outbox')
  const { color, icon: Icon } = looks[letter.status]
  return (
    <Badge color={color} leftSection={<Icon size={12} aria-hidden />}>
      {t(`status.${letter.status}`)}
    </Badge>
  )
}
