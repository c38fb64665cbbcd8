import { createContext, use } from 'react'
import type { BoardFilter } from '../../../api/deals.ts'
import type { Board, Card, Move } from '../../../api/types.ts'

interface BoardState {
  board: Board
  filter: BoardFilter
  dragging: Card | null
  /** Where the dragged card may go; unknown until the server has said. */
  moves: Move[] | undefined
  /** Id of the card that was just sent back. */
  refused: string | null
  move: (card: Card, to: string) => Promise<void>
}

export const BoardContext = createContext<BoardState | null>(null)

export function useBoard(): BoardState {
  const state = use(BoardContext)
  if (!state) throw new Error('Expected to stand on a board')
  return state
}
