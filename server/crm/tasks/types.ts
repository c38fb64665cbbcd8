/** Tasks: the read model of user tasks in processes, and people's own to-dos. */
import type { Effect, FormField, Json, ProcessInstance, Subject, TaskOutcome, Variables } from '#engine'
import type { Actor } from '../../policy.ts'

export interface TaskRecord {
  /** The engine's id for a process task. */
  _id: string
  kind: 'process' | 'todo'
  name: string
  documentation: string | null
  deal: string | null
  subject: Subject | null
  /** Owners and team of the deal, so that scope needs no join. */
  owners: string[]
  team: string | null
  instance: string | null
  token: string | null
  node: string | null
  process: { key: string; version: number; name: string } | null
  assignee: string | null
  candidateUsers: string[]
  candidateGroups: string[]
  due: Date | null
  /** `due`, or far ahead, so that tasks without a date come last. */
  dueSort: Date
  priority: number
  form: FormField[]
  outcomes: TaskOutcome[]
  values: Variables
  status: 'open' | 'completed' | 'cancelled'
  outcome: string | null
  completedAt: Date | null
  completedBy: string | null
  createdAt: Date
  createdBy: string
  version: number
  /** When its assignee was told that it is overdue. */
  remindedAt?: Date
  /** Who delegated it: the assignee cannot complete it, only give it back to him. */
  delegatedBy?: string | null
  /** Whose hands it went through, oldest first. */
  trail?: TaskChange[]
}

/** One change of hands. */
export interface TaskChange {
  at: Date
  /** Who did it: a user, or `system`. */
  by: string
  what:
    | 'claimed'
    | 'released'
    | 'assigned'
    | 'delegated'
    | 'resolved'
    | 'handedOver'
    | 'completed'
    | 'cancelled'
  from: string | null
  to: string | null
  /** The absent colleague in whose place it was done. */
  insteadOf?: string
  note?: string
}

export interface Tasks {
  get(actor: Actor, id: string): Promise<TaskRecord>
  /** Whatever its scope; for parts of Baton that check it themselves. */
  find(id: string): Promise<TaskRecord | null>
  /** The open task at which a token of an instance stands. */
  openAt(instance: string, token: string): Promise<TaskRecord | null>
  /** Open tasks of these deals, soonest due first. */
  openOf(deals: string[]): Promise<TaskRecord[]>
  /** `counts`: the views' figures, where they are asked for as well. */
  list(
    actor: Actor,
    filter: TaskFilter,
    counts?: Promise<TaskCounts>,
  ): Promise<{ items: TaskRecord[]; total: number; next?: string }>
  counts(actor: Actor): Promise<TaskCounts>
  /** What the person should turn to after this task: the same deal first, then what is due first. */
  after(actor: Actor, task: TaskRecord): Promise<TaskRecord | null>
  /** Whether and why not. */
  mayComplete(actor: Actor, task: TaskRecord): boolean
  mayClaim(actor: Actor, task: TaskRecord): boolean
  mayAssign(actor: Actor, task: TaskRecord): boolean
  mayDelegate(actor: Actor, task: TaskRecord): boolean
  mayResolve(actor: Actor, task: TaskRecord): boolean
  /** A to-do without a process; `key` makes a repetition harmless. `assignee`: user id, role, team or `head:<team>`. */
  createTodo(
    actor: Actor,
    todo: {
      name: string
      deal?: string | null
      assignee?: string | null
      due?: Date | null
      description?: string | null
      key?: string
    },
  ): Promise<TaskRecord>
  claim(actor: Actor, id: string): Promise<TaskRecord>
  release(actor: Actor, id: string): Promise<TaskRecord>
  assign(actor: Actor, id: string, user: string): Promise<TaskRecord>
  /** Lets somebody else do the work; it stays the assignee's, and comes back to him to be completed. */
  delegate(actor: Actor, id: string, user: string, note?: string): Promise<TaskRecord>
  /** The delegated work is done: the task goes back to whoever delegated it. */
  resolve(actor: Actor, id: string, note?: string): Promise<TaskRecord>
  complete(
    actor: Actor,
    id: string,
    input: { outcome?: string; values?: Record<string, Json>; version?: number; commandId?: string },
  ): Promise<TaskRecord>
  /** The engine's effects; idempotent by the task's id. */
  onCreateTask(effect: Effect & { type: 'createTask' }, instance: ProcessInstance): Promise<void>
  onChangeTask(effect: Effect & { type: 'changeTask' }, instance: ProcessInstance): Promise<void>
  onCloseTask(effect: Effect & { type: 'closeTask' }, instance: ProcessInstance): Promise<void>
  /** Takes open tasks away from somebody who left, and tells his head. */
  handOver(user: string): Promise<number>
  /** The deal has other owners or another team: its tasks follow, and those of an owner who gave it up go to the new one. */
  follow(
    deal: { _id: string; owners: string[]; team: string | null },
    before: { owners: string[] },
  ): Promise<void>
  /** Tells people of tasks that became overdue, once each; runs by itself. */
  remind(): Promise<number>
  removeOf(deal: string): Promise<void>
}

/** The figures beside the views' names. */
export interface TaskCounts {
  mine: number
  team: number
  unassigned: number
  overdue: number
}

export interface TaskFilter {
  view?: 'mine' | 'team' | 'unassigned' | 'done'
  q?: string
  overdue?: boolean
  deal?: string
  process?: string
  /** `due`, `created`, `name`, `completed`; a minus in front turns it round. */
  sort?: string
  cursor?: string
  limit?: number
}
