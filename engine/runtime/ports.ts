/** What the engine asks of the program around it, and the words in which the two talk. */
import type { CompiledProcess } from '../compiler/types.ts'
import type { Command } from '../core/commands.ts'
import type { Effect, EffectBody } from '../core/effects.ts'
import type { Json, ProcessInstance, Subject } from '../core/instance.ts'
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
  closeTask(effect: EffectOf<'closeTask'>, instance: ProcessInstance): Promise<void>
  enterStage(effect: EffectOf<'enterStage'>, instance: ProcessInstance): Promise<void>
  raiseIncident(effect: EffectOf<'raiseIncident'>, instance: ProcessInstance): Promise<void>
  endProcess(effect: EffectOf<'endProcess'>, instance: ProcessInstance): Promise<void>
  /** Runs a connector. `effect.attempts` says which attempt this is, from 1. */
  runJob(effect: EffectOf<'runJob'>, instance: ProcessInstance): Promise<ConnectorAnswer>
  log: Log
  /** The clock. Leave it out in production: the engine then keeps the database's time, whatever this machine's clock does. */
  now?(): Date
  newId(): string
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
