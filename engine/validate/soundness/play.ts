/**
 * The engine's moves over a net: tokens go on in the order in which the engine moves them, and joins fire by its rules,
 * until every token rests or a choice is to be made. What differs from `core/` is only that nothing is remembered of
 * tokens but where they are.
 */
import { Board, type Passed } from './board.ts'
import { escalate, fail, type Happening, happen, happeningsAt } from './happenings.ts'
import type { Item, Position } from './items.ts'
import { arrive, fireComplex, settleJoins } from './joins.ts'
import type { Net, Spot } from './net.ts'

/** How a stretch of moves ends. */
export type Stop =
  | { type: 'quiet' }
  | { type: 'choice' }
  /** An escalation went out of the scope, which goes on. */
  | { type: 'thrown'; code: string }
  /** The moves go on without end, or for too long to be made in one go. */
  | { type: 'long' }
  /** `done`, `error:code`, `cancel`, `terminateAll`. */
  | { type: 'over'; how: string }

/** What led from a state to the next: something that happened at an item, a choice, or nothing (a stretch was cut). */
export type Decision =
  | { type: 'happen'; item: number; event: Happening }
  | { type: 'choose'; option: number }
  | { type: 'go' }

export interface Reached {
  stop: Stop
  position: Position
}

const longest = 4000

export class Player {
  readonly board: Board
  readonly net: Net
  /** Moves made so far: the measure of the work. */
  moves = 0
  private readonly happenings = new Map<number, Happening[]>()

  constructor(net: Net) {
    this.net = net
    this.board = new Board(net)
  }

  item(number: number): Item {
    return this.board.item(number)
  }

  /** The states in which the scope may begin, before anything has moved. */
  beginnings(): Position[] {
    const { ears, queue, starts } = this.net
    const { items } = this.board
    return starts.map(all => {
      const now = queue ? all.slice(0, 1) : all
      const rest: number[] = []
      if (ears.length > 0)
        rest.push(items.number({ type: 'ears', node: '', left: ears.map(ear => ear.left) }))
      if (queue && all.length > 1) rest.push(items.number({ type: 'queue', node: '', starts: all.slice(1) }))
      return { rest, agenda: now.map(node => items.number({ type: 'at', node })), later: [] }
    })
  }

  /** What may happen at one item at rest. */
  happeningsAt(number: number): Happening[] {
    let known = this.happenings.get(number)
    if (!known) {
      known = happeningsAt(this.board, this.item(number))
      this.happenings.set(number, known)
    }
    return known
  }

  /** How many ways lead on from a state in which something is under way. */
  options({ agenda }: Position): number {
    return agenda.length === 0 ? 1 : Math.max(1, this.optionsOf(this.item(agenda[0]!)))
  }

  /** Make one decision, then all moves that follow. */
  decide(from: Position, decision: Decision): Reached {
    this.board.set(from)
    if (decision.type === 'happen') happen(this.board, decision.item, decision.event)
    if (decision.type === 'choose') this.choose(decision.option)
    return { stop: this.run(), position: this.board.at }
  }

  private choose(option: number): void {
    const item = this.item(this.board.at.agenda.shift()!)
    if (item.type !== 'ask') this.leave(this.board.spot(item.node), option)
    else if (option === 0) fireComplex(this.board, this.board.spot(item.node))
  }

  /** The nodes passed when these decisions are made one after the other. */
  told(from: Position, decisions: Decision[]): Passed[] {
    const log: Passed[] = []
    this.board.log = log
    let position = from
    for (const decision of decisions) position = this.decide(position, decision).position
    this.board.log = undefined
    return log
  }

  /** Moves, in the engine's order, until something stops them. */
  private run(): Stop {
    const { board } = this
    for (let moves = 0; ; moves++) {
      if (board.over === undefined && board.thrown.length === 0) settleJoins(board)
      if (board.over !== undefined) return { type: 'over', how: board.over }
      const code = board.thrown.shift()
      if (code !== undefined) return { type: 'thrown', code }
      if (board.at.agenda.length === 0) {
        const later = board.at.later.shift()
        if (later === undefined) return { type: 'quiet' }
        board.plan({ type: 'done', node: this.item(later).node })
      }
      const options = this.optionsOf(this.item(board.at.agenda[0]!))
      if (options > 1) return { type: 'choice' }
      if (moves > longest) return { type: 'long' }
      if (options === 1) this.move()
      else this.stick()
    }
  }

  private optionsOf(item: Item): number {
    if (item.type === 'ask') return 2
    const spot = this.board.spot(item.node)
    return item.type === 'leave' && spot.jump === undefined ? spot.ways.length : 1
  }

