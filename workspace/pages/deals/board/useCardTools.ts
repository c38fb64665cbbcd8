import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { movesQuery } from '../../../api/deals.ts'
import { useCan } from '../../../api/session.ts'
import type { Board, Card } from '../../../api/types.ts'
import { useFormat } from '../../../components/format.ts'
import type { CardTools } from './context.ts'

/** Made once a board; the same object as long as the language and the stages are the same. */
export function useCardToolsOf(board: Board, move: (card: Card, to: string) => Promise<void>): CardTools {
  const { t, i18n } = useTranslation('deals')
  const format = useFormat()
  const queryClient = useQueryClient()
  const mayMove = useCan()('deals.write')
  const latest = useRef(move)
  useEffect(() => {
    latest.current = move
  })
  const stableMove = useCallback((card: Card, to: string) => latest.current(card, to), [])
  const stageNames = JSON.stringify(board.columns.map(({ stage, name }) => ({ stage, name })))
  return useMemo(
    () => ({
      t,
      language: i18n.language,
      format,
      mayMove,
      stages: JSON.parse(stageNames) as CardTools['stages'],
      move: stableMove,
      // Asked while the pointer only rests on a card, so that the answer is there when it is lifted.
      prefetchMoves: id => void queryClient.prefetchQuery(movesQuery(id)),
    }),
    [t, i18n.language, format, mayMove, stageNames, stableMove, queryClient],
  )
}
