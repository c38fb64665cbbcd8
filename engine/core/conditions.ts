import type { Expression } from '../model/types.ts'
import { hear } from './catching.ts'
import { followKeys } from './conversation.ts'
import { putSubscription, triggersOf } from './ears.ts'
import { Fault } from './fault.ts'
import { holds, type Place } from './variables.ts'
import type { Work } from './work.ts'

/**
 * Conditional events (§10.5.5) are edges, not levels: looked at when a variable was written or data came in, they occur
 * when their condition has become true, and again only after it was false. True when one occurred.
 */
export function checkConditions(work: Work): boolean {
  if (!work.changed) return false
  work.changed = false
  followKeys(work)
  let occurred = false
  for (const ear of [...work.subscriptions.values()]) {
    if (ear.kind !== 'condition' || !work.subscriptions.has(ear.id)) continue
    const trigger = triggersOf(work.process.nodes[ear.node]!)[ear.trigger]
    if (trigger?.type !== 'conditional') continue
    const place = (ear.token !== undefined && work.tokens.get(ear.token)) || { scope: ear.scope }
    const held = holdsNow(work, place, trigger.condition)
    if (held === ear.held) continue
    const seen = { ...ear, held }
    putSubscription(work, seen)
    if (!held) continue
    hear(work, seen)
    occurred = true
  }
  return occurred
}

/** What cannot be answered does not hold yet; nobody is called for it while something else may still happen. */
function holdsNow(work: Work, place: Place, condition: Expression): boolean {
  try {
    return holds(work, place, condition)
  } catch (fault) {
    if (fault instanceof Fault) return false
    throw fault
  }
}
