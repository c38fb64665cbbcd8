/** Rounds of an activity with a loop marker (§10.3.7): each is a scope instance of its own, held by the activity's token. */

import { roundScope } from '../elements/loop.ts'
import type { Activity, Loop } from '../model/types.ts'
import { throwAfterRound } from './behavior.ts'
import { Fault } from './fault.ts'
import type { Json, ScopeInstance, Token, Variables } from './instance.ts'
import { cancelScope, openScopeAt, scopesOf } from './scopes.ts'
import { assign, compute, holds } from './variables.ts'
import { takePath } from './words/scoping.ts'
import { change, note, plan, removeScope, type Work } from './work.ts'

type Multi = Extract<Loop, { type: 'multi' }>
type Standard = Extract<Loop, { type: 'standard' }>

/** What a looping token keeps: how many rounds there are, and how far they are. */
interface Rounds {
  total: number
  started: number
  completed: number
  /** Items of a collection, read once when the activity is entered. */
  items?: Json[]
  results: Json[]
}

export function openAllRounds(work: Work, token: Token, node: string): void {
  const { loop } = work.process.nodes[node] as Activity
  if (loop!.type === 'standard') openStandard(work, token, loop as Standard)
  else openMulti(work, token, loop as Multi)
}

function openStandard(work: Work, token: Token, loop: Standard): void {
  const rounds: Rounds = { total: maximumOf(work, token, loop), started: 0, completed: 0, results: [] }
  setRounds(work, token, rounds, loop)
  const enter = rounds.total > 0 && (!loop.testBefore || standardHolds(work, token, loop))
  if (enter) openRound(work, token, 0)
  else finish(work, token)
}

function maximumOf(work: Work, token: Token, loop: Standard): number {
  if (!loop.maximum) return loop.condition ? Number.MAX_SAFE_INTEGER : 1
  const maximum = Number(compute(work, token, loop.maximum))
  if (Number.isInteger(maximum) && maximum >= 0) return maximum
  throw new Fault('badLoop', `The loop's maximum is ${maximum}, which is no count.`, 'Correct it and retry.')
}

function standardHolds(work: Work, token: Token, loop: Standard): boolean {
  const now = work.tokens.get(token.id)!
  return !loop.condition || holds(work, now, loop.condition, now.variables)
}

function openMulti(work: Work, token: Token, loop: Multi): void {
  const items = loop.collection && listOf(compute(work, token, loop.collection), loop)
  const total = items ? items.length : cardinalityOf(work, token, loop)
  setRounds(
    work,
    token,
    { total, started: 0, completed: 0, results: Array(total).fill(null), ...(items && { items }) },
    loop,
  )
  if (total === 0) finish(work, token)
  else if (loop.sequential) openRound(work, token, 0)
  else for (let index = 0; index < total; index++) openRound(work, token, index)
}

function listOf(value: Json, loop: Multi): Json[] {
  if (Array.isArray(value)) return value
  const text = loop.collection!.type === 'literal' ? '' : loop.collection!.text
  throw new Fault(
    'notACollection',
    `The activity is to be done for each of "${text}", but that is ${JSON.stringify(value)} and no list.`,
    'Set the variable to a list and retry.',
  )
}

function cardinalityOf(work: Work, token: Token, loop: Multi): number {
  const value = loop.cardinality ? compute(work, token, loop.cardinality) : null
  const total = typeof value === 'string' ? Number(value) : value
  if (typeof total === 'number' && Number.isInteger(total) && total >= 0) return total
  throw new Fault(
    'badCardinality',
    `The activity is to be done so many times: ${JSON.stringify(value)}. That is no count.`,
    'Correct the number and retry.',
  )
}

function roundsOf(work: Work, token: Token): Rounds {
  return work.tokens.get(token.id)!.context!.rounds as unknown as Rounds
}

/** Keep the counts, and show them to conditions and rounds as variables of the token. */
function setRounds(work: Work, token: Token, rounds: Rounds, loop: Loop): void {
  note(work, token, { rounds: rounds as unknown as Json })
  change(work, token, { variables: countsOf(rounds, loop) })
}

/** Table 10.30; the Activiti family knows them under other names as well. */
function countsOf({ total, started, completed }: Rounds, loop: Loop): Variables {
  if (loop.type === 'standard') return { loopCounter: started - 1 + loop.counterFrom }
  const active = started - completed
  return {
    numberOfInstances: total,
    numberOfActiveInstances: active,
    numberOfCompletedInstances: completed,
    numberOfTerminatedInstances: 0,
    ...(loop.counterFrom === 0 && {
      nrOfInstances: total,
      nrOfActiveInstances: active,
      nrOfCompletedInstances: completed,
    }),
  }
}

