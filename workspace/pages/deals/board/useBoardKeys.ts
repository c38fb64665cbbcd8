import type { KeyboardEvent, RefObject } from 'react'
import type { Board, Card } from '../../../api/types.ts'

/**
 * Keys on a focused card: arrows walk to its neighbours, Ctrl with left or right moves it to the next stage, M opens
 * its menu. Columns
 * and cards are found on the page itself (`data-stage`, `data-card`), in the order the eye sees.
 */
export function useBoardKeys(
  root: RefObject<HTMLDivElement | null>,
  board: Board,
  move: (card: Card, to: string) => Promise<void>,
) {
  return (event: KeyboardEvent) => {
    const link =
      event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-card-link]') : null
    if (link && event.key.toLowerCase() === 'm' && !event.ctrlKey && !event.metaKey) return openMenu(link)
    const direction = directions[event.key]
    if (!link || !direction || event.altKey || event.shiftKey) return
    const card = link.closest<HTMLElement>('[data-card]')!
    event.preventDefault()
    if (event.ctrlKey || event.metaKey) void moveBeside(card, direction.across)
    else step(card, direction)
  }

  async function moveBeside(element: HTMLElement, by: number) {
    if (!by) return
    const from = board.columns.findIndex(column => column.stage === stageOf(element))
    const to = board.columns[from + by * (document.documentElement.dir === 'rtl' ? -1 : 1)]
    const id = element.dataset.card!
    const card = findCard(board, id) ?? cardOf(element)
    if (!to || !card) return
    await move(card, to.stage)
    // The card was drawn anew in another column: the focus goes with it.
    requestAnimationFrame(() => focusCard(root.current, id))
  }

  function step(element: HTMLElement, { across, down }: Direction) {
    const columns = [...(root.current?.querySelectorAll<HTMLElement>('[data-stage]') ?? [])]
    const cards = (column: HTMLElement | undefined) => [
      ...(column?.querySelectorAll<HTMLElement>('[data-card]') ?? []),
    ]
    const at = columns.findIndex(column => column.contains(element))
    const row = cards(columns[at]).indexOf(element)
    if (down) return focusIn(cards(columns[at])[row + down])
    for (let next = at + across; columns[next]; next += across) {
      const there = cards(columns[next])
      if (there.length > 0) return focusIn(there[Math.min(row, there.length - 1)])
    }
  }
}

function openMenu(link: HTMLElement) {
  link.closest('[data-card]')?.querySelector<HTMLElement>('[data-card-menu]')?.click()
}

interface Direction {
  across: number
  down: number
}

const directions: Record<string, Direction> = {
  ArrowUp: { across: 0, down: -1 },
  ArrowDown: { across: 0, down: 1 },
  ArrowLeft: { across: -1, down: 0 },
  ArrowRight: { across: 1, down: 0 },
}

/** Cards the board itself holds; those loaded by "more" carry themselves on their element. */
function findCard(board: Board, id: string): Card | undefined {
  return board.columns.flatMap(column => column.cards).find(card => card.id === id)
}

const carried = new WeakMap<HTMLElement, Card>()

/** Lets a card's element answer which deal it shows. */
export function carry(element: HTMLElement, card: Card): void {
  carried.set(element, card)
}

function cardOf(element: HTMLElement): Card | undefined {
  return carried.get(element)
}

function stageOf(element: HTMLElement): string | undefined {
  return element.closest<HTMLElement>('[data-stage]')?.dataset.stage
}

function focusCard(root: HTMLElement | null, id: string) {
  focusIn(root?.querySelector<HTMLElement>(`[data-card="${CSS.escape(id)}"]`) ?? undefined)
}

function focusIn(card: HTMLElement | undefined) {
  card?.querySelector<HTMLElement>('[data-card-link]')?.focus()
  card?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
}
