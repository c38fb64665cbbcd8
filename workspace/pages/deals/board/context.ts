import type { TFunction } from 'i18next'
import { createContext, use } from 'react'
import type { BoardFilter } from '../../../api/deals.ts'
import type { Board, Card, Move } from '../../../api/types.ts'
import type { Formats } from '../../../components/format.ts'

/** What changes while one works on the board. Columns read it; cards do not, so that a drag draws no card anew. */
interface BoardState {
  board: Board
  filter: BoardFilter
  dragging: Card | null
  /** Where the dragged card may go; unknown until the server has said. */
  moves: Move[] | undefined
  /** Id of the card that was just sent back. */
  refused: string | null
}

/** What every card needs and none should fetch for itself: there may be hundreds. */
export interface CardTools {
  t: TFunction<'deals'>
  language: string
  format: Formats
  mayMove: boolean
  stages: { stage: string; name: string }[]
  move: (card: Card, to: string) => Promise<void>
  prefetchMoves: (id: string) => void
}

export const BoardContext = createContext<BoardState | null>(null)
export const CardContext = createContext<CardTools | null>(null)

export function useBoard(): BoardState {
  return use(BoardContext) ?? outside()
}

export function useCardTools(): CardTools {
  return use(CardContext) ?? outside()
}

function outside(): never {
  throw new Error('Expected to stand on a board')
}
