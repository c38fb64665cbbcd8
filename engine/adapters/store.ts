/**
 * Where the engine keeps what must not be lost. One suite (`tests/contracts`) holds for every implementation.
 *
 * Four rules carry the engine's promise. A step is one guarded write of one document. Its history entry travels
 * inside that document (`journal`) until it has been copied to history, so that history can never tell of a step that
 * did not happen. An effect leaves the outbox without touching the revision. And what was only read may be gone when the
 * database dies before it reached the disk: therefore each commit leaves its own mark, the next one names the mark it
 * builds upon, and nothing is filed or answered on the strength of a look alone.
 */
import type { CompiledProcess } from '../compiler/types.ts'
import type { Command } from '../core/commands.ts'
import type { Instant, ProcessInstance, Subject, Subscription } from '../core/instance.ts'
import type { Trace } from '../core/traces.ts'
import type { Json } from '../model/json.ts'

export interface Store {
  definitions: DefinitionStore
  instances: InstanceStore
  history: HistoryStore
  messages: MessageStore
  workers: WorkerStore
  jobs: JobStore
  /** Makes collections and indexes ready; harmless when they are. */
  open(): Promise<void>
  close(): Promise<void>
  /** The time as the store knows it; throws `Unavailable` when it does not answer. */
  now(): Promise<Date>
}

/** A published version of a process. */
export interface Definition {
  key: string
  version: number
  name: string
  hash: string
  xml: string
  process: CompiledProcess
  deployedAt: Instant
  deployedBy: string
  comment?: string
  svg?: string
}

export type DefinitionSummary = Omit<Definition, 'xml' | 'process' | 'svg'>

export interface DefinitionStore {
  /** False when this version of the key exists already. */
  add(definition: Definition): Promise<boolean>
  /** The given version, else the latest. */
  get(key: string, version?: number): Promise<Definition | null>
  /** The latest version of each key, by key. */
  latest(): Promise<DefinitionSummary[]>
  /** Newest first. */
  versions(key: string): Promise<DefinitionSummary[]>
  /** The number after the last one that was ever given, removed versions too: a number never means two drawings. */
  nextVersion(key: string): Promise<number>
  /** Takes a version out; its number stays taken. */
  remove(key: string, version: number): Promise<void>
}

/** An instance with the history entries that may not have been copied to history yet, oldest first. */
export interface Stored {
  instance: ProcessInstance
  journal: HistoryEntry[]
  /** The mark of the commit that made it what it is. */
  commit: string | undefined
}

/** One state of an instance: the revision says which step, the mark which of several attempts at that step. */
export interface Version {
  instance: string
  revision: number
  commit?: string | undefined
}

/** One step to commit. */
export interface Write {
  /** What the step began from; null for a new instance. */
  previous: ProcessInstance | null
  /** The mark of the commit that made `previous`. */
  upon?: string | undefined
  next: ProcessInstance
  /** The step's own entry last. */
  journal: HistoryEntry[]
  /** Effects known to be delivered: they leave the outbox in the same write. */
  delivered: string[]
}

/** `done`: committed, by this write. `lost`: the instance had another revision, or existed already; nothing was written. */
export type Outcome = 'done' | 'lost'

export interface InstanceStore {
  load(ids: string[]): Promise<(Stored | null)[]>
  /** Each write stands or falls by itself. Throws `Unavailable` when the outcome cannot be known. */
  commit(writes: Write[]): Promise<Outcome[]>
  /** True when the instance is as this commit left it, and that has reached the disk. */
  confirm(version: Version): Promise<boolean>
  /** Takes delivered effects out of the outbox and filed entries out of the journal; sets the wake-up only where the version is still the given one. */
  settle(done: Settlement[]): Promise<void>
  /**
   * Takes an effect over for delivery until `until`, if it is still there with so many attempts, and counts the
   * attempt. False when somebody else was quicker.
   */
  claim(effect: EffectKey & { at?: Instant }, attempts: number, until: Instant): Promise<boolean>
  /** Plans an effect's next attempt, or extends its lease; the instance wakes no later than then. */
  defer(effect: EffectKey, until: Instant): Promise<void>
  /** Corrects the wake-up of an instance that was found to have nothing to do, unless it has moved on. */
  planWake(version: Version, wakeAt: Instant | undefined): Promise<void>
  /** Instances whose wake-up has come by the store's own clock, most overdue first, and what that clock says. */
  due(query: { slots?: number[]; lateBy?: number; limit: number }): Promise<{ found: Stored[]; now: Date }>
  /** Takes instances out for good, with their history and the jobs they offered. */
  remove(ids: string[]): Promise<void>
  find(filter: InstanceFilter): Promise<ProcessInstance[]>
  count(filter: InstanceFilter): Promise<number>
  /** Running instances that listen for exactly this, in order of id, after the given one. */
  listening(ear: Ear, page: { after?: string; limit: number }): Promise<ProcessInstance[]>
}