  /** No way leads on (every condition is a constant `false`): the token stays where it is. */
  private stick(): void {
    const { node } = this.item(this.board.at.agenda.shift()!)
    this.board.rest({ type: 'gather', node })
  }

  private move(): void {
    this.moves++
    const item = this.item(this.board.at.agenda.shift()!)
    if (item.type === 'take') this.enter(item.node, item.flow)
    else if (item.type === 'at') this.enter(item.node)
    else if (item.type === 'done') this.board.plan({ type: 'leave', node: item.node })
    else if (item.type === 'leave') this.leave(this.board.spot(item.node), 0)
  }

  private leave(spot: Spot, option: number): void {
    const { board } = this
    board.entered.add(spot.id)
    if (spot.before || spot.beside) this.passAlong(spot)
    const way = spot.jump === undefined ? spot.ways[option]! : { flows: [], fork: false }
    board.pass(spot.id, way.flows)
    if (spot.jump !== undefined) this.enter(spot.jump)
    else if (way.flows.length === 0) board.ended()
    else if (!way.fork) this.enter(this.targetOf(way.flows[0]!), way.flows[0])
    else
      for (const flow of way.flows)
        for (let copy = 0; copy < spot.copies; copy++)
          board.plan({ type: 'take', node: this.targetOf(flow), flow })
  }

  /** In a reduced net: what others have passed meanwhile, and what could have been passed as well. */
  private passAlong(spot: Spot): void {
    const { board } = this
    const passed = [...(spot.before ?? [])]
    const beside = [...(spot.beside ?? [])]
    for (let id = passed.shift(); id !== undefined; id = passed.shift()) {
      const { before = [], beside: more = [], ways } = board.spot(id)
      passed.unshift(...before)
      beside.push(id, ...more)
      board.pass(id, ways[0]!.flows)
    }
    for (let id = beside.pop(); id !== undefined; id = beside.pop()) {
      if (board.entered.has(id)) continue
      board.entered.add(id)
      beside.push(...(board.spot(id).beside ?? []), ...(board.spot(id).before ?? []))
    }
  }

  private targetOf(flow: string): string {
    return this.net.model.flows[flow]!.target
  }

  private enter(node: string, flow?: string): void {
    const { board } = this
    const spot = board.spot(node)
    const joins = spot.entry === 'parallel' || spot.entry === 'inclusive' || spot.entry === 'complex'
    if (joins && flow !== undefined) arrive(board, spot, flow)
    else {
      board.entered.add(node)
      if (joins) board.plan({ type: 'done', node })
      else if (this.gathered(spot)) this.work(spot)
    }
  }

  private gathered({ id, quantity }: Spot): boolean {
    if (quantity <= 1) return true
    const number = this.board.items.number({ type: 'gather', node: id })
    const waiting = this.board.at.rest.filter(other => other === number).length
    if (waiting + 1 < quantity) this.board.at.rest.push(number)
    else for (let n = 1; n < quantity; n++) this.board.drop(number)
    return waiting + 1 >= quantity
  }

  /** What the node does with the token: throw, wait, or let it pass. */
  private work(spot: Spot): void {
    const { board } = this
    if (!this.throwAll(spot)) return
    if (spot.entry === 'wait' || spot.entry === 'events')
      board.rest({
        type: 'wait',
        node: spot.id,
        inside: spot.inside?.start ?? 0,
        left: spot.attached.map(({ left, interrupting }) => (interrupting ? 0 : left)),
      })
    else if (spot.throws.some(({ type }) => type === 'signal'))
      board.at.later.push(board.items.number({ type: 'later', node: spot.id }))
    else board.plan({ type: 'done', node: spot.id })
  }

  /** False when the token is gone after it. */
  private throwAll(spot: Spot): boolean {
    const { board } = this
    for (const thrown of spot.throws) {
      if (thrown.type === 'escalation' && !escalate(board, thrown.code ?? '')) return false
      if (thrown.type !== 'terminate' && thrown.type !== 'cancel' && thrown.type !== 'error') continue
      board.pass(spot.id)
      if (thrown.type === 'error') fail(board, thrown.code ?? '')
      else if (thrown.type === 'cancel') board.over = 'cancel'
      else if (thrown.all) board.over = 'terminateAll'
      else this.terminate()
      return false
    }
    return true
  }

  /** Everything in the scope ends, starts that are still to come as well. */
  private terminate(): void {
    this.board.at = { rest: [], agenda: [], later: [] }
    this.board.over = 'done'
  }
}
