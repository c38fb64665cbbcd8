/**
 * What a running process is: one JSON document, and nothing outside it.
 *
 * `step` reads and writes this value; the store keeps it whole, one guarded write a step. Every moment is an
 * ISO-8601 instant in UTC, every id is made from the instance's own counter, so that replaying the recorded
 * commands gives the same document to the byte.
 */
import type { Effect } from './effects.ts'

/** ISO-8601 instant in UTC with milliseconds, e.g. `2026-11-22T09:30:00.000Z`. */
export type Instant = string
/** A JSON value; `undefined`, functions and class instances never enter an instance. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type Variables = Record<string, Json>

export type InstanceStatus = 'running' | 'suspended' | 'completed' | 'cancelled' | 'failed'

export interface ProcessInstance {
  _id: string
  definition: DefinitionRef
  /** The number of steps committed so far; the guard of every write. */
  revision: number
  status: InstanceStatus
  businessKey?: string
  /** The CRM record this process serves, e.g. `{ entity: 'deal', id: '…' }`. */
  subject?: Subject
  /** Set when a call activity of another instance started this one. */
  parent?: { instance: string; token: string }
  startedAt: Instant
  endedAt?: Instant
  /** Variables of the process itself; inner scopes carry their own. */
  variables: Variables
  scopes: ScopeInstance[]
  tokens: Token[]
  subscriptions: Subscription[]
  timers: Timer[]
  incidents: Incident[]
  /** Effects committed but not yet delivered. */
  outbox: Effect[]
  /** The least instant at which a timer, a retry or a lease wants attention; absent when nothing is planned. */
  wakeAt?: Instant
  /** Source of ids: tokens, scopes, timers … are numbered from here. */
  counter: number
  /** The latest command ids, newest last (bounded), so that a repeated command is refused as such. */
  recentCommands: string[]
}

export interface DefinitionRef {
  key: string
  version: number
  hash: string
}

export interface Subject {
  entity: string
  id: string
}

/** One running scope: the process itself, a sub-process body, or one round of a loop or multi-instance. */
export interface ScopeInstance {
  id: string
  /** Id of the scope's BPMN element (process or sub-process) in the compiled process. */
  scope: string
  /** The enclosing scope instance and the token that waits in it; absent for the process itself. */
  parent?: string
  owner?: string
  /** Local variables; absent for the process's own scope, which uses `instance.variables`. */
  variables?: Variables
  /** Whatever the scope's element kind keeps, e.g. loop counters or completed activities for compensation. */
  data?: Record<string, Json>
}

/** A token is a snapshot of its scope's machine: where it stands, since when. */
export interface Token {
  id: string
  scope: string
  /** The flow node the token stands at (BPMN id). */
  at: string
  /** `arriving` tokens are parked at a join, `waiting` ones wait for the world, `active` ones hold a scope open. */
  state: 'arriving' | 'waiting' | 'active' | 'incident'
  since: Instant
  /** The flow by which it came. */
  via?: string
  context?: Record<string, Json>
}

export interface Subscription {
  id: string
  token: string
  node: string
  kind: 'message' | 'signal' | 'condition' | 'error' | 'escalation'
  name: string
  /** The evaluated correlation key; a message must bring the same one. */
  key?: string
}

export interface Timer {
  id: string
  token: string
  node: string
  due: Instant
  /** Remaining rounds and interval of a cycle, as the trigger wrote them. */
  cycle?: Record<string, Json>
}

/** Something that cannot go on by itself: what happened, why, and what a person can do about it. */
export interface Incident {
  id: string
  node: string
  token?: string
  effect?: string
  code: string
  message: string
  cure?: string
  at: Instant
}
