/** What the engine asks of the program around it, and the words in which the two talk. */
import type { CompiledProcess } from '../compiler/types.ts'
import type { Command } from '../core/commands.ts'
import type { Effect, EffectBody } from '../core/effects.ts'
import type { Instant, Json, ProcessInstance, Subject, Variables } from '../core/instance.ts'
import type { Trace } from '../core/traces.ts'

export type { Definition, DefinitionSummary, HistoryEntry, InstanceFilter } from '../adapters/store.ts'

/** An effect of one kind, e.g. `EffectOf<'createTask'>`. */
export type EffectOf<Type extends EffectBody['type']> = Extract<Effect, { type: Type }>

/**
 * Everything impure that the engine does not own. The verbs are called at least once for each effect: `effect.id` is
 * the key by which a repetition is recognised. One that throws is called again later, slower each time. Effects of one
 * instance come in the order in which they were decided.
 */
export interface Ports {
  /** CRM data for the expressions of a process; asked only for the root names it reads. */
  readData(subject: Subject | undefined, reads: string[]): Promise<Record<string, Json>>
  createTask(effect: EffectOf<'createTask'>, instance: ProcessInstance): Promise<void>
  /** Whoever keeps no forms of tasks need not hear of it. */
  changeTask?(effect: EffectOf<'changeTask'>, instance: ProcessInstance): Promise<void>
  closeTask(effect: EffectOf<'closeTask'>, instance: ProcessInstance): Promise<void>
  enterStage(effect: EffectOf<'enterStage'>, instance: ProcessInstance): Promise<void>
  raiseIncident(effect: EffectOf<'raiseIncident'>, instance: ProcessInstance): Promise<void>
  endProcess(effect: EffectOf<'endProcess'>, instance: ProcessInstance): Promise<void>
  /** Runs a connector. `effect.attempts` says which attempt this is, from 1. */
  runJob(effect: EffectOf<'runJob'>, instance: ProcessInstance): Promise<ConnectorAnswer>
  /** Whether there is a connector of this type here; jobs with a topic that none does go to workers outside. */
  hasConnector?(type: string): boolean
  log: Log
  /** The clock. Leave it out in production: the engine then keeps the database's time, whatever this machine's clock does. */
  now?(): Date
  newId(): string
}

/** What workers outside may ask; each topic with the milliseconds for which its jobs are locked. */
export interface FetchJobs {
  /** His name: who has a job is told by it. */
  worker: string
  topics: { topic: string; lock: number }[]
  /** One when unset, a hundred at most. */
  max?: number
  /** Milliseconds to wait for a job when there is none, a minute at most. */
  wait?: number
  /** Ends the waiting. */
  signal?: AbortSignal
}

/** A job that a worker has to himself until `lockedUntil`. */
export interface LockedJob {
  /** The same for every attempt of one step: the key by which a repetition is recognised. */
  id: string
  topic: string
  worker: string
  lockedUntil: Instant
  /** Which attempt this is, from 1. */
  attempt: number
  /** Attempts that are left, this one included. */
  retries: number
  instance: string
  process: { key: string; version: number }
  node: string
  /** What the drawing hands to the step. */
  input: Record<string, Json>
  /** Everything the step sees. */
  variables: Variables
  businessKey?: string
  subject?: Subject
  /** What the attempt before said when it failed. */
  failure?: string
}

/** A job as people look at it who do not do it. */
export interface JobSummary {
  id: string
  topic: string
  instance: string
  node: string
  process: { key: string; version: number }
  retries: number
  attempts: number
  createdAt: Instant
  worker?: string
  lockedUntil?: Instant
  failure?: string
}

/** His answer about a job: refused with `lockLost` when somebody else has it, `NotFound` when it is no job any more. */
interface About {
  job: string
  worker: string
  /** Who is told in history; the worker when unset. */
  by?: string
}

/** Jobs for workers outside: at least once, always under the same id, each lock by the database's clock. */
export interface JobsDoor {
  fetch(request: FetchJobs): Promise<LockedJob[]>
  /** `lock`: milliseconds from now on. */
  extend(request: { job: string; worker: string; lock: number }): Promise<{ lockedUntil: Instant }>
  /** Gives it back undone; the next one may take it at once. */
  unlock(request: { job: string; worker: string }): Promise<void>
  complete(request: About & { variables?: Variables }): Promise<Stepped>
  /** `retries`: attempts left after this one, one less when unset; at none it becomes an incident. `retryIn`: milliseconds. */
  fail(
    request: About & { reason: string; retries?: number; retryIn?: number },
  ): Promise<{ retriesLeft: number; nextAttemptAt?: Instant }>
  /** A business error, which looks for its handler in the drawing. */
  throwError(request: About & { code: string; message?: string; variables?: Variables }): Promise<Stepped>
  find(filter: { topic?: string; instance?: string; after?: string; limit?: number }): Promise<JobSummary[]>
  topics(): Promise<{ topic: string; waiting: number; locked: number }[]>
}

/** What a connector may answer. */
export type ConnectorAnswer =
  | { type: 'done'; output?: Json }
  | { type: 'bpmnError'; code: string; message?: string }
  | { type: 'retryIn'; duration: string; reason: string }
  | { type: 'fail'; reason: string; cure?: string }

/** A pino-like log: fields first, then the sentence. */
export interface Log {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** One committed step, as told to the caller and to `onStep` listeners. */
export interface Stepped {
  instance: ProcessInstance
  process: CompiledProcess
  trace: Trace[]
  command: Command
  effects: Effect[]
}
