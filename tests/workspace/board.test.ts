import { expect, test } from 'vitest'
import type { Board, Card } from '../../workspace/api/types.ts'
import { aboutOf } from '../../workspace/components/about.ts'
import { moveCard } from '../../workspace/pages/deals/board/moveCard.ts'
import { colourOf } from '../../workspace/pages/deals/board/stageColours.ts'
import { expected } from '../../workspace/pages/deals/expected.ts'

test('a moved card stands on top of its new column, and counts and sums follow', () => {
  const board = boardOf({ new: [card('a', 100), card('b', 50)], won: [card('c', 10, 'won')] })
  expect(summary(moveCard(board, card('b', 50), 'won'))).toEqual({
    new: [['a'], 1, 100],
    won: [['b', 'c'], 2, 60],
  })
})

test('a card of unknown amount changes the count and leaves the sums', () => {
  const board = boardOf({ new: [card('a', null)], won: [] })
  expect(summary(moveCard(board, card('a', null), 'won'))).toEqual({ new: [[], 0, 0], won: [['a'], 1, 0] })
})

test('a move to where the card stands, or to a stage the board does not have, changes nothing', () => {
  const board = boardOf({ new: [card('a', 100)], won: [] })
  expect(moveCard(board, card('a', 100), 'new')).toBe(board)
  expect(moveCard(board, card('a', 100), 'elsewhere')).toBe(board)
})

test('the forecast weighs open stages by their probability and expects nothing of closed ones', () => {
  const board = boardOf({ new: [card('a', 100), card('b', 100)], won: [card('c', 900, 'won')] })
  const pipeline = {
    key: 'p',
    name: 'P',
    version: 1,
    stages: [{ key: 'new', name: 'New', kind: 'open', probability: 30 }],
  }
  const rows = expected(board.columns, pipeline as Parameters<typeof expected>[1])
  expect(rows.map(({ worth, probability }) => [worth, probability])).toEqual([
    [60, 30],
    [0, 100],
  ])
})

test('a title that repeats the customer is shown without the repetition', () => {
  expect(aboutOf({ title: 'Acme – Pilot', company: { name: 'Acme' } })).toBe('Pilot')
  expect(aboutOf({ title: 'Acme', company: { name: 'Acme' } })).toBe('Acme')
  expect(aboutOf({ title: 'Pilot', company: { name: 'Acme' } })).toBe('Pilot')
})

test('a stage has the colour of the drawing, else one that says how it ended', () => {
  expect(colourOf({ color: 'teal', kind: 'open' }, 0)).toBe('var(--mantine-color-teal-6)')
  expect(colourOf({ color: '#123456', kind: 'open' }, 0)).toBe('#123456')
  expect(colourOf({ kind: 'won' }, 3)).not.toBe(colourOf({ kind: 'lost' }, 3))
})

function card(id: string, amount: number | null, stage = 'new'): Card {
  const stageSince = '2026-11-01T00:00:00.000Z'
  return {
    id,
    number: 1,
    title: id,
    amount,
    currency: 'EUR',
    owners: [],
    stage,
    stageSince,
    version: 1,
    next: null,
  }
}

function boardOf(columns: Record<string, Card[]>): Board {
  return {
    pipeline: { key: 'p', name: 'P' },
    columns: Object.entries(columns).map(([stage, cards]) => ({
      stage,
      name: stage,
      kind: stage === 'won' ? 'won' : 'open',
      count: cards.length,
      sum: cards.reduce((sum, { amount }) => sum + (amount ?? 0), 0),
      cards,
    })),
  }
}

function summary(board: Board) {
  return Object.fromEntries(
    board.columns.map(({ stage, cards, count, sum }) => [stage, [cards.map(({ id }) => id), count, sum]]),
  )
}