export interface EffectKey {
  instance: string
  effect: string
}

export interface Settlement extends Version {
  effects: string[]
  /** Journal entries up to this revision are in history and leave the journal. */
  filedTo: number
  wakeAt: Instant | undefined
}

/** What an instance may be found by when something happens outside. */
export type Ear =
  | { kind: 'message'; name: string; key?: string; subject?: Subject; instance?: string }
  | { kind: 'signal'; name: string }
  | { kind: 'condition'; subject: Subject }

/** How many shares the waiting instances are divided into among the workers. */
export const slotCount = 16

/** Which instances; every given part must hold. */
export interface InstanceFilter {
  subject?: Subject
  /** Ids of subjects, whatever their entity. */
  subjects?: string[]
  status?: ProcessInstance['status'] | ProcessInstance['status'][]
  key?: string
  version?: number
  businessKey?: string
  /** Id of the instance whose call activity started it. */
  parent?: string
  withIncident?: boolean
  /** Only instances whose wake-up came at least so long ago (milliseconds). */
  overdueBy?: number
  /** Newest first; only those that come after this one in that order: the next page. */
  before?: string
  limit?: number
}

/** One step as history keeps it: the command with all that came in, and what it did. */
export interface HistoryEntry {
  /** `instance/revision` */
  _id: string
  instance: string
  /** The revision that this step made, from 1. */
  revision: number
  at: Instant
  by?: string
  command: Command
  trace: Trace[]
  /** Tells two attempts at the same revision apart. */
  commit: string
}

export interface HistoryStore {
  /** Copies entries of committed steps; an entry that is there already stays as it is. */
  file(entries: HistoryEntry[]): Promise<void>
  /** Oldest first, from the revision after `after`. */
  read(instance: string, page: { after: number; limit: number }): Promise<HistoryEntry[]>
}

/** A message or signal that came in: kept while it waits for a taker, then as the memory that it has been here. */
export interface Letter {
  _id: string
  kind: 'message' | 'signal'
  name: string
  key?: string
  subject?: Subject
  /** A message: only this instance may take it. A signal: this instance has heard it already. */
  instance?: string
  payload?: Json
  receivedAt: Instant
  /** Until then it waits for a taker. */
  expiresAt: Instant
  /** `open`: being handed out, `waiting`: nobody wanted it yet, `done`: taken or expired. */
  status: 'open' | 'waiting' | 'done'
  /** `one` or `all`: its takers were chosen when it came; nobody else may take it. */
  mode?: 'one' | 'all'
  /** When somebody should look again whether it has a taker: a server may have died over it. */
  lookAt: Instant
  /** Who took it, or is to take it: instance and subscription by process key; further ones by what is unlike any key. */
  takers: Record<string, { instance: string; node: string; subscription: string }>
  started: string[]
}

export interface MessageStore {
  get(id: string): Promise<Letter | null>
  /** The letter that is there under this id, or null when this one was new and is kept now. */
  receive(letter: Letter): Promise<Letter | null>
  /** Reserves the letter for one subscription of a process; false when that process has another taker. */
  take(
    id: string,
    process: string,
    taker: { instance: string; node: string; subscription: string },
  ): Promise<boolean>
  /** Gives it back: the subscription was gone. */
  release(id: string, process: string): Promise<void>
  finish(
    id: string,
    change: { status: Letter['status']; started?: string[]; lookAt?: Instant },
  ): Promise<void>
  /** Letters that somebody who listens like this would want, oldest first. */
  waiting(ear: { name: string; key?: string }, now: Instant): Promise<Letter[]>
  /** Letters not done with that somebody should look at again, longest due first. */
  due(now: Instant, limit: number): Promise<Letter[]>
  /** Marks expired ones done and forgets those received before `forget`. */
  tidy(now: Instant, forget: Instant): Promise<void>
}

