import { Alert, Button, Stack } from '@mantine/core'
import { IconArrowRight } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../api/client.ts'
import { changesOf, completeTask, taskQuery } from '../../api/tasks.ts'
import type { FormField, Json, Task, TaskOutcome, TaskRow } from '../../api/types.ts'
import { messageOf } from '../ErrorCard.tsx'
import { AfterThis } from './AfterThis.tsx'
import { checkForm, type FieldError, isRequired } from './check.ts'
import { type Draft, dropDraft, keepDraft, readDraft } from './drafts.ts'
import { FieldInput } from './FieldInput.tsx'
import classes from './TaskWork.module.css'
import { useVisibleFields } from './useVisibleFields.ts'

interface Props {
  task: Task
  currency: string
  /** The outcome somebody already chose elsewhere, e.g. by dragging the card. */
  preferred?: string
  /** Completed: with the task that opens next, if there is one. */
  onDone: (outcome: TaskOutcome, next?: TaskRow) => void
  /** Somebody else closed it in the meantime. */
  onStale: () => void
}

/** The form of a task and the buttons that answer it: one for each way the process can go on. */
export function TaskForm({ task: given, currency, preferred, onDone, onStale }: Props) {
  const { t } = useTranslation('tasks')
  const task = given.outcomes.length > 0 ? given : { ...given, outcomes: [complete] }
  const [draft, setDraft] = useState<Draft>(() => readDraft(task.id))
  const [errors, setErrors] = useState<Record<string, string>>({})
  // A card's drag knows the outcome by its name only.
  const wanted = task.outcomes.find(outcome => outcome.id === preferred || outcome.name === preferred)?.id
  const [hot, setHot] = useState(wanted)
  const form = useRef<HTMLFormElement>(null)
  const values = { ...task.values, ...draft }
  const fields = useVisibleFields(task.form, values)
  const queryClient = useQueryClient()
  // Whoever takes the task and answers at once has changed it himself: that is waited for, and no conflict.
  const version = () => queryClient.getQueryData(taskQuery(task.id).queryKey)?.version ?? task.version
  const completion = useMutation({
    scope: changesOf(task.id),
    mutationFn: (outcome: TaskOutcome) =>
      completeTask(task.id, { outcome: outcome.id, values: sent(fields, values), version: version() }),
    onSuccess: ({ next }, outcome) => {
      dropDraft(task.id)
      onDone(outcome, next)
    },
    onError: error => {
      if (!(error instanceof ApiError)) return
      if (error.code === 'invalidForm') show((error.details.fields ?? {}) as Record<string, string>)
      if (error.code === 'taskClosed') onStale()
    },
  })
  const told =
    completion.error instanceof ApiError && ['invalidForm', 'taskClosed'].includes(completion.error.code)

  useEffect(() => keepDraft(task.id, draft), [task.id, draft])

  function answer(outcome: TaskOutcome) {
    const wrong = checkForm(fields, outcome, values)
    if (Object.keys(wrong).length > 0) return show(mapValues(wrong, error => describe(error)))
    setErrors({})
    completion.mutate(outcome)
  }

  function show(found: Record<string, string>) {
    setErrors(found)
    const first = fields.find(field => found[field.key])
    // After the errors are drawn, so that a screen reader reads the message with the field.
    if (first)
      setTimeout(() => form.current?.querySelector<HTMLElement>(`[data-field="${first.key}"]`)?.focus())
  }

  const describe = (error: FieldError) => t(`form.${error.text}`, { limit: error.limit })
  const change = (key: string, value: Json) => {
    setDraft(before => ({ ...before, [key]: value }))
    setErrors(({ [key]: _gone, ...others }) => others)
  }
  const hotOutcome = task.outcomes.find(outcome => outcome.id === hot)

  return (
    <form ref={form} noValidate onSubmit={event => event.preventDefault()}>
      <Stack gap="md">
        {fields.length > 0 && (
          <div className={classes.fields}>
            {fields.map(field => (
              <div key={field.key} className={field.type === 'longtext' ? classes.wide : undefined}>
                <FieldInput
                  field={field}
                  value={values[field.key] ?? null}
                  currency={currency}
                  required={isRequired(field, hotOutcome ?? soleOutcome(task))}
                  error={errors[field.key]}
                  onChange={value => change(field.key, value)}
                />
              </div>
            ))}
          </div>
        )}
        {completion.error && !told && (
          <Alert color="red" variant="light" role="alert" title={t('notCompleted')}>
            {messageOf(completion.error)}
          </Alert>
        )}
        <AfterThis outcomes={task.outcomes} hot={hot} />
        <div className={classes.foot}>
          <span className={classes.kept}>{Object.keys(draft).length > 0 ? t('draftKept') : ''}</span>
          {inOrder(task.outcomes).map(outcome => (
            <Button
              key={outcome.id}
              className={classes.outcome}
              {...looks(outcome, task.outcomes)}
              rightSection={outcome.tone === 'negative' ? undefined : <IconArrowRight size={16} />}
              loading={completion.isPending && completion.variables?.id === outcome.id}
              disabled={completion.isPending}
              onClick={() => answer(outcome)}
              onPointerEnter={() => setHot(outcome.id)}
              onPointerLeave={() => setHot(wanted)}
              onFocus={() => setHot(outcome.id)}
              onBlur={() => setHot(wanted)}
              data-outcome={outcome.id}
            >
              {outcome.id === 'complete' && (outcome.name === '' || outcome.name === 'complete')
                ? t('complete')
                : outcome.name}
            </Button>
          ))}
        </div>
      </Stack>
    </form>
  )
}

/** The only answer of a to-do, which no process waits for. */
const complete: TaskOutcome = { id: 'complete', name: '', requires: [], after: [] }

/** Negative answers first, the way that is meant last: where the eye and the thumb end. */
function inOrder(outcomes: TaskOutcome[]): TaskOutcome[] {
  const rank = { negative: 0, neutral: 1, positive: 2 }
  return [...outcomes].sort((a, b) => rank[a.tone ?? 'neutral'] - rank[b.tone ?? 'neutral'])
}

function looks(outcome: TaskOutcome, all: TaskOutcome[]) {
  if (outcome.tone === 'negative') return { variant: 'default', c: 'var(--baton-late)' }
  const noneIsPositive = !all.some(other => other.tone === 'positive')
  return { variant: outcome.tone === 'positive' || noneIsPositive ? 'filled' : 'default' }
}

function soleOutcome(task: Task): TaskOutcome | undefined {
  return task.outcomes.length === 1 ? task.outcomes[0] : undefined
}

function sent(fields: FormField[], values: Record<string, Json>): Record<string, Json> {
  return Object.fromEntries(fields.map(field => [field.key, values[field.key] ?? null]))
}

function mapValues<T, R>(record: Record<string, T>, map: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
