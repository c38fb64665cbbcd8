/**
 * Every state a scope can come to, breadth first, so that the first way to a state is a shortest one. With `reduced`,
 * of tokens that do not concern each other one goes first (persistent sets); states from which no end was found then are
 * looked at in full, so that nobody is passed over for ever.
 */
import { isToken } from './board.ts'
import { mayConcernOthers } from './concerns.ts'
import { keyOf, mostItems, type Position, positionOf } from './items.ts'
import type { Net } from './net.ts'
import { type Decision, Player, type Reached } from './play.ts'
import type { Behaviour } from './summary.ts'

export interface State {
  key: string
  /** The number of the state before, on a shortest way here. */
  from: number
  by: Decision | undefined
  next: number[]
  /** How the scope is over. */
  ends?: string
  /** An escalation that is thrown on leaving this state. */
  thrown?: string
  stuck?: boolean
  /** Only some of what may happen has been looked at. */
  partly?: boolean
  tokens: number
}

export interface Explored {
  player: Player
  states: State[]
  beginnings: number[]
  /** The state in which the tokens of one before are all there, and more. */
  unbounded?: { state: number; before: number }
  /** False when there were too many states. */
  complete: boolean
  waits: boolean
}

export function explore(net: Net, most: number, reduced: boolean): Explored {
  return new Explorer(net, most, reduced).explore()
}

class Explorer {
  private readonly found: Explored
  private readonly numbers = new Map<string, number>()
  private readonly queue: number[] = []
  private readonly most: number
  private readonly concerning: Set<string> | undefined

  constructor(net: Net, most: number, reduced: boolean) {
    this.most = most
    this.found = { player: new Player(net), states: [], beginnings: [], complete: true, waits: false }
    this.concerning = reduced ? mayConcernOthers(net) : undefined
  }

  explore(): Explored {
    const { found } = this
    for (const position of found.player.beginnings())
      found.beginnings.push(this.visit(found.player.decide(position, { type: 'go' }), -1, undefined))
    do {
      if (!this.workOff()) return found
    } while (this.expandTheHopeless())
    return found
  }

  private workOff(): boolean {
    const { found } = this
    for (let head = 0; head < this.queue.length; head++) {
      if (
        found.states.length > this.most ||
        found.player.moves > this.most * 50 ||
        found.player.board.items.all.length > mostItems
      ) {
        found.complete = false
        return false
      }
      if (this.expand(this.queue[head]!, false)) return false
    }
    this.queue.length = 0
    return true
  }

  /** Look at what follows a state. True when tokens pile up. */
  private expand(number: number, fully: boolean): boolean {
    const { player, states } = this.found
    const state = states[number]!
    if (state.ends !== undefined) return false
    const before = this.grownFrom(number)
    if (before !== undefined) {
      this.found.unbounded = { state: number, before }
      return true
    }
    const position = positionOf(state.key)
    if (position.agenda.length + position.later.length === 0) {
      this.expandQuiet(state, number, position, fully)
      return false
    }
    const options = player.options(position)
    for (let option = 0; option < options; option++)
      this.follow(number, position, options === 1 ? { type: 'go' } : { type: 'choose', option })
    return false
  }

  private expandQuiet(state: State, number: number, position: Position, fully: boolean): void {
    const { player } = this.found
    this.found.waits = true
    const items = [...new Set(position.rest)].filter(item => player.happeningsAt(item).length > 0)
    const ears = items.filter(item => player.item(item).type === 'ears')
    const waiting = items.filter(item => !ears.includes(item))
    if (waiting.length === 0 && position.rest.some(item => isToken(player.item(item)))) state.stuck = true
    const one = fully ? undefined : this.goesFirst(waiting)
    if (one !== undefined && waiting.length > 1) state.partly = true
    else delete state.partly
    for (const item of one === undefined ? items : [...ears, one])
      for (const event of player.happeningsAt(item))
        this.follow(number, position, { type: 'happen', item, event })
  }

  /** A token whose next moves neither end what others do nor are seen outside. */
  private goesFirst(waiting: number[]): number | undefined {
    const { concerning } = this
    if (!concerning) return undefined
    // The youngest: one branch is worked off before the next is begun, so their choices are not multiplied.
    return waiting.sort((a, b) => b - a).find(item => !concerning.has(this.found.player.item(item).node))
  }

  private follow(from: number, position: Position, by: Decision): void {
    const to = this.visit(this.found.player.decide(position, by), from, by)
    const { next } = this.found.states[from]!
    if (!next.includes(to)) next.push(to)
  }

