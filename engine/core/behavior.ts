import type { Loop, Trigger } from '../model/types.ts'
import { hear } from './catching.ts'
import type { Token } from './instance.ts'
import { holds, textOf } from './variables.ts'
import type { Work } from './work.ts'

/**
 * Events a multi-instance activity throws as its rounds complete (§10.3.7.2, behavior): for each (`none`), for the first
 * (`one`), as conditions say (`complex`), or not at all (`all`). Its own boundary events catch them.
 */
export function throwLocally(
  work: Work,
  owner: Token,
  loop: Extract<Loop, { type: 'multi' }>,
  completed: number,
): void {
  if (loop.behaviorEvent && (loop.behavior === 'none' || (loop.behavior === 'one' && completed === 1)))
    occur(work, owner, loop.behaviorEvent)
  if (loop.behavior !== 'complex') return
  const { variables = {} } = work.tokens.get(owner.id)!
  for (const { condition, event } of loop.complex)
    if (work.tokens.has(owner.id) && holds(work, owner, condition, variables)) occur(work, owner, event)
}

function occur(work: Work, owner: Token, trigger: Trigger): void {
  if (trigger.type !== 'signal' && trigger.type !== 'message') return
  const name = textOf(work, owner, trigger.name)
  for (const ear of [...work.subscriptions.values()])
    if (ear.token === owner.id && ear.kind === trigger.type && ear.name === name) hear(work, ear)
}
