import { Text } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { Fragment } from 'react'
import { useTranslation } from 'react-i18next'
import type { TaskOutcome } from '../../api/types.ts'
import classes from './TaskWork.module.css'

/** What the process will do after each answer, told before anybody presses a button. */
export function AfterThis({ outcomes, hot }: { outcomes: TaskOutcome[]; hot?: string }) {
  const { t } = useTranslation('tasks')
  const told = outcomes.filter(outcome => outcome.after.length > 0)
  if (told.length === 0) return null
  return (
    <div className={classes.after}>
      <Text fz="xs" fw={650} c="dimmed" mb={2}>
        {t('after')}
      </Text>
      {told.map(outcome => (
        <div key={outcome.id} className={classes.afterRow} data-hot={hot === outcome.id || undefined}>
          {outcomes.length > 1 && (
            <>
              <span className={classes.afterName}>{outcome.name}</span>
              <Arrow />
            </>
          )}
          {[...new Set(outcome.after)].map((step, index) => (
            <Fragment key={step}>
              {index > 0 && <Arrow />}
              <span>{step}</span>
            </Fragment>
          ))}
        </div>
      ))}
    </div>
  )
}

function Arrow() {
  return <IconArrowRight size={13} stroke={1.8} className={classes.arrow} aria-label="→" />
}
