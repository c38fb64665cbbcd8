/** Who may do what, in one place: roles, permissions, and the rows a person may see. */

export type Role = 'administrator' | 'analyst' | 'manager'

/** What each role holds: an analyst all that a manager does and more, an administrator everything. */
const manager = [
  'signedIn',
  'deals.read',
  'deals.write',
  'tasks.work',
  'processes.read',
  'instances.read',
] as const
const analyst = [
  ...manager,
  'processes.write',
  'instances.operate',
  'jobs.work',
  'imports.run',
  'templates.write',
] as const
const administrator = [...analyst, 'users.manage', 'settings.manage', 'audit.read'] as const

/** `public` needs nobody, `signedIn` anybody who has signed in, each other one a role that holds it. */
export type Permission = 'public' | (typeof administrator)[number]

const granted: Record<Role, readonly Permission[]> = { administrator, analyst, manager }

/** Whoever asks: a person, or Baton itself (`role: 'system'`) when a process acts. */
export interface Actor {
  id: string
  name: string
  role: Role | 'system'
  /** Ids of the teams whose records this person sees: the own one and those he heads. */
  teams: string[]
  /** Ids of the teams he heads, a part of `teams`. */
  heads: string[]
  /** Ids of the absent colleagues whose deputy this person is just now. */
  standsInFor?: string[]
  /** Set for a token that may do less than its owner: these, as far as he may do them himself. */
  only?: Permission[]
}

/** Nobody in particular: what a public route's handler gets. */
export const anonymous: Actor = { id: 'anonymous', name: 'Anonymous', role: 'manager', teams: [], heads: [] }

/** Baton itself, when a process or an import acts. */
export const systemActor: Actor = { id: 'system', name: 'Baton', role: 'system', teams: [], heads: [] }

/** Whether the actor holds a permission. Nobody holds what the table does not say. */
export function can(actor: Actor, permission: Permission): boolean {
  if (permission === 'public' || actor.role === 'system') return true
  if (actor.id === anonymous.id) return false
  if (actor.only && !actor.only.includes(permission)) return false
  return granted[actor.role].includes(permission)
}

/** Everything a role holds, as the browser is told. */
export function permissionsOf(role: Role): Permission[] {
  return [...granted[role]]
}

/** Whether the actor sees every record, not only his teams'. */
export function seesAll(actor: Actor): boolean {
  return actor.role === 'system' || actor.role === 'administrator' || actor.role === 'analyst'
}

/** The records of one owner and team, e.g. a deal, or what hangs on it. */
export interface Owned {
  owners?: string[]
  team?: string | null
}

/** The MongoDB filter every query over owned records gets (`owners`, `team` are stored on each of them). */
export function scopeOf(actor: Actor): Record<string, unknown> {
  if (seesAll(actor)) return {}
  return { $or: [{ owners: actor.id }, { team: { $in: actor.teams } }] }
}

/** The same rule for a record at hand. */
export function inScope(actor: Actor, record: Owned): boolean {
  if (seesAll(actor)) return true
  return (
    (record.owners ?? []).includes(actor.id) || (record.team != null && actor.teams.includes(record.team))
  )
}
