/** Who sees a task, and who may do what with it. */
import { type Actor, seesAll } from '../../policy.ts'
import type { TaskRecord } from './types.ts'

/** The names under which a person is addressed as a candidate: his role, his teams, `head:` of those he heads. */
export function groupsOf(actor: Actor): string[] {
  return [actor.role, ...actor.teams, ...actor.heads.map(team => `head:${team}`)]
}

/** The filter of tasks the actor may see. */
export function visible(actor: Actor): Record<string, unknown> {
  if (seesAll(actor)) return {}
  return {
    $or: [
      { assignee: actor.id },
      { owners: actor.id },
      { team: { $in: actor.teams } },
      { candidateUsers: actor.id },
      { candidateGroups: { $in: groupsOf(actor) } },
      { createdBy: actor.id },
    ],
  }
}

/** The filter of tasks that wait for somebody like the actor. */
export function offeredTo(actor: Actor): Record<string, unknown> {
  const offered = [{ candidateUsers: actor.id }, { candidateGroups: { $in: groupsOf(actor) } }]
  const anybody = { candidateUsers: { $size: 0 }, candidateGroups: { $size: 0 } }
  if (seesAll(actor)) return {}
  return { $or: [...offered, { ...anybody, owners: actor.id }, { ...anybody, team: { $in: actor.teams } }] }
}

/** Whether the task names the actor among those who may take it. */
export function isCandidate(actor: Actor, task: TaskRecord): boolean {
  const groups = groupsOf(actor)
  return task.candidateUsers.includes(actor.id) || task.candidateGroups.some(group => groups.includes(group))
}

/**
 * The assignee, a candidate, the head of the team, an administrator; anybody in scope where nobody is named.
 * A deal's owner may not complete what the drawing gives to somebody else, e.g. an approval.
 */
export function mayComplete(actor: Actor, task: TaskRecord): boolean {
  if (task.status !== 'open') return false
  if (actor.role === 'system' || actor.role === 'administrator' || task.assignee === actor.id) return true
  if (isCandidate(actor, task)) return true
  if (task.team && actor.heads.includes(task.team)) return true
  if (task.kind === 'todo' && task.createdBy === actor.id) return true
  const open = !task.assignee && task.candidateUsers.length === 0 && task.candidateGroups.length === 0
  return open && (task.owners.includes(actor.id) || (task.team !== null && actor.teams.includes(task.team)))
}

/** Whoever may complete it, while nobody has it. */
export function mayClaim(actor: Actor, task: TaskRecord): boolean {
  return task.status === 'open' && task.assignee === null && mayComplete(actor, task)
}

/** The one who has it, heads, administrators; a to-do's author. */
export function mayAssign(actor: Actor, task: TaskRecord): boolean {
  if (task.status !== 'open') return false
  if (actor.role === 'administrator' || actor.role === 'system' || task.assignee === actor.id) return true
  if (task.team && actor.heads.includes(task.team)) return true
  if (task.assignee === null) return mayComplete(actor, task)
  return task.kind === 'todo' && task.createdBy === actor.id
}
