/** The board as it will be when a move succeeds: what the eye sees before the server has answered. */
import type { Board, BoardColumn, Card } from '../../../api/types.ts'

/** Takes the card out of its column and puts it on top of another; counts and sums follow. Unknown cards change nothing. */
export function moveCard(board: Board, card: Card, to: string): Board {
  if (card.stage === to || !board.columns.some(column => column.stage === to)) return board
  const moved = { ...card, stage: to, stageSince: new Date().toISOString() }
  return {
    ...board,
    columns: board.columns.map(column => {
      if (column.stage === card.stage) return without(column, card)
      return column.stage === to ? withOnTop(column, moved) : column
    }),
  }
}

function without(column: BoardColumn, card: Card): BoardColumn {
  return {
    ...column,
    count: column.count - 1,
    sum: column.sum - (card.amount ?? 0),
    cards: column.cards.filter(other => other.id !== card.id),
  }
}

function withOnTop(column: BoardColumn, card: Card): BoardColumn {
  return {
    ...column,
    count: column.count + 1,
    sum: column.sum + (card.amount ?? 0),
    cards: [card, ...column.cards.filter(other => other.id !== card.id)],
  }
}
