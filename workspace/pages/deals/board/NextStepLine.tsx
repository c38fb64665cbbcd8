import { IconAlertTriangle, IconChecklist, IconExclamationCircle, IconRobot } from '@tabler/icons-react'
import type { NextStep, StageKind } from '../../../api/types.ts'
import { dueText, span, urgencyOf } from '../../../components/Due.tsx'
import type { CardTools } from './context.ts'
import classes from './DealCard.module.css'

interface Props {
  next: NextStep
  kind: StageKind
  words: Pick<CardTools, 't' | 'language' | 'format'>
}

/** What will move this deal: a person's task, the process itself, or, as a warning, nothing. */
export function NextStepLine({ next, kind, words }: Props) {
  const { t, language, format } = words
  if (!next) {
    if (kind !== 'open') return null
    return (
      <div className={classes.next} data-kind="none">
        <IconAlertTriangle size={15} stroke={1.8} aria-hidden />
        <span className={classes.nextText}>{t('noNextStep')}</span>
      </div>
    )
  }
  if (next.type === 'task') {
    return (
      <div
        className={classes.next}
        data-kind="task"
        data-urgency={next.due ? urgencyOf(next.due) : undefined}
      >
        <IconChecklist size={15} stroke={1.8} aria-hidden />
        <span className={classes.nextText} title={next.name}>
          {next.name}
        </span>
        {next.due && (
          <time dateTime={next.due} title={format.moment(next.due)}>
            {dueText(next.due, urgencyOf(next.due), words)}
          </time>
        )}
      </div>
    )
  }
  if (next.type === 'incident') {
    return (
      <div className={classes.next} data-kind="incident">
        <IconExclamationCircle size={15} stroke={1.8} aria-hidden />
        <span className={classes.nextText} title={next.text}>
          {next.text}
        </span>
      </div>
    )
  }
  const left = next.until ? new Date(next.until).getTime() - Date.now() : 0
  const waits = t('waitsFor', { what: next.text })
  const step = next.name && t(`waiting.${kinds.has(next.kind) ? next.kind : 'other'}`, { step: next.name })
  return (
    <div className={classes.next} data-kind="wait">
      <IconRobot size={15} stroke={1.8} aria-hidden />
      <span className={classes.nextText} title={step ?? waits}>
        {step ?? waits}
      </span>
      {left > 0 && <span className={classes.left}>{t('left', { time: span(left, language) })}</span>}
    </div>
  )
}

/** Waits that the texts have words of their own for. */
const kinds = new Set(['task', 'timer', 'message', 'signal', 'job', 'worker', 'join', 'child', 'condition'])
