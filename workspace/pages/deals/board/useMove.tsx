import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconArrowBackUp } from '@tabler/icons-react'
import { type InfiniteData, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../../../api/client.ts'
import { moveDeal, movesQuery } from '../../../api/deals.ts'
import type { Board, Card, Deal, Move, Named, Page } from '../../../api/types.ts'
import { dealName } from '../../../components/about.ts'
import { messageOf } from '../../../components/ErrorCard.tsx'
import { moveCard } from './moveCard.ts'

/** A task that stands in the way of a move. */
export interface Obstacle {
  task: string
  reason: string
  outcome?: string
}

/**
 * Moving a card: at once on the screen, then on the server. Allowed: a toast with Undo where the way back is open.
 * Refused: the card springs back with the reason, and a task that must be filled first opens its form.
 */
export function useMove(stageName: (stage: string) => string, announce: (text: string) => void) {
  const { t } = useTranslation('deals')
  const queryClient = useQueryClient()
  const [obstacle, setObstacle] = useState<Obstacle | null>(null)
  const [refused, setRefused] = useState<string | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)

  async function move(card: Card, to: string): Promise<void> {
    if (card.stage === to) return
    const known = queryClient.getQueryData(movesQuery(card.id).queryKey)?.find(way => way.stage === to)
    if (known && !known.allowed) return springBack(card, known.reason ?? t('move.refused'), known.task)
    if (known?.needs?.length && known.task) return askFirst(card, to, known)
    await queryClient.cancelQueries({ queryKey: ['deals'] })
    const before = queryClient.getQueriesData<Board>({ queryKey: ['deals', 'board'] })
    show(card, to)
    announce(t('move.moving', { deal: dealName(card), stage: stageName(to) }))
    try {
      const deal = await moveDeal(card.id, { stage: to, version: card.version })
      announce(t('move.moved', { deal: dealName(card), stage: stageName(to) }))
      void offerUndo(deal, card.stage)
    } catch (error) {
      for (const [key, board] of before) queryClient.setQueryData(key, board)
      refuse(card, to, error, known)
    }
    void queryClient.invalidateQueries({ queryKey: ['deals'] })
    void queryClient.invalidateQueries({ queryKey: ['deal', card.id] })
    void queryClient.invalidateQueries({ queryKey: ['tasks'] })
  }

  function show(card: Card, to: string) {
    queryClient.setQueriesData<Board>(
      { queryKey: ['deals', 'board'] },
      board => board && moveCard(board, card, to),
    )
    queryClient.setQueriesData<InfiniteData<Page<Card>>>(
      { queryKey: ['deals', 'more'] },
      data => data && { ...data, pages: data.pages.map(page => withoutCard(page, card.id)) },
    )
  }

  function refuse(card: Card, to: string, error: unknown, way?: Move) {
    const details: Partial<Move> = error instanceof ApiError ? error.details : {}
    const needed = details.needs?.length ? details.task : undefined
    if (needed) askFirst(card, to, { ...way, task: needed })
    else springBack(card, messageOf(error), details.task)
  }

  /** The way is open as soon as a form is filled: here it is. */
  function askFirst(card: Card, to: string, way: Pick<Move, 'outcomeName' | 'task'>) {
    const reason = t('move.formFirst', { deal: dealName(card), stage: stageName(to) })
    setObstacle({ task: way.task!.id, reason, outcome: way.outcomeName })
    announce(reason)
  }

  function springBack(card: Card, reason: string, task?: Named) {
    setRefused(card.id)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setRefused(null), 600)
    announce(t('move.stays', { deal: dealName(card), reason }))
    const id = `stays-${card.id}`
    const open = () => {
      notifications.hide(id)
      setObstacle({ task: task!.id, reason })
    }
    notifications.show({
      id,
      color: 'red',
      autoClose: 9000,
      title: t('move.staysTitle', { deal: dealName(card) }),
      message: (
        <>
          {reason}
          {task && (
            <Button size="compact-sm" variant="light" mt={6} display="block" onClick={open}>
              {t('move.openTask', { task: task.name })}
            </Button>
          )}
        </>
      ),
    })
  }

  async function offerUndo(deal: Deal, back: string) {
    const ways = await queryClient.fetchQuery({ ...movesQuery(deal.id), staleTime: 0 }).catch(() => [])
    const open = ways.some(way => way.stage === back && way.allowed)
    const id = `moved-${deal.id}`
    const undo = () => {
      notifications.hide(id)
      void move({ ...deal, stage: deal.stage }, back)
    }
    notifications.show({
      id,
      autoClose: 6000,
      withCloseButton: !open,
      message: (
        <Group justify="space-between" wrap="nowrap">
          <Text>{t('move.done', { deal: dealName(deal), stage: stageName(deal.stage) })}</Text>
          {open && (
            <Button
              size="compact-sm"
              variant="light"
              leftSection={<IconArrowBackUp size={15} />}
              onClick={undo}
            >
              {t('common:undo')}
            </Button>
          )}
        </Group>
      ),
    })
  }

  return { move, refused, obstacle, clearObstacle: () => setObstacle(null) }
}

function withoutCard(page: Page<Card>, id: string): Page<Card> {
  return { ...page, items: page.items.filter(card => card.id !== id) }
}
