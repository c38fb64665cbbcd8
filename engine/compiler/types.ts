/** The compiled process: plain JSON, the same bytes in browser and server. */

import type { Word } from '../elements/vocabulary.ts'
import type {
  Expression,
  FlowNode,
  MessageTrigger,
  ProcessModel,
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
  /** Names of the messages it can take, known without running. */
  messages: { name: string; node: string; starts: boolean }[]
  scopes: Record<string, CompiledScope>
  nodes: Record<string, FlowNode>
  flows: Record<string, SequenceFlow>
}

/** A process, a sub-process body, or the single-activity body of a loop: one flat machine. */
export interface CompiledScope {
  id: string
  parent?: string
  /** The node whose inside this is; absent for the process. */
  node?: string
  /** Where tokens begin when the scope is entered without naming a start. */
  starts: string[]
  /** Event sub-processes that listen while the scope runs. */
  listeners: string[]
  data: ProcessModel['scopes'][string]['data']
  machine: MachineJson
}

/** An XState v5 machine configuration with nothing but JSON in it. */
export interface MachineJson {
  id: string
  initial: '$enter'
  states: Record<string, StateJson>
}

export interface StateJson {
  /** Marks the state in a drawing of the machine. */
  description?: string
  type?: 'final'
  entry?: Word[]
  exit?: Word[]
  on?: Record<string, TransitionJson | TransitionJson[]>
}

export interface TransitionJson {
  target?: string
  guard?: { type: string; params: Record<string, unknown> }
  actions?: Word[]
  reenter?: boolean
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
