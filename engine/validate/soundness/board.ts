/** A state being changed: where tokens are, what is still to be done, and whether the scope is over. */
import { type Item, Items, type Position } from './items.ts'
import type { Net, Spot } from './net.ts'

/** A node that was passed on a run, and the flows that were taken there. */
export interface Passed {
  node: string
  flows: string[]
}

export class Board {
  readonly net: Net
  readonly items = new Items()
  /** Nodes that tokens have come to; joins once they have let one go on. */
  readonly entered = new Set<string>()
  /** What is passed, while somebody wants to know. */
  log: Passed[] | undefined
  at: Position = { rest: [], agenda: [], later: [] }
  /** How the scope is over. */
  over: string | undefined
  /** Escalations that go out of the scope. */
  thrown: string[] = []
  private readonly parking = new Map<string, number>()

  constructor(net: Net) {
    this.net = net
  }

  set({ rest, agenda, later }: Position): void {
    this.at = { rest: [...rest], agenda: [...agenda], later: [...later] }
    this.over = undefined
    this.thrown = []
  }

  spot(node: string): Spot {
    return this.net.spots.get(node)!
  }

  item(number: number): Item {
    return this.items.all[number]!
  }

  rest(item: Item): void {
    this.at.rest.push(this.items.number(item))
  }

  plan(item: Item): void {
    this.at.agenda.push(this.items.number(item))
  }

  planFirst(item: Item): void {
    this.at.agenda.unshift(this.items.number(item))
  }

  /** Take one of such items away. */
  drop(number: number): void {
    const at = this.at.rest.indexOf(number)
    if (at >= 0) this.at.rest.splice(at, 1)
  }

  /** The token at rest is done, here or at the event that took it away. */
  done(number: number, node: string): void {
    this.entered.add(node)
    this.drop(number)
    this.plan({ type: 'done', node })
  }

  parkedOn(spot: Spot, flow: string): number {
    let number = this.parking.get(flow)
    if (number === undefined) {
      number = this.items.number({ type: 'park', node: spot.id, flow })
      this.parking.set(flow, number)
    }
    return number
  }

  find<T extends Item['type']>(type: T): Extract<Item, { type: T }> | undefined {
    const number = this.at.rest.find(one => this.item(one).type === type)
    return number === undefined ? undefined : (this.item(number) as Extract<Item, { type: T }>)
  }

  pass(node: string, flows: string[] = []): void {
    this.log?.push({ node, flows })
  }

  /** A token is gone: is the scope over, do only event sub-processes still run? */
  ended(): void {
    const left = [this.at.rest, this.at.agenda, this.at.later]
      .flat()
      .map(n => this.item(n))
      .filter(isToken)
    if (left.length === 0) this.finish()
    else if (
      left.every(item => item.type !== 'at' && item.type !== 'take' && this.spot(item.node).eventSubProcess)
    )
      this.at.rest = this.at.rest.filter(number => this.item(number).type !== 'ears')
  }

  /** Nobody is left: the scope is over, unless another start is to follow. */
  finish(): void {
    const queue = this.find('queue')
    if (!queue) {
      this.over = 'done'
      return
    }
    const [next, ...more] = queue.starts
    this.drop(this.items.number(queue))
    if (more.length > 0) this.rest({ type: 'queue', node: '', starts: more })
    this.plan({ type: 'at', node: next! })
  }
}

/** Whether an item of a state is a token, as opposed to something the scope keeps. */
export function isToken({ type }: Item): boolean {
  return type !== 'reset' && type !== 'ears' && type !== 'queue' && type !== 'ask'
}
