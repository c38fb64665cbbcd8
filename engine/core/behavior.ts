import { encode } from '../elements/encode.ts'
import type { Loop, Trigger } from '../model/types.ts'
import { triggersOf } from './ears.ts'
import type { Token, Variables } from './instance.ts'
import { holds, textOf } from './variables.ts'
import { addToken, plan, say, type Work } from './work.ts'

/**
 * Events a multi-instance activity throws as its rounds complete (§10.3.7.2, behavior): for each (`none`), for the first
 * (`one`), as conditions say (`complex`), or not at all (`all`). Its own boundary events catch them; a token leaves
 * there while the activity goes on. True when a complex behavior has thrown: then no more rounds are needed.
 */
export function throwAfterRound(
  work: Work,
  owner: Token,
  loop: Extract<Loop, { type: 'multi' }>,
  completed: number,
  counts: Variables,
): boolean {
  if (loop.behaviorEvent && (loop.behavior === 'none' || (loop.behavior === 'one' && completed === 1)))
    occur(work, owner, loop.behaviorEvent)
  if (loop.behavior !== 'complex') return false
  const due = loop.complex.filter(({ condition }) => holds(work, owner, condition, counts))
  for (const { event } of due) occur(work, owner, event)
  return due.length > 0
}

function occur(work: Work, owner: Token, thrown: Trigger): void {
  const element = work.process.nodes[owner.at]!
  const events = 'boundary' in element ? element.boundary.map(id => work.process.nodes[id]!) : []
  for (const event of events) {
    if (!triggersOf(event).some(trigger => sameEvent(work, owner, trigger, thrown))) continue
    say(work, 'catch', { node: event.id, token: owner.id })
    plan(work, addToken(work, owner.scope), `at:${encode(event.id)}`)
  }
}

function sameEvent(work: Work, owner: Token, one: Trigger, other: Trigger): boolean {
  if (one.type !== other.type) return false
  if ('name' in one && 'name' in other && typeof one.name === 'object' && typeof other.name === 'object')
    return textOf(work, owner, one.name) === textOf(work, owner, other.name)
  if ('code' in one && 'code' in other) return one.code === undefined || one.code === other.code
  return true
}
