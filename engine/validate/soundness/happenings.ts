/** What may happen to something at rest, and what it leads to: answers, attached events, errors, escalations. */
import type { Trigger } from '../../model/types.ts'
import type { Board } from './board.ts'
import type { Item } from './items.ts'
import type { Attached, Spot } from './net.ts'

export type Happening =
  | { type: 'done' }
  | { type: 'attached'; event: string }
  | { type: 'behind'; event: string }
  | { type: 'listening'; event: string }
  /** The inside is over in another way than being done. */
  | { type: 'over'; how: string }
  | { type: 'escalated'; code: string; to: number }

type Waiting = Extract<Item, { type: 'wait' }>

/** All that may happen at an item; nothing at joins. */
export function happeningsAt(board: Board, item: Item): Happening[] {
  if (item.type === 'ears')
    return board.net.ears.flatMap((ear, i): Happening[] =>
      ear.byItself && item.left[i]! > 0 ? [{ type: 'listening', event: ear.id }] : [],
    )
  if (item.type !== 'wait') return []
  const spot = board.spot(item.node)
  if (spot.entry === 'events') return spot.targets.map(event => ({ type: 'behind', event }))
  const attached = spot.attached.flatMap((event, i): Happening[] =>
    event.byItself && (event.interrupting || item.left[i]! > 0)
      ? [{ type: 'attached', event: event.id }]
      : [],
  )
  const state = spot.inside?.states[item.inside]
  if (!state) return [{ type: 'done' }, ...attached]
  return [
    ...state.ends.map((how): Happening => (how === 'done' ? { type: 'done' } : { type: 'over', how })),
    ...state.on.map(({ code, to }): Happening => ({ type: 'escalated', code, to })),
    ...attached,
  ]
}

/** It happens. */
export function happen(board: Board, number: number, event: Happening): void {
  const item = board.item(number)
  if (event.type === 'listening') listen(board, event.event)
  if (item.type !== 'wait') return
  const spot = board.spot(item.node)
  if (event.type === 'done') board.done(number, item.node)
  else if (event.type === 'behind') board.done(number, event.event)
  else if (event.type === 'attached') occur(board, spot, item, event.event)
  else if (event.type === 'escalated') {
    const next: Waiting = { ...item, inside: event.to }
    board.drop(number)
    board.rest(next)
    escalate(board, event.code, spot, next)
  } else if (event.type === 'over') overInside(board, spot, number, event.how)
}

/** The inside threw an error, was cancelled, or ended the whole process. */
function overInside(board: Board, spot: Spot, number: number, how: string): void {
  const [kind, code = ''] = how.split(':')
  if (kind === 'error') fail(board, code, spot, number)
  else if (kind === 'cancel' && spot.transaction) {
    const caught = spot.attached.find(one => one.triggers.some(trigger => trigger.type === 'cancel'))
    board.done(number, caught?.id ?? spot.id)
  } else board.over = how
}

/** An attached event occurs: the token goes there, or another one does. */
function occur(board: Board, spot: Spot, item: Waiting, event: string): void {
  const number = board.items.number(item)
  const index = spot.attached.findIndex(one => one.id === event)
  if (spot.attached[index]!.interrupting) {
    board.done(number, event)
    return
  }
  board.drop(number)
  board.rest({ ...item, left: item.left.map((times, i) => (i === index ? times - 1 : times)) })
  board.plan({ type: 'at', node: event })
}

/** An event sub-process begins, which ends all else when it interrupts. */
function listen(board: Board, event: string): void {
  const index = board.net.ears.findIndex(ear => ear.id === event)
  if (board.net.ears[index]!.interrupting) board.at = { rest: [], agenda: [], later: [] }
  else {
    const ears = board.find('ears')
    if (ears && ears.left[index]! <= 0) return
    if (ears) {
      board.drop(board.items.number(ears))
      board.rest({ ...ears, left: ears.left.map((times, i) => (i === index ? times - 1 : times)) })
    }
  }
  for (const id of board.log ? board.net.model.scopes[event]!.nodes : [])
    if (board.net.model.nodes[id]!.type === 'startEvent') board.pass(id)
  board.plan({ type: 'at', node: event })
}

/** An error looks for its handler: at the activity, in the scope, outside. */
export function fail(board: Board, code: string, from?: Spot, number?: number): void {
  const attached = from && best(from.attached, 'error', code)
  const ear = from?.eventSubProcess ? undefined : best(board.net.ears, 'error', code)
  if (attached && number !== undefined) board.done(number, attached.id)
  else if (ear) listen(board, ear.id)
  else board.over = `error:${code}`
}

/** An escalation does likewise. False when its handler has taken the thrower away. */
export function escalate(board: Board, code: string, from?: Spot, item?: Waiting): boolean {
  const attached = from && best(from.attached, 'escalation', code)
  const ear = from?.eventSubProcess ? undefined : best(board.net.ears, 'escalation', code)
  if (attached && item) {
    const left = item.left[from.attached.indexOf(attached)]!
    if (attached.interrupting || left > 0) occur(board, from, item, attached.id)
  } else if (ear) {
    listen(board, ear.id)
    return !ear.interrupting
  } else board.thrown.push(code)
  return true
}

/** The handler that names the code before the one that catches all. */
function best(events: Attached[], type: Trigger['type'], code: string): Attached | undefined {
  const catches = (wanted: string | undefined) => (event: Attached) =>
    event.triggers.some(
      trigger => trigger.type === type && ('code' in trigger ? trigger.code : undefined) === wanted,
    )
  return (code === '' ? undefined : events.find(catches(code))) ?? events.find(catches(undefined))
}