export interface WorkerStore {
  /** Says that this worker lives, and hears which share of the slots is its own. */
  beat(worker: string, forMilliseconds: number): Promise<{ rank: number; count: number }>
  leave(worker: string): Promise<void>
}

/** A job that waits for an external worker, or is being done by one. */
export interface WaitingJob {
  /** The effect's id: the same however often it is handed out. */
  _id: string
  topic: string
  instance: string
  node: string
  process: { key: string; version: number }
  input: Record<string, Json>
  /** Attempts that are left. */
  retries: number
  /** ISO-8601 duration until the second attempt, doubled each time. */
  backoff: string
  createdAt: Instant
  /** From then on anybody may take it: while it is locked, the end of the lock. */
  availableAt: Instant
  /** Who took it last; unset again when he gives it back. */
  worker?: string
  /** How often it was handed out. */
  attempts: number
  /** What the last worker said when he failed. */
  failure?: string
}

/** Jobs for external workers: one small document each, found by topic. Locks run by the store's own clock. */
export interface JobStore {
  /** Keeps the job; one that is there already stays as it is. */
  offer(job: Omit<WaitingJob, 'createdAt' | 'availableAt' | 'attempts'>): Promise<void>
  /** Gives free jobs of a topic to one worker, longest waiting first; what two workers want at once, one of them gets. */
  lock(request: { worker: string; topic: string; milliseconds: number; limit: number }): Promise<WaitingJob[]>
  /** Sets how long the worker keeps his job from now on; null when it is not his any more. */
  extend(id: string, worker: string, milliseconds: number): Promise<WaitingJob | null>
  /** Gives it back, to be free after a while. False when it is not his any more. */
  release(
    id: string,
    worker: string,
    change: { milliseconds: number; retries?: number; failure?: string },
  ): Promise<boolean>
  remove(id: string): Promise<void>
  get(id: string): Promise<WaitingJob | null>
  /** In order of id. */
  find(filter: JobFilter): Promise<WaitingJob[]>
  /** How many jobs there are of each topic, and how many of them somebody has. */
  topics(): Promise<{ topic: string; waiting: number; locked: number }[]>
}

export interface JobFilter {
  topic?: string
  instance?: string
  after?: string
  limit: number
}

/** The share an instance belongs to: spread evenly, the same on every machine. */
export function slotOf(id: string): number {
  let hash = 0x811c9dc5
  for (let n = 0; n < id.length; n++) hash = Math.imul(hash ^ id.charCodeAt(n), 0x01000193)
  return (hash >>> 0) % slotCount
}

/** Everything a running instance listens for, as exact words an index can hold. */
export function earsOf(instance: ProcessInstance): string[] {
  if (instance.status !== 'running' || instance.subscriptions.length === 0) return []
  const ears = instance.subscriptions.map(({ kind, name, key }) =>
    kind === 'message' ? messageEar(name, key) : kind === 'signal' ? signalEar(name) : conditionEar,
  )
  return [...new Set(ears)]
}

export const messageEar = (name: string, key: string | undefined) =>
  JSON.stringify(['message', name, key ?? ''])
export const signalEar = (name: string) => JSON.stringify(['signal', name])
export const conditionEar = 'condition'

/** Whether one of the instance's ears hears this. */
export function hears(instance: ProcessInstance, ear: Ear): boolean {
  if (instance.status !== 'running') return false
  if ('subject' in ear && ear.subject && !isSubject(instance, ear.subject)) return false
  if (ear.kind === 'message' && ear.instance !== undefined && ear.instance !== instance._id) return false
  return instance.subscriptions.some(subscription => subscribes(subscription, ear))
}

/** Whether this subscription is one the ear means. A message without a key finds keyed ones, also of a key that has no value yet, only by its subject or instance. */
export function subscribes(subscription: Subscription, ear: Ear): boolean {
  if (subscription.kind !== ear.kind) return false
  if (ear.kind === 'condition') return true
  if (subscription.name !== ear.name) return false
  if (ear.kind === 'signal') return true
  if (ear.key === undefined && (ear.subject || ear.instance)) return true
  return subscription.key === ear.key
}

function isSubject(instance: ProcessInstance, subject: Subject): boolean {
  return instance.subject?.id === subject.id && instance.subject.entity === subject.entity
}
