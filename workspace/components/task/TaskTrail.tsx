import { Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Task, TaskChange } from '../../api/types.ts'
import { When } from '../When.tsx'
import classes from './TaskWork.module.css'

/** Whose hands the task went through, and when. */
export function TaskTrail({ task: { trail } }: { task: Task }) {
  const { t } = useTranslation('tasks')
  if (trail.length === 0) return null
  return (
    <section aria-label={t('trail.title')}>
      <Text fz="sm" fw={600} mb={4}>
        {t('trail.title')}
      </Text>
      <ol className={classes.trail}>
        {trail.map(change => (
          <li key={`${change.at}${change.what}`}>
            <Text fz="sm" c="dimmed">
              {t(`trail.${wordFor(change)}`, { by: change.by?.name ?? '', to: change.to?.name ?? '' })}
              {change.insteadOf && ` ${t('trail.insteadOf', { name: change.insteadOf.name })}`} ·{' '}
              <When at={change.at} />
              {change.note && (
                <Text span c="var(--mantine-color-text)" display="block" style={{ whiteSpace: 'pre-wrap' }}>
                  {change.note}
                </Text>
              )}
            </Text>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** Whoever delegated it may fetch it back himself. */
function wordFor({ what, by, to }: TaskChange): string {
  return what === 'resolved' && by?.id === to?.id ? 'takenBack' : what
}
