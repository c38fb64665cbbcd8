/** The engine's heart: take moves off the agenda until all is quiet, or until the step has done enough. */
import { encode } from '../elements/encode.ts'
import type { Guard, Word } from '../elements/vocabulary.ts'
import { checkConditions } from './conditions.ts'
import { Fault } from './fault.ts'
import { dropIncidents, raise } from './incidents.ts'
import type { Incident, Move, Token } from './instance.ts'
import { settleJoins } from './joins.ts'
import { machineOf } from './machines.ts'
import { nextRound } from './rounds.ts'
import { hearSignal } from './signals.ts'
import { holds, unanswered } from './variables.ts'
import { heed } from './words/index.ts'
import { ask, change, plan, tell, type Work } from './work.ts'

/** Moves of one step, so that a long stretch does not hold up other instances; the rest follows by a `continue`. */
const movesPerStep = 2000
/** Moves without a word from outside: more than any honest loop makes, so it is a livelock. */
const movesWithoutInput = 200_000

/** Work the agenda off. What remains at the bound stays in the instance and is asked for by an effect. */
export function run(work: Work): void {
  for (let moves = 0; work.status === 'running'; moves++) {
    settleJoins(work)
    if (work.agenda.length === 0) {
      if (!settle(work)) break
      continue
    }
    if (moves >= movesPerStep) {
      ask(work, { type: 'continue' })
      return
    }
    make(work, work.agenda.shift()!)
  }
  work.momentum = 0
}

/** When nothing moves: conditions that have become true, and what was put off. */
function settle(work: Work): boolean {
  if (checkConditions(work)) return true
  const later = work.later.shift()
  if (later?.type === 'signal') spread(work, later)
  if (later?.type === 'round') nextRound(work, later.token)
  return later !== undefined
}

/** The thrower goes on first, so that it is not behind those who hear it. */
function spread(work: Work, { token: id, name, payload }: Extract<Move, { type: 'signal' }>): void {
  const token = work.tokens.get(id)
  if (token) plan(work, token, 'done')
  hearSignal(work, name, payload)
}

function make(work: Work, move: Move): void {
  if (move.type !== 'go') {
    work.later.push(move)
    return
  }
  const token = work.tokens.get(move.token)
  if (token?.at !== move.at) return
  work.momentum++
  if (work.momentum > movesWithoutInput) stopLivelock(work, token, move.event)
  else go(work, token, move.event)
}

/** Give a token's machine one event and heed what it says; a fault on the way becomes an incident. */
export function go(work: Work, token: Token, event: string): void {
  guarded(work, token, retryOf(event), () => advance(work, token, event))
}

/** Do something for a token. When it cannot be done, that is an incident at the token, to be retried as said. */
export function guarded(work: Work, token: Token, retry: Incident['retry'], action: () => void): void {
  try {
    action()
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault
    const now = work.tokens.get(token.id)
    if (now) raise(work, now, fault, now.at === token.at ? retry : 'enter')
  }
}

function retryOf(event: string): Incident['retry'] {
  return event === 'done' || event === 'leave' ? event : 'enter'
}

function advance(work: Work, token: Token, event: string): void {
  const { scope } = work.scopes.get(token.scope)!
  let failed: Fault | undefined
  const next = machineOf(work.process, scope).advance(token.at, event, guard => {
    // XState wraps what a guard throws, so a fault is kept here and thrown when the machine has answered.
    try {
      return answer(work, token, guard)
    } catch (fault) {
      if (!(fault instanceof Fault)) throw fault
      failed ??= fault
      return false
    }
  })
  if (failed) throw failed
  if (!next) {
    if (event === 'leave') throw noWay(work, token)
    return
  }
  const stays = !next.entered && event.startsWith('boundary:')
  if (token.state === 'incident' && !stays) dropIncidents(work, token.id)
  work.stirred.add(token.scope)
  if (next.entered && token.at !== '$enter') {
    const whole = roundsNote(work, token)
    if (event === 'leave' || event.startsWith('event:')) tell(work, 'leave', token, whole)
    else if (event !== 'again') tell(work, 'cancel', token, whole)
  }
  if (!heedAll(work, token.id, next.leaving) || !next.entered) return
  const entered = change(work, token, { at: next.at, state: 'moving', since: work.command.at })
  if (next.at !== '$done') tell(work, 'enter', entered, roundsNote(work, entered))
  heedAll(work, token.id, next.entering)
}

/** A looping activity leaves its mark for each round and once for the whole; the latter says so. */
function roundsNote(work: Work, token: Token): string | undefined {
  const node = work.process.nodes[token.at]
  if (!node || !('loop' in node) || !node.loop) return undefined
  return work.process.scopes[work.scopes.get(token.scope)!.scope]!.round ? undefined : allRounds
}

/** Note of the traces that speak of a looping activity as a whole. */
const allRounds = 'all rounds'

/** Word by word, as long as the token lives and no word holds it. */
function heedAll(work: Work, id: string, words: readonly Word[]): boolean {
  for (const word of words) {
    const token = work.tokens.get(id)
    if (!token || heed(work, token, word) === 'hold') return false
  }
  return work.tokens.has(id)
}

function answer(work: Work, token: Token, guard: Guard): boolean {
  const { flows } = work.process
  if (guard.type === 'outcome') return work.tokens.get(token.id)?.context?.outcome === guard.params.flow
  const asked = guard.type === 'condition' ? [guard.params.flow] : guard.params.flows
  return asked.some(id => {
    const { condition } = flows[id]!
    return condition === undefined || holds(work, token, condition)
  })
}

function noWay(work: Work, token: Token): Fault {
  const node = work.process.nodes[token.at]
  const why = (node?.outgoing ?? []).flatMap(
    id => unanswered(work, token, work.process.flows[id]!.condition) ?? [],
  )
  const nothing = `None of the flows leaving "${node?.name || token.at}" may be taken: no condition holds and there is no default.`
  return new Fault(
    'noFlow',
    [nothing, ...why.slice(0, 3)].join(' '),
    'Correct the variables the conditions read and retry, or give it a default flow in a new version.',
  )
}

function stopLivelock(work: Work, token: Token, event: string): void {
  const message = `The process has made ${movesWithoutInput} moves without waiting for anything.`
  const fault = new Fault(
    'livelock',
    message,
    'Give the loop a condition that ends it, or a wait; then retry.',
  )
  raise(work, token, fault, retryOf(event))
  work.momentum = 0
}

/** The event by which a boundary event reaches the machine of its activity. */
export const boundaryEvent = (id: string): string => `boundary:${encode(id)}`
/** The event by which an event behind an event-based gateway reaches the gateway's machine. */
export const targetEvent = (id: string): string => `event:${encode(id)}`
