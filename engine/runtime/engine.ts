/** The engine's face: what can be asked of running processes. Everything that changes one goes through `command`. */
import type { CommandBody } from '../core/commands.ts'
import type { Effect } from '../core/effects.ts'
import type { Json, ProcessInstance, Subject, Variables } from '../core/instance.ts'
import type { Problem } from '../model/types.ts'
import type { Known } from '../validate/validate.ts'
import type {
  Definition,
  DefinitionSummary,
  HistoryEntry,
  InstanceFilter,
  JobsDoor,
  Stepped,
} from './ports.ts'
import type { RemoveRequest } from './removal.ts'
import type { RestartRequest } from './restart.ts'
import type { Removed } from './runtime.ts'

export interface Engine {
  /** Publishes every process of a drawing as its next version; the same drawing again makes no new version. */
  deploy(
    xml: string | Uint8Array,
    options: { by: string; comment?: string; svg?: string; known?: Known },
  ): Promise<{ ok: true; definitions: Definition[] } | { ok: false; problems: Problem[] }>
  check(xml: string | Uint8Array, known?: Known): Promise<Problem[]>
  definitions: {
    /** The latest version of each process. */
    list(): Promise<DefinitionSummary[]>
    /** The given version, else the latest; throws `NotFound`. */
    get(key: string, version?: number): Promise<Definition>
    versions(key: string): Promise<DefinitionSummary[]>
    /** Takes one version or all away; refused while it has instances, unless they are to go with it (`cascade`). */
    remove(request: RemoveRequest): Promise<Removed>
  }
  /** Starts an instance. A known `instance` or `commandId` answers the instance that is already there. */
  start(request: StartRequest): Promise<Stepped>
  /** Begins an ended instance again at one of its steps, as a new instance. */
  restart(request: RestartRequest): Promise<Stepped>
  /** Steps an instance; throws `Refused`, `NotFound`, `Conflict` or `Unavailable`. */
  command(instance: string, body: CommandBody & { id?: string }, by?: string): Promise<Stepped>
  /**
   * Brings a message to whoever waits for it, starts what it starts, or keeps it until somebody asks for it; by the modes
   * `one` and `all` it is taken at once or not at all: throws `NotCorrelated`.
   */
  correlate(message: Message): Promise<Correlated>
  /** Tells everybody who listens. */
  signal(signal: Signal): Promise<{ delivered: number; started: string[] }>
  /** Looks at the conditions by which processes start, with these values: each that holds starts its process. */
  evaluateConditions(evaluation: Evaluation): Promise<{ started: string[] }>
  /** A CRM record changed: starts the processes it triggers, wakes the conditions that watch it. */
  recordChanged(event: RecordEvent): Promise<{ started: string[] }>
  instances: {
    get(id: string): Promise<ProcessInstance | null>
    /** Newest first. */
    find(filter: InstanceFilter): Promise<ProcessInstance[]>
    count(filter: InstanceFilter): Promise<number>
    /** Oldest first, from the revision after `after`. */
    history(id: string, page?: { after?: number; limit?: number }): Promise<HistoryEntry[]>
  }
  /** Steps that workers outside do. */
  jobs: JobsDoor
  /** What an event would start, with nothing started. */
  wouldStart(
    event: string,
    data: Record<string, Json>,
  ): Promise<{ key: string; version: number; name: string; startEvent: string }[]>
  /** Waits until this server has told what a step asked for, e.g. to make a task; answers what could not be told yet. */
  told(stepped: Stepped): Promise<Effect[]>
  /** Called in this process after each commit made here. */
  onStep(listener: (stepped: Stepped) => void): () => void
  /** Begins to fire timers, to deliver what others left, to start what is scheduled. */
  run(): Promise<void>
  /** One round of what `run()` does again and again; for tests and tools. */
  sweep(): Promise<void>
  /** Takes nothing new, lets what is under way come to its end (ten seconds at most), releases the rest. */
  stop(): Promise<void>
  health(): Promise<Health>
}

export interface StartRequest {
  key: string
  version?: number
  instance?: string
  commandId?: string
  subject?: Subject
  businessKey?: string
  variables?: Variables
  startEvent?: string
  startAt?: string
  payload?: Json
  by?: string
}

export interface Message {
  /** The sender's id; a repetition within seven days has no effect. */
  id: string
  name: string
  correlationKey?: string
  payload?: Json
  subject?: Subject
  /** Only this instance may take it. */
  instance?: string
  /**
   * `publish` (unless said): one instance of each process that waits takes it, or starts by it; else it is kept.
   * `one`: the one who waits takes it, else the one process that starts by it. `all`: everybody who waits, and every
   * process that starts by it and of which nobody waits.
   */
  mode?: 'publish' | 'one' | 'all'
  /** ISO-8601 duration for which a published message waits for a taker; an hour when unset, `PT0S` for not at all. */
  ttl?: string
}

export interface Correlated {
  delivered: { instance: string; node: string }[]
  started: string[]
  buffered: boolean
  duplicate: boolean
}

export interface Signal {
  id: string
  name: string
  payload?: Json
  /** The instance that threw it, and has heard it already. */
  from?: string
}

export interface Evaluation {
  /** The same id twice starts nothing twice. */
  id: string
  /** What the conditions read, beside the data of the record; an instance that starts has them as variables. */
  variables: Variables
  /** Only this process. */
  key?: string
  subject?: Subject
  businessKey?: string
  by?: string
}

export interface RecordEvent {
  /** The same id twice starts nothing twice. */
  id: string
  /** `deal.created`, `deal.stageChanged`, `deal.changed` … */
  event: string
  subject: Subject
  /** CRM data for the triggers' conditions; read through the port when unset. */
  data?: Record<string, Json>
  /** What changed: what conditions read under the name `change`. */
  change?: Json
  /** Keys of processes that must not start by it. */
  except?: string[]
}

export interface Health {
  ok: boolean
  database: boolean
  /** Instances whose time came more than ten seconds ago. */
  overdue: number
  /** Effects of this process on their way. */
  outbox: number
  /** Instances that wait for help. */
  incidents: number
}
