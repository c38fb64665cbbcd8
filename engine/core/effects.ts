/**
 * What a step asks of the world. Effects commit with the step, inside the instance's outbox, and are delivered at
 * least once; `id` (`instance/revision/n`) is the key by which the receiver recognises a repetition.
 */
import type { FormField } from '../model/types.ts'
import type { Instant, Json, Subject, Variables } from './instance.ts'

export type { FormField } from '../model/types.ts'

export type Effect = EffectBody & {
  /** `instance/revision/n`: the idempotency key. */
  id: string
  token?: string
  node?: string
  at: Instant
  /** Delivery bookkeeping of the runtime; the core never reads it. */
  attempts?: number
  notBefore?: Instant
}

export type EffectBody =
  | { type: 'createTask'; task: UserTask }
  /** The task goes on in another version of the process: this is what it asks for there. */
  | { type: 'changeTask'; task: string; shown: ShownTask }
  | { type: 'closeTask'; task: string; reason: 'completed' | 'cancelled'; outcome?: string; by?: string }
  | { type: 'runJob'; job: Job }
  /** The job that an external worker may have or get is not needed any more. */
  | { type: 'withdrawJob'; job: string }
  | { type: 'enterStage'; stage: string; kind: 'open' | 'won' | 'lost' }
  | { type: 'sendMessage'; name: string; correlationKey?: string; payload: Json; instance?: string }
  | {
      type: 'broadcastSignal'
      name: string
      payload: Json /** The instance that threw it and has heard it already. */
      from: string
    }
  | {
      type: 'startProcess'
      key: string
      version?: number
      versionTag?: string
      binding: 'latest' | 'deployment' | 'version' | 'tag'
      variables: Variables
      businessKey?: string
      parent: { instance: string; token: string }
    }
  | { type: 'cancelProcess'; instance: string }
  | { type: 'tellParent'; parent: { instance: string; token: string }; ended: ChildEnd }
  | { type: 'raiseIncident'; incident: string; code: string; message: string }
  /** The step ended at its bound of moves: send a `continue` command. */
  | { type: 'continue' }
  | { type: 'endProcess'; status: 'completed' | 'cancelled' | 'failed' }

export type ChildEnd =
  | { type: 'completed'; variables: Variables }
  | { type: 'error'; code: string; message?: string; variables: Variables }
  | { type: 'escalation'; code: string; variables: Variables }
  | { type: 'cancelled' }

/** A user task as people will see it; expressions are already evaluated. */
export interface UserTask {
  /** `instance:token:n`; its own for every activation, stable for the life of the task. */
  id: string
  node: string
  name: string
  documentation?: string
  assignee?: string
  candidateUsers: string[]
  candidateGroups: string[]
  due?: Instant
  priority?: number
  subject?: Subject
  form: FormField[]
  /** The buttons: one for each outgoing flow, or a single one when there is no choice to make. */
  outcomes: TaskOutcome[]
  /** Values the form starts with: bound CRM fields and variables. */
  values: Variables
}

/** What a task asks for, apart from whom and until when. */
export type ShownTask = Pick<UserTask, 'node' | 'name' | 'documentation' | 'form' | 'outcomes' | 'values'>

export interface TaskOutcome {
  /** Id of the outgoing sequence flow; `complete` when the task has no named choice. */
  id: string
  name: string
  tone?: 'positive' | 'negative' | 'neutral'
  /** Keys of the fields that this outcome alone makes required. */
  requires: string[]
  /** Names of the steps that follow, in order, as far as they are certain. */
  after: string[]
}

/** One call of a connector; inputs are already evaluated. */
export interface Job {
  connector: string
  input: Record<string, Json>
  retries: number
  /** ISO-8601 duration between attempts, doubled each time. */
  backoff: string
  subject?: Subject
  /** Under which external workers find it, when no connector does it. */
  topic?: string
}
