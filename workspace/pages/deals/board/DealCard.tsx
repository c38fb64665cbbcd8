import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { Tooltip } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { memo, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'react-router'
import { movesQuery } from '../../../api/deals.ts'
import { useCan } from '../../../api/session.ts'
import type { Card, StageKind } from '../../../api/types.ts'
import { span } from '../../../components/Due.tsx'
import { useFormat } from '../../../components/format.ts'
import { PersonAvatar } from '../../../components/PersonAvatar.tsx'
import { useBoard } from './context.ts'
import classes from './DealCard.module.css'
import { MoveMenu } from './MoveMenu.tsx'
import { NextStepLine } from './NextStepLine.tsx'
import { carry } from './useBoardKeys.ts'

interface Props {
  card: Card
  kind: StageKind
  /** The first card of a column is where Tab enters it; the arrows go on from there. */
  first: boolean
}

/** After so many days in one stage the number turns red. */
const longStay = 14

/** A deal on the board: whose, what, how much, how long here, what comes next. */
export const DealCard = memo(function DealCard({ card, kind, first }: Props) {
  const { t, i18n } = useTranslation('deals')
  const format = useFormat()
  const { search } = useLocation()
  const { refused } = useBoard()
  const { element, held } = useDraggable(card)
  const prefetch = usePrefetchMoves(card.id)
  const days = format.daysSince(card.stageSince)
  const owner = card.owners[0]

  return (
    <article
      ref={element}
      className={classes.card}
      data-card={card.id}
      data-held={held || undefined}
      data-refused={refused === card.id || undefined}
      onPointerEnter={prefetch}
    >
      <div className={classes.top}>
        <Link
          to={{ pathname: `/deals/${card.id}`, search }}
          className={classes.link}
          data-card-link
          draggable={false}
          tabIndex={first ? 0 : -1}
          onFocus={prefetch}
        >
          {card.company?.name ?? card.title}
        </Link>
        <MoveMenu card={card} />
      </div>
      {card.company && <div className={classes.title}>{card.title}</div>}
      <div className={classes.middle}>
        <span className={`${classes.amount} tabular`} data-unknown={card.amount === null || undefined}>
          {card.amount === null ? t('noAmount') : format.money(card.amount, card.currency)}
        </span>
        <span className={classes.grow} />
        <Tooltip label={t('inStageSince', { date: format.day(card.stageSince) })}>
          <span className={classes.days} data-long={(kind === 'open' && days >= longStay) || undefined}>
            {span(days * 86_400_000, i18n.language, 'day')}
          </span>
        </Tooltip>
        {owner && <PersonAvatar name={owner.name} size={22} />}
        {card.owners.length > 1 && <span className={classes.days}>+{card.owners.length - 1}</span>}
      </div>
      <NextStepLine next={card.next} kind={kind} />
    </article>
  )
})

function useDraggable(card: Card) {
  const element = useRef<HTMLElement>(null)
  const [held, setHeld] = useState(false)
  const allowed = useCan()('deals.write')
  useEffect(() => {
    carry(element.current!, card)
    if (!allowed) return
    return draggable({
      element: element.current!,
      getInitialData: () => ({ type: 'deal', card }),
      onDragStart: () => setHeld(true),
      onDrop: () => setHeld(false),
    })
  }, [card, allowed])
  return { element, held }
}

/** Where the card may go is asked while the pointer only rests on it, so that the answer is there when it is lifted. */
function usePrefetchMoves(id: string) {
  const queryClient = useQueryClient()
  return () => void queryClient.prefetchQuery(movesQuery(id))
}
