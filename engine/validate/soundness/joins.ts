/** The joins as `core/joins.ts` has them, over a board. */
import { reachOf } from '../../compiler/reach.ts'
import { type Board, isToken } from './board.ts'
import type { Item } from './items.ts'
import type { Spot } from './net.ts'

/** A token parks at a join, which may fire at once. */
export function arrive(board: Board, spot: Spot, flow: string): void {
  board.at.rest.push(board.parkedOn(spot, flow))
  if (spot.entry === 'parallel') {
    const filled = filledAt(board, spot)
    if (filled.length === spot.incoming.length) fire(board, spot, filled)
  } else if (spot.entry === 'complex') arriveAtComplex(board, spot)
}

function filledAt(board: Board, spot: Spot): string[] {
  return spot.incoming.filter(flow => board.at.rest.includes(board.parkedOn(spot, flow)))
}

function fire(board: Board, spot: Spot, flows: string[]): void {
  for (const flow of flows) board.drop(board.parkedOn(spot, flow))
  board.planFirst({ type: 'done', node: spot.id })
}

function arriveAtComplex(board: Board, spot: Spot): void {
  if (resetOf(board, spot)) return
  const parked = board.at.rest.filter(number => isAt(board.item(number), 'park', spot.id))
  const enough = spot.enough!(parked.length)
  if (enough === 'unknown' && filledAt(board, spot).length < spot.incoming.length)
    board.planFirst({ type: 'ask', node: spot.id })
  else if (enough !== false) fireComplex(board, spot)
}

/** Its condition holds: it fires, and waits for what has not come before it may fire again. */
export function fireComplex(board: Board, spot: Spot): void {
  const filled = filledAt(board, spot)
  const awaited = spot.incoming.filter(flow => !filled.includes(flow))
  fire(board, spot, filled)
  if (awaited.length > 0) board.rest({ type: 'reset', node: spot.id, awaited })
}

function resetOf(board: Board, spot: Spot): Extract<Item, { type: 'reset' }> | undefined {
  const number = board.at.rest.find(one => isAt(board.item(one), 'reset', spot.id))
  return number === undefined ? undefined : (board.item(number) as Extract<Item, { type: 'reset' }>)
}

function isAt(item: Item, type: Item['type'], node: string): boolean {
  return item.type === type && item.node === node
}

/** Inclusive and complex joins that need not wait any more, one after the other. */
export function settleJoins(board: Board): void {
  const nodes = new Set<string>()
  for (const number of board.at.rest) {
    const item = board.item(number)
    if (item.type === 'reset' || (item.type === 'park' && board.spot(item.node).entry !== 'parallel'))
      nodes.add(item.node)
  }
  for (const node of nodes) if (settle(board, board.spot(node))) return
}

function settle(board: Board, spot: Spot): boolean {
  const filled = filledAt(board, spot)
  if (spot.entry === 'inclusive') {
    if (filled.length === 0 || awaits(board, spot, new Set(filled))) return false
    fire(board, spot, filled)
    return true
  }
  const reset = resetOf(board, spot)
  if (!reset) return false
  const settled = spot.incoming.filter(flow => !reset.awaited.includes(flow) || filled.includes(flow))
  if (awaits(board, spot, new Set(settled))) return false
  for (const flow of reset.awaited) if (filled.includes(flow)) board.drop(board.parkedOn(spot, flow))
  board.drop(board.items.number(reset))
  if (filledAt(board, spot).length > 0) arriveAtComplex(board, spot)
  else board.ended()
  return true
}

/** A token elsewhere may still fill an empty flow, and no filled one instead. */
function awaits(board: Board, spot: Spot, filled: Set<string>): boolean {
  if (spot.incoming.every(flow => filled.has(flow))) return false
  const reach = reachOf(board.net.model, spot.id)
  return [board.at.rest, board.at.agenda, board.at.later].flat().some(number => {
    const item = board.item(number)
    if (item.type === 'at') return true
    if (!isToken(item) || (item.node === spot.id && item.type !== 'take')) return false
    return (item.type === 'take' ? [item.flow] : reach.waysOut(item.node)).some(flow => {
      const ends = reach.ends(flow).filter(end => spot.incoming.includes(end))
      return ends.some(end => !filled.has(end)) && !ends.some(end => filled.has(end))
    })
  })
}
