/**
 * What a running process is: one JSON document, and nothing outside it.
 *
 * `step` reads and writes this value; the store keeps it whole, one guarded write a step. Every moment is an
 * ISO-8601 instant in UTC, every id is made from the instance's own counter, so that replaying the recorded
 * commands gives the same document to the byte.
 */
import type { Instant, Json, Variables } from '../model/json.ts'
import type { Effect } from './effects.ts'

export type { Instant, Json, Variables } from '../model/json.ts'

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
  /** Key of the stage entered last. */
  stage?: string
  /** Variables of the process itself; inner scopes carry their own. */
  variables: Variables
  scopes: ScopeInstance[]
  tokens: Token[]
  subscriptions: Subscription[]
  timers: Timer[]
  incidents: Incident[]
  /** Effects committed but not yet delivered. */
  outbox: Effect[]
  /** The least instant at which a timer, a retry or a lease wants attention; the runtime's own, the core never looks. */
  wakeAt?: Instant
  /** Source of ids: tokens, scopes, timers … are numbered from here. */
  counter: number
  /** The latest command ids, newest last (bounded), so that a repeated command is refused as such. */
  recentCommands: string[]
  /** Moves still to be made, when a step ended at its bound; a `continue` effect asks for the rest. */
  agenda?: Move[]
  /** Moves made since the world last said something; past a bound that is a livelock and becomes an incident. */
  momentum?: number
}

/** One thing still to do, as data: an event for a token's machine, or a signal to be heard when all else is quiet. */
export type Move =
  /** Only while the token still stands at `at`. */
  | { type: 'go'; token: string; event: string; at: string }
  /** `token` has thrown it and goes on when it has been heard. */
  | { type: 'signal'; name: string; payload: Json; token: string }
  | { type: 'round'; token: string }

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
  /**
   * `moving` tokens have work on the agenda, `arriving` ones are parked at a join, `waiting` ones wait for the world,
   * `active` ones hold an inner scope open, `incident` ones need a person.
   */
  state: 'moving' | 'arriving' | 'waiting' | 'active' | 'incident'
  since: Instant
  /** The flow by which it came. */
  via?: string
  /** Variables local to the activity the token is in (its mapped inputs, loop counters). */
  variables?: Variables
  /** What the element kind keeps with the token: effect of its job, called instance, chosen outcome … */
  context?: Record<string, Json>
}

/** An ear of the instance: something outside (or a variable) that a token or a scope listens for. */
export interface Subscription {
  id: string
  /** Scope instance that holds it. */
  scope: string
  /** The token that waits, or that stands in the activity the event is attached to; absent for event sub-processes. */
  token?: string
  /** The event: catch, boundary or start event of an event sub-process, or the receive task. */
  node: string
  /** Which of the event's triggers this is. */
  trigger: number
  kind: 'message' | 'signal' | 'condition'
  /** Name of the message or signal; the condition's text. */
  name: string
  /** The evaluated correlation key; a message must bring the same one. */
  key?: string
  /** Id of the BPMN correlation key by which it is found (§8.4.2); messages bring that one in their payload. */
  correlation?: string
  /** Signals only: it hears what its own instance throws, and nothing from outside. */
  local?: true
  /** Conditions only: whether it held when last looked at; it fires when it becomes true (§10.5.1). */
  held?: boolean
}

export interface Timer {
  id: string
  scope: string
  token?: string
  node: string
  trigger: number
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
  /** What a retry does again: enter its node, finish it, leave it, see whether its scopes are over, ask again. */
  retry: 'enter' | 'done' | 'leave' | 'settle' | 'ask'
  /** The business error that nothing around the step caught. */
  thrown?: { code?: string; message?: string; variables?: Variables }
  /** The effect that could not be delivered; `ask` emits it again. */
  lost?: Effect
}
