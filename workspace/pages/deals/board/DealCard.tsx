import { draggable } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { memo, useEffect, useRef, useState } from 'react'
import type { Card, StageKind } from '../../../api/types.ts'
import { aboutOf } from '../../../components/about.ts'
import { span } from '../../../components/Due.tsx'
import { colourOf, initialsOf } from '../../../components/PersonAvatar.tsx'
import { useCardTools } from './context.ts'
import classes from './DealCard.module.css'
import { MoveMenu } from './MoveMenu.tsx'
import { NextStepLine } from './NextStepLine.tsx'
import { carry } from './useBoardKeys.ts'

interface Props {
  card: Card
  kind: StageKind
  /** The first card of a column is where Tab enters it; the arrows go on from there. */
  first: boolean
  /** Just sent back by the process. */
  refused: boolean
}

/** After so many days in one stage the number turns red. */
const longStay = 14

/**
 * A deal on the board: whose, what, how much, how long here, what comes next. Plain elements and native titles only:
 * a kit component more on each card is felt when the board opens. Clicks on the link are heard by the board.
 */
export const DealCard = memo(function DealCard({ card, kind, first, refused }: Props) {
  const { t, language, format, prefetchMoves } = useCardTools()
  const { element, held } = useDraggable(card)
  const days = format.daysSince(card.stageSince)

  return (
    <article
      ref={element}
      className={classes.card}
      data-card={card.id}
      data-held={held || undefined}
      data-refused={refused || undefined}
      onPointerEnter={() => prefetchMoves(card.id)}
    >
      <div className={classes.top}>
        <a
          href={`/deals/${card.id}`}
          className={classes.link}
          data-card-link
          draggable={false}
          tabIndex={first ? 0 : -1}
          onFocus={() => prefetchMoves(card.id)}
        >
          {card.company?.name ?? card.title}
        </a>
        <MoveMenu card={card} />
      </div>
      {card.company && <div className={classes.title}>{aboutOf(card)}</div>}
      <div className={classes.middle}>
        <span className={`${classes.amount} tabular`} data-unknown={card.amount === null || undefined}>
          {card.amount === null ? t('noAmount') : format.money(card.amount, card.currency)}
        </span>
        <span className={classes.grow} />
        <span
          className={classes.days}
          data-long={(kind === 'open' && days >= longStay) || undefined}
          title={t('inStageSince', { date: format.day(card.stageSince) })}
        >
          {span(days * 86_400_000, language, 'day')}
        </span>
        <Owners owners={card.owners} />
      </div>
      <NextStepLine next={card.next} kind={kind} words={{ t, language, format }} />
    </article>
  )
})

function Owners({ owners: [owner, ...others] }: { owners: Card['owners'] }) {
  if (!owner) return null
  const colour = colourOf(owner.name)
  return (
    <>
      <span
        className={classes.owner}
        title={[owner, ...others].map(({ name }) => name).join(', ')}
        style={{
          background: `var(--mantine-color-${colour}-light)`,
          color: `var(--mantine-color-${colour}-light-color)`,
        }}
      >
        {initialsOf(owner.name)}
      </span>
      {others.length > 0 && <span className={classes.days}>+{others.length}</span>}
    </>
  )
}

function useDraggable(card: Card) {
  const element = useRef<HTMLElement>(null)
  const [held, setHeld] = useState(false)
  const { mayMove } = useCardTools()
  useEffect(() => {
    carry(element.current!, card)
    if (!mayMove) return
    return draggable({
      element: element.current!,
      getInitialData: () => ({ type: 'deal', card }),
      onDragStart: () => setHeld(true),
      onDrop: () => setHeld(false),
    })
  }, [card, mayMove])
  return { element, held }
}