function openRound(work: Work, token: Token, index: number): void {
  const node = work.process.nodes[token.at] as Activity
  const loop = node.loop!
  const rounds = roundsOf(work, token)
  setRounds(work, token, { ...rounds, started: rounds.started + 1 }, loop)
  const variables: Variables = { loopCounter: index + loop.counterFrom }
  if (loop.type === 'multi') {
    if (rounds.items) variables[loop.element ?? 'item'] = rounds.items[index]!
    const output = loop.outputElement
    if (output?.type === 'feel' && /^[\w$]+$/.test(output.text) && !(output.text in variables))
      variables[output.text] = null
  }
  const held = work.tokens.get(token.id)!
  const path = takePath(work, held)
  openScopeAt(work, held, roundScope(token.at), {
    variables,
    data: { index },
    path: path.length > 0 ? [token.at, ...path] : [],
  })
}

/** One round is over: its output is kept, and either the next begins, or the whole is done. */
export function afterRound(work: Work, owner: Token, round: ScopeInstance): void {
  const { loop } = work.process.nodes[owner.at] as Activity
  const before = roundsOf(work, owner)
  const rounds = {
    ...before,
    completed: before.completed + 1,
    results: resultsWith(work, before, round, loop!),
  }
  const counts = countsOf(rounds, loop!)
  const goesOn =
    loop!.type === 'standard'
      ? standardGoesOn(work, owner, loop!, rounds)
      : multiGoesOn(work, round, loop!, rounds, counts)
  setRounds(work, owner, rounds, loop!)
  keepCompleted(work, owner, round)
  removeScope(work, round.id)
  const enough = loop!.type === 'multi' && throwAfterRound(work, owner, loop!, rounds.completed, counts)
  if (enough || goesOn === 'finish') finish(work, work.tokens.get(owner.id)!)
  else if (goesOn === 'next' && loop!.type === 'multi' && loop!.behavior !== 'all')
    work.later.push({ type: 'round', token: owner.id })
  else if (goesOn === 'next') openRound(work, work.tokens.get(owner.id)!, rounds.started)
}

/** The next of a sequence whose events are handled before it begins. */
export function nextRound(work: Work, id: string): void {
  const token = work.tokens.get(id)
  if (token?.context?.rounds !== undefined) openRound(work, token, roundsOf(work, token).started)
}

function resultsWith(work: Work, rounds: Rounds, round: ScopeInstance, loop: Loop): Json[] {
  if (loop.type !== 'multi' || !loop.outputElement) return rounds.results
  const results = [...rounds.results]
  results[Number(round.data?.index ?? 0)] = compute(work, { scope: round.id }, loop.outputElement)
  return results
}

type GoesOn = 'next' | 'wait' | 'finish'

function standardGoesOn(work: Work, owner: Token, loop: Standard, { started, total }: Rounds): GoesOn {
  return started < total && standardHolds(work, owner, loop) ? 'next' : 'finish'
}

function multiGoesOn(
  work: Work,
  round: ScopeInstance,
  loop: Multi,
  rounds: Rounds,
  counts: Variables,
): GoesOn {
  const { completed, started, total } = rounds
  const extra = { ...counts, loopCounter: round.variables?.loopCounter ?? 0 }
  if (loop.completion && holds(work, { scope: round.id }, loop.completion, extra)) return 'finish'
  if (completed >= total) return 'finish'
  return loop.sequential && started < total ? 'next' : 'wait'
}

/** Rounds that still run are given up, outputs go to the enclosing scope in the order of the items. */
function finish(work: Work, token: Token): void {
  const { loop } = work.process.nodes[token.at] as Activity
  for (const scope of scopesOf(work, token.id)) cancelScope(work, scope.id)
  const { results } = roundsOf(work, token)
  change(work, token, { variables: undefined } as never)
  note(work, token, { rounds: undefined })
  if (loop!.type === 'multi' && loop!.outputCollection)
    assign(work, { scope: token.scope }, { [loop!.outputCollection]: results })
  plan(work, token, 'done')
}

/** Completed rounds can be undone one by one, each with the variables it had. */
function keepCompleted(work: Work, owner: Token, round: ScopeInstance): void {
  const completed = (round.data?.completed ?? []) as Json[]
  if (completed.length === 0) return
  const inside = (work.tokens.get(owner.id)!.context?.inside ?? { completed: [], variables: {} }) as {
    completed: Json[]
    variables: Variables
  }
  note(work, owner, { inside: { ...inside, rounds: true, completed: [...inside.completed, ...completed] } })
}