  private visit({ stop, position }: Reached, from: number, by: Decision | undefined): number {
    const { states, player } = this.found
    const plain = stop.type === 'over' ? `!${stop.how}` : keyOf(position)
    // Two escalations on the way from one state to the next are two edges.
    const key = stop.type === 'thrown' ? `${plain}^${stop.code}` : plain
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    const number = states.length
    this.numbers.set(key, number)
    const items = [position.rest, position.agenda, position.later].flat().map(n => player.item(n))
    states.push({
      key: plain,
      from,
      by,
      next: [],
      tokens: items.filter(isToken).length,
      ...(stop.type === 'over' && { ends: stop.how }),
      ...(stop.type === 'thrown' && { thrown: stop.code }),
    })
    this.queue.push(number)
    return number
  }

  /** An earlier state whose tokens are all here too, and more, when what led here from there can be done again. */
  private grownFrom(number: number): number | undefined {
    const { states, player } = this.found
    const state = states[number]!
    for (let before = state.from; before >= 0; before = states[before]!.from)
      if (
        states[before]!.tokens < state.tokens &&
        covers(player, state.key, states[before]!.key) &&
        this.again(before, number)
      )
        return before
    return undefined
  }

  /** From the later state the same decisions lead to one that has grown again; where tokens are counted, many times. */
  private again(before: number, number: number): boolean {
    const { states, player } = this.found
    const decisions: Decision[] = []
    for (let at = number; at !== before; at = states[at]!.from) decisions.unshift(states[at]!.by!)
    const counts = [...player.net.spots.values()].some(({ enough, quantity }) => enough || quantity > 1)
    let position = positionOf(states[number]!.key)
    for (let times = counts ? 8 : 1; times > 0; times--) {
      const next = repeat(player, position, decisions)
      if (next === null || !covers(player, keyOf(next), keyOf(position))) return false
      position = next
    }
    return true
  }

  /** Reduced: look in full at the states from which no end was found. True when there were any. */
  private expandTheHopeless(): boolean {
    const { states } = this.found
    if (!states.some(state => state.partly)) return false
    const good = canEnd(states)
    let more = false
    states.forEach((state, number) => {
      if (!state.partly || good.has(number) || this.found.unbounded) return
      more = true
      this.expand(number, true)
    })
    return more
  }
}

/** Decisions made again from another state; null when they do not apply there. */
function repeat(player: Player, from: Position, decisions: Decision[]): Position | null {
  let position = from
  for (const decision of decisions) {
    if (decision.type === 'happen') {
      if (position.agenda.length > 0 || !position.rest.includes(decision.item)) return null
    } else if (position.agenda.length + position.later.length === 0) return null
    const { stop, position: next } = player.decide(position, decision)
    if (stop.type === 'over') return null
    position = next
  }
  return position
}

/** Whether one state has all tokens that another has, and more, and all else is the same. */
function covers(player: Player, more: string, less: string): boolean {
  const counts = new Map<number, number>()
  for (const item of itemsOf(more)) counts.set(item, (counts.get(item) ?? 0) + 1)
  for (const item of itemsOf(less)) {
    const left = counts.get(item) ?? 0
    if (left === 0) return false
    counts.set(item, left - 1)
  }
  const rest = [...counts].filter(([, count]) => count > 0)
  return rest.length > 0 && rest.every(([item]) => isToken(player.item(item)))
}

function itemsOf(key: string): number[] {
  const { rest, agenda, later } = positionOf(key)
  return [...rest, ...agenda, ...later]
}

/** The states from which the scope can come to its end. */
export function canEnd(states: State[]): Set<number> {
  const before: number[][] = states.map(() => [])
  states.forEach((state, number) => {
    for (const next of state.next) before[next]!.push(number)
  })
  const good = new Set<number>()
  const queue: number[] = []
  states.forEach((state, number) => {
    if (state.ends !== undefined) queue.push(number)
  })
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    if (good.has(at)) continue
    good.add(at)
    queue.push(...before[at]!)
  }
  return good
}

/** What has been explored, as its surroundings are to see it. */
export function behaviourOf({ states, beginnings, waits }: Explored): Behaviour {
  const thrown = new Map<number, string>()
  const ends = new Map<number, string>()
  states.forEach((state, number) => {
    if (state.thrown !== undefined) thrown.set(number, state.thrown)
    if (state.ends !== undefined) ends.set(number, state.ends)
  })
  return { beginnings, next: states.map(state => state.next), thrown, ends, waits }
}
