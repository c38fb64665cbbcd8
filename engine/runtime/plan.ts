/** When an instance wants to be looked at again: the least of its timers and of its effects' leases. */
import type { Effect } from '../core/effects.ts'
import type { Instant, ProcessInstance } from '../core/instance.ts'

export function nextWake({ status, timers, outbox }: ProcessInstance): Instant | undefined {
  let earliest: Instant | undefined
  const consider = (instant: Instant | undefined) => {
    if (instant !== undefined && (earliest === undefined || instant < earliest)) earliest = instant
  }
  if (status === 'running') for (const { due } of timers) consider(due)
  for (const effect of outbox) if (isDeliverable(status, effect)) consider(effect.notBefore ?? effect.at)
  return earliest
}

/** A suspended instance runs no jobs; what it has already decided is still told to the world. */
export function isDeliverable(status: ProcessInstance['status'], effect: Effect): boolean {
  return status !== 'suspended' || (effect.type !== 'runJob' && effect.type !== 'continue')
}
