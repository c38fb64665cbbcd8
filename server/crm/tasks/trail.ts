import type { TaskChange, TaskRecord } from './types.ts'

/** Changes of hands that a task remembers; what is older is found in the audit log. */
const mostRemembered = 200

/** The part of an update by which a task remembers what was done with it. */
export function trailed(change: TaskChange) {
  return { $push: { trail: { $each: [change], $slice: -mostRemembered } } }
}

/** The last line of a task's trail; done by somebody else than whose it was, it says in whose place. */
export function closing(
  { assignee }: TaskRecord,
  what: 'completed' | 'cancelled',
  by = 'system',
  at: Date,
): TaskChange {
  const another = what === 'completed' && assignee !== null && assignee !== by
  return { at, by, what, from: assignee, to: null, ...(another && { insteadOf: assignee }) }
}
