import { dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { ActionIcon, Button, Text, Tooltip } from '@mantine/core'
import { IconLock, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { startTransition, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { moreCards } from '../../../api/deals.ts'
import { useCan, useSession } from '../../../api/session.ts'
import type { BoardColumn, Card } from '../../../api/types.ts'
import { useFormat } from '../../../components/format.ts'
import classes from './Board.module.css'
import { useBoard } from './context.ts'
import { DealCard } from './DealCard.tsx'
import { colourOf } from './stageColours.ts'

/** One stage: its name, how many deals and what they are worth, the first thirty cards and the rest on demand. */
export function Column({ column, onNew }: { column: BoardColumn; onNew: (stage: string) => void }) {
  const { t } = useTranslation('deals')
  const format = useFormat()
  const can = useCan()
  const { config } = useSession()
  const { board, dragging, moves, refused } = useBoard()
  const { element, over } = useDropTarget(column.stage)
  const { cards, more } = useColumnCards(column)
  const rest = useRestLater()
  const index = board.columns.indexOf(column)
  const way = moves?.find(move => move.stage === column.stage)
  const closed = dragging !== null && dragging.stage !== column.stage && way?.allowed === false

  return (
    <section
      ref={element}
      className={classes.column}
      data-stage={column.stage}
      data-over={over || undefined}
      data-closed={closed || undefined}
      style={{ '--stage': colourOf(column, index) }}
      aria-label={t('columnLabel', { stage: column.name, count: column.count })}
    >
      <header className={classes.head}>
        <h2 className={classes.name}>{column.name}</h2>
        <span className={classes.count}>{format.number(column.count)}</span>
        <span className={classes.grow} />
        {can('deals.write') && column.kind === 'open' && (
          <Tooltip label={t('newIn', { stage: column.name })}>
            <ActionIcon
              variant="subtle"
              color="gray"
              c="var(--mantine-color-text)"
              onClick={() => onNew(column.stage)}
              aria-label={t('newIn', { stage: column.name })}
            >
              <IconPlus size={17} stroke={1.8} />
            </ActionIcon>
          </Tooltip>
        )}
        <div className={`${classes.sum} tabular`}>
          {format.money(Math.round(column.sum), config.currency)}
        </div>
      </header>
      <div className={classes.cards}>
        {cards.slice(0, rest ? undefined : atOnce).map((card, place) => (
          <DealCard
            key={card.id}
            card={card}
            kind={column.kind}
            first={place === 0}
            refused={refused === card.id}
          />
        ))}
        {cards.length === 0 && <Text className={classes.empty}>{t('emptyColumn')}</Text>}
        {more && (
          <Button variant="subtle" size="xs" fullWidth onClick={more.load} loading={more.loading}>
            {t('moreCards', { count: Math.max(0, column.count - cards.length) })}
          </Button>
        )}
      </div>
      {closed && (
        <div className={classes.lock} role="note">
          <IconLock size={20} stroke={1.7} />
          <span>{way?.reason ?? t('move.refused')}</span>
        </div>
      )}
    </section>
  )
}

/** What fits a tall screen is drawn at once, the rest of the cards when that is on the screen. */
const atOnce = 8

function useRestLater(): boolean {
  const [rest, setRest] = useState(false)
  useEffect(() => startTransition(() => setRest(true)), [])
  return rest
}

function useDropTarget(stage: string) {
  const element = useRef<HTMLElement>(null)
  const [over, setOver] = useState(false)
  useEffect(
    () =>
      dropTargetForElements({
        element: element.current!,
        canDrop: ({ source }) => source.data.type === 'deal',
        getData: () => ({ stage }),
        onDragEnter: ({ source }) => setOver((source.data.card as Card).stage !== stage),
        onDragLeave: () => setOver(false),
        onDrop: () => setOver(false),
      }),
    [stage],
  )
  return { element, over }
}

/** The cards that came with the board, then the pages asked for since; a card that moved up is shown once. */
function useColumnCards(column: BoardColumn) {
  const { filter } = useBoard()
  const [from, setFrom] = useState<string>()
  const query = useInfiniteQuery({
    queryKey: ['deals', 'more', column.stage, filter, from],
    queryFn: ({ pageParam }) => moreCards(column.stage, filter, pageParam),
    initialPageParam: from ?? '',
    getNextPageParam: page => page.next,
    enabled: from !== undefined,
  })
  const first = new Set(column.cards.map(card => card.id))
  const later = (query.data?.pages ?? []).flatMap(page => page.items).filter(card => !first.has(card.id))
  const load = () => {
    if (from === undefined) setFrom(column.next)
    else void query.fetchNextPage()
  }
  const open = from === undefined ? Boolean(column.next) : query.isPending || query.hasNextPage
  return {
    cards: [...column.cards, ...later],
    more: open && { load, loading: query.isFetching && from !== undefined },
  }
}
