import { Skeleton } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type BoardFilter, boardQuery } from '../../../api/deals.ts'
import { ErrorCard } from '../../../components/ErrorCard.tsx'
import classes from './Board.module.css'
import { Board } from './Board.tsx'

interface Props {
  filter: BoardFilter
  onNew: (stage: string) => void
}

/** Fetches the board; the old one stays while a filter is being applied. */
export function BoardView({ filter, onNew }: Props) {
  const { t } = useTranslation('deals')
  const board = useQuery({ ...boardQuery(filter), placeholderData: keepPreviousData })
  if (board.error) {
    return (
      <div style={{ padding: 20 }}>
        <ErrorCard error={board.error} title={t('notLoaded')} retry={board.refetch} />
      </div>
    )
  }
  if (!board.data) return <BoardSkeleton />
  return <Board board={board.data} filter={filter} onNew={onNew} />
}

function BoardSkeleton() {
  return (
    <div className={classes.board} aria-busy>
      {Object.entries(skeleton).map(([column, cards]) => (
        <div key={column} className={classes.column} style={{ '--stage': 'var(--baton-line)' }}>
          <div className={classes.head}>
            <Skeleton h={16} w={110} />
          </div>
          <div className={classes.cards}>
            {cards.map(card => (
              <Skeleton key={card} h={104} radius={10} style={{ flex: 'none' }} />
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}

const skeleton = { a: [1, 2, 3, 4], b: [1, 2, 3, 4, 5], c: [1, 2, 3], d: [1, 2, 3, 4], e: [1, 2] }
