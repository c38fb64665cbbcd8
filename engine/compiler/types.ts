/** The compiled process: plain JSON, the same bytes in browser and server. */
import type { StateJson } from '../elements/kind.ts'
import type {
  CorrelationKeyModel,
  Expression,
  FlowNode,
  MessageTrigger,
  ProcessModel,
  ScopeModel,
  SequenceFlow,
  Trigger,
} from '../model/types.ts'

export interface CompiledProcess {
  key: string
  name: string
  executable: boolean
  versionTag?: string
  pipeline?: ProcessModel['pipeline']
  dialect: ProcessModel['dialect']
  /** Version of the compiler that wrote this; state keys are stored data. */
  compilerVersion: number
  /** sha-256 (hex) over everything else here. */
  hash: string
  /** Stages in drawing order (`baton:stage order`, else along the flow). */
  stages: StageInfo[]
  /** Names of CRM data its expressions read (`deal`, `company` …): what `command.data` should carry. */
  reads: string[]
  /** All ways in which it can be started. */
  triggers: StartTrigger[]
  /** Names of the messages it can take, as far as they are known without running. */
  messages: { name: string; node: string; starts: boolean }[]
  /** By id; the process's own scope has its key as id. */
  scopes: Record<string, CompiledScope>
  nodes: Record<string, FlowNode>
  flows: Record<string, SequenceFlow>
  /** Present when messages find their instance by keys in their payload. */
  correlations?: CorrelationKeyModel[]
}

/** A process, a sub-process body, or the single-activity body of a loop: one flat machine. */
export interface CompiledScope {
  id: string
  /** The scope around it; absent for the process. */
  parent?: string
  /** The node whose inside this is; absent for the process. */
  node?: string
  /** It is one round of a loop: its only state is the activity itself. */
  round?: true
  /** Nodes where tokens begin when the scope is entered without naming a start. */
  starts: string[]
  /** Nodes no flow leads to although the scope has start events: they begin together with it. */
  beside?: string[]
  /** Event sub-processes that listen while the scope runs, by id. */
  listeners: string[]
  data: ScopeModel['data']
  machine: MachineJson
}

/** An XState v5 machine configuration with nothing but JSON in it. */
export interface MachineJson {
  id: string
  initial: '$enter'
  on: Record<string, { target: string }[]>
  states: Record<string, StateJson>
}

export interface StageInfo {
  key: string
  name: string
  color?: string
  kind: 'open' | 'won' | 'lost'
  probability?: number
  /** The node that carries the stage. */
  node: string
  /** Stages whose cards may be dragged here though no flow leads here; `*` for all. */
  jumpFrom: string[] | '*'
}

export type StartTrigger = { node: string } & (
  | { type: 'none' }
  | { type: 'record'; on: string; condition?: Expression }
  | { type: 'message'; name: string; correlationKey?: Expression; trigger: MessageTrigger }
  | { type: 'signal'; name: string }
  | { type: 'timer'; timer: Extract<Trigger, { type: 'timer' }> }
  | { type: 'conditional'; condition: Expression }
)
