import { ActionIcon, Group, Skeleton, Text, Tooltip, UnstyledButton } from '@mantine/core'
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { historyQuery } from '../../api/instances.ts'
import type { HistoryStep, Instance } from '../../api/types.ts'
import { ErrorCard } from '../../components/ErrorCard.tsx'
import { useFormat } from '../../components/format.ts'
import { When } from '../../components/When.tsx'
import type { Drawing } from './drawing.ts'
import classes from './History.module.css'
import { type Moment, momentAfter, nodeOf } from './playback.ts'

interface Props {
  instance: Instance
  drawing: Drawing
  /** Shows the picture as it was after a step; `undefined` is now. */
  onMoment(moment: Moment | undefined): void
  stepping: boolean
}

/** Everything that happened, newest first; choosing a step (or walking with ↑ ↓) shows the drawing as it was then. */
export function History({ instance, drawing, onMoment, stepping }: Props) {
  const { t } = useTranslation('instance')
  const history = useInfiniteQuery(historyQuery(instance.id))
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = history
  // Playing it again needs every step from the first one on.
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const steps = useMemo(
    () => (history.data?.pages.flatMap(page => page.items) ?? []).toSorted((a, b) => a.revision - b.revision),
    [history.data],
  )
  const [chosen, setChosen] = useState<number>()
  const list = useRef<HTMLOListElement>(null)
  const at = stepping ? chosen : undefined

  const choose = (index: number | undefined) => {
    setChosen(index)
    onMoment(index === undefined ? undefined : momentAfter(steps, index + 1, drawing.holds))
  }
  const walk = (by: number) => {
    const next = Math.min(steps.length - 1, Math.max(0, (at ?? steps.length) + by))
    choose(next)
    list.current?.querySelector<HTMLElement>(`[data-step="${next}"]`)?.focus()
  }
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && stepping) choose(undefined)
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key]
    if (!by) return
    event.preventDefault()
    walk(by)
  }

  if (history.error) return <ErrorCard error={history.error} retry={history.refetch} />
  if (history.isPending) return <Skeleton height={160} />
  return (
    <>
      <Group justify="space-between" mb={6}>
        <Text fz="sm" c="dimmed">
          {at === undefined ? t('history.hint') : t('history.at', { step: at + 1, of: steps.length })}
        </Text>
        <Group gap={4}>
          <Tooltip label={t('history.earlier')}>
            <ActionIcon
              variant="default"
              aria-label={t('history.earlier')}
              onClick={() => walk(-1)}
              disabled={at === 0}
            >
              <IconChevronDown size={16} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t('history.later')}>
            <ActionIcon
              variant="default"
              aria-label={t('history.later')}
              onClick={() => walk(1)}
              disabled={at === undefined || at === steps.length - 1}
            >
              <IconChevronUp size={16} />
            </ActionIcon>
          </Tooltip>
        </Group>
      </Group>
      <ol className={classes.list} ref={list} onKeyDown={onKey} reversed>
        {steps.toReversed().map((step, fromEnd) => {
          const index = steps.length - 1 - fromEnd
          return (
            <li key={step.revision}>
              <UnstyledButton
                className={classes.step}
                data-step={index}
                aria-pressed={index === at}
                onClick={() => choose(index === at ? undefined : index)}
              >
                <StepText step={step} drawing={drawing} />
              </UnstyledButton>
            </li>
          )
        })}
      </ol>
    </>
  )
}

function StepText({ step, drawing }: { step: HistoryStep; drawing: Drawing }) {
  const { t, i18n } = useTranslation('instance')
  const format = useFormat()
  const known = `history.did.${step.command.type}`
  const node = nodeOf(step)
  const outcome = typeof step.command.outcome === 'string' ? drawing.named(step.command.outcome) : undefined
  const text = i18n.exists(known, { ns: 'instance' })
    ? // A step nobody named has no name to tell; its id says nothing to people.
      t(known, { name: (node && drawing.named(node)) || '' }).replace(/[\s:]+$/, '') +
      (outcome ? ` → ${outcome}` : '')
    : step.text
  const why = [step.command.message, step.command.reason].find(text => typeof text === 'string')
  const by = typeof step.by === 'object' ? step.by.name : step.by
  const way = step.trace.flatMap(
    trace => (trace.verb === 'enter' && trace.node && drawing.named(trace.node)) || [],
  )
  return (
    <>
      <span className={classes.number}>{step.revision}</span>
      <span className={classes.text}>
        <Text span fw={550} display="block">
          {text}
        </Text>
        {why && (
          <Text span fz="sm" display="block">
            {why}
          </Text>
        )}
        {way.length > 0 && (
          <Text span fz="sm" c="dimmed" display="block">
            {t('history.went', { way: way.join(' → ') })}
          </Text>
        )}
        <Text span fz="xs" c="dimmed" display="block" title={format.moment(step.at)}>
          <When at={step.at} exact />
          {by && ` · ${by}`}
        </Text>
      </span>
    </>
  )
}
