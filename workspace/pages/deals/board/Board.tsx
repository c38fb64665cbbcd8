import { monitorForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter'
import { VisuallyHidden } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { lazy, type MouseEvent, Suspense, useEffect, useRef, useState } from 'react'
import { useNavigate } from 'react-router'
import { type BoardFilter, movesQuery } from '../../../api/deals.ts'
import type { Board as BoardData, Card } from '../../../api/types.ts'
import classes from './Board.module.css'
import { Column } from './Column.tsx'
import { BoardContext, CardContext } from './context.ts'
import { StageTabs } from './StageTabs.tsx'
import { useBoardKeys } from './useBoardKeys.ts'
import { useCardToolsOf } from './useCardTools.ts'
import { useMove } from './useMove.tsx'

const TaskModal = lazy(async () => ({
  default: (await import('../../../components/task/TaskModal.tsx')).TaskModal,
}))

interface Props {
  board: BoardData
  filter: BoardFilter
  onNew: (stage: string) => void
}

/** The pipeline's stages as columns; cards move by drag, by menu, by Ctrl and arrow keys. */
export function Board({ board, filter, onNew }: Props) {
  const [said, announce] = useState('')
  const root = useRef<HTMLDivElement>(null)
  const stageName = (stage: string) => board.columns.find(column => column.stage === stage)?.name ?? stage
  const { move, refused, obstacle, clearObstacle } = useMove(stageName, announce)
  const tools = useCardToolsOf(board, move)
  const dragging = useDragging(move)
  const open = useOpenDeal()
  const moves = useQuery({ ...movesQuery(dragging?.id ?? ''), enabled: dragging !== null })
  const narrow = useMediaQuery('(max-width: 40em)', window.innerWidth < 640)
  const [shown, setShown] = useState<string>()
  const current = shown ?? board.columns.find(column => column.count > 0)?.stage ?? board.columns[0]?.stage
  const onKeyDown = useBoardKeys(root, board, move)
  const columns = narrow ? board.columns.filter(column => column.stage === current) : board.columns

  return (
    <BoardContext value={{ board, filter, dragging, moves: dragging ? moves.data : undefined, refused }}>
      <CardContext value={tools}>
        {narrow && current && <StageTabs columns={board.columns} value={current} onChange={setShown} />}
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys work on the focused card inside */}
        <div
          ref={root}
          className={classes.board}
          data-dragging={dragging ? true : undefined}
          onKeyDown={onKeyDown}
          onClick={open}
        >
          {columns.map(column => (
            <Column key={column.stage} column={column} onNew={onNew} />
          ))}
        </div>
        <VisuallyHidden role="status" aria-live="polite">
          {said}
        </VisuallyHidden>
        {obstacle && (
          <Suspense>
            <TaskModal
              id={obstacle.task}
              reason={obstacle.reason}
              preferred={obstacle.outcome}
              onClose={clearObstacle}
            />
          </Suspense>
        )}
      </CardContext>
    </BoardContext>
  )
}

/** One listener for all cards: a plain click opens the deal here, any other does what the browser does with links. */
function useOpenDeal() {
  const navigate = useNavigate()
  return (event: MouseEvent<HTMLElement>) => {
    const link = (event.target as HTMLElement).closest<HTMLAnchorElement>('a[data-card-link]')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    void navigate({ pathname: link.pathname, search: window.location.search })
  }
}

/** The card in the hand, and the move when it is let go over a column. */
function useDragging(move: (card: Card, to: string) => void): Card | null {
  const [dragging, setDragging] = useState<Card | null>(null)
  const latest = useRef(move)
  useEffect(() => {
    latest.current = move
  })
  useEffect(
    () =>
      monitorForElements({
        canMonitor: ({ source }) => source.data.type === 'deal',
        onDragStart: ({ source }) => setDragging(source.data.card as Card),
        onDrop: ({ source, location }) => {
          setDragging(null)
          const target = location.current.dropTargets[0]?.data.stage
          if (typeof target === 'string') latest.current(source.data.card as Card, target)
        },
      }),
    [],
  )
  return dragging
}
