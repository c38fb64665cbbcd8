/** Who sees a task, and who may do what with it. */
import { type Actor, seesAll } from '../../policy.ts'
import type { TaskRecord } from './types.ts'

/** The names under which a person is addressed as a candidate: his role, his teams, `head:` of those he heads. */
export function groupsOf(actor: Actor): string[] {
  return [actor.role, ...actor.teams, ...actor.heads.map(team => `head:${team}`)]
}

/** The person and the absent colleagues he stands in for: what is theirs is his to do meanwhile. */
export function hands(actor: Actor): string[] {
  return [actor.id, ...(actor.standsInFor ?? [])]
}

/** Whether the actor, or a colleague he stands in for, has the task. */
export function has(actor: Actor, task: TaskRecord): boolean {
  return task.assignee !== null && hands(actor).includes(task.assignee)
}

/** The filter of tasks the actor may see. */
export function visible(actor: Actor): Record<string, unknown> {
  if (seesAll(actor)) return {}
  return {
    $or: [
      { assignee: { $in: hands(actor) } },
      { delegatedBy: { $in: hands(actor) } },
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
function isCandidate(actor: Actor, task: TaskRecord): boolean {
  const groups = groupsOf(actor)
  return task.candidateUsers.includes(actor.id) || task.candidateGroups.some(group => groups.includes(group))
}

/**
 * The assignee or who stands in for him; a candidate while nobody has it; the head of the team, an administrator; anybody
 * in scope where nobody is named. A deal's owner may not complete what the drawing gives to somebody else, e.g. an
 * approval; what was delegated is completed by whoever it comes back to.
 */
export function mayComplete(actor: Actor, task: TaskRecord): boolean {
  if (task.status !== 'open') return false
  if (commands(actor, task)) return true
  if (task.delegatedBy) return false
  if (has(actor, task)) return true
  if (task.assignee === null && isCandidate(actor, task)) return true
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
  if (commands(actor, task)) return true
  if (task.delegatedBy) return hands(actor).includes(task.delegatedBy)
  if (has(actor, task)) return true
  if (task.assignee === null) return mayComplete(actor, task)
  return task.kind === 'todo' && task.createdBy === actor.id
}

/** The one who has it may ask somebody else to do the work for him. */
export function mayDelegate(actor: Actor, task: TaskRecord): boolean {
  return task.status === 'open' && has(actor, task)
}

/** The one it was delegated to gives it back; the one who delegated it may take it back. */
export function mayResolve(actor: Actor, task: TaskRecord): boolean {
  if (task.status !== 'open' || !task.delegatedBy) return false
  return has(actor, task) || hands(actor).includes(task.delegatedBy) || commands(actor, task)
}

/** Administrators, Baton itself, and the head of the task's team. */
function commands(actor: Actor, task: TaskRecord): boolean {
  if (actor.role === 'system' || actor.role === 'administrator') return true
  return task.team !== null && actor.heads.includes(task.team)
}
