/** Processes that run: where they stand, what they wait for, what happened. */
import type { Instant, Json, Named } from './basics.ts'

export type InstanceStatus = 'running' | 'suspended' | 'completed' | 'cancelled' | 'failed'

export interface Incident {
  id: string
  node: string
  name?: string
  code: string
  message: string
  cure?: string
  at: Instant
  /** Error events around the step that may take it. */
  events: Named[]
  /** Ways to choose from when the step is passed over; empty when there is nothing to choose. */
  flows: Named[]
}

export interface TokenInfo {
  id: string
  node: string
  name: string
  kind: 'task' | 'timer' | 'message' | 'signal' | 'job' | 'join' | 'child' | 'condition' | 'incident' | string
  since: Instant
  until?: Instant
  /** Plain words: what it waits for. */
  for: string
  assignee?: Named
  /** Id of the timer, where the wait is one that may be moved. */
  timer?: string
  /** Id of the open task, where it waits for a person. */
  task?: string
}

export interface InstanceRow {
  id: string
  process: { key: string; name: string; version: number }
  status: InstanceStatus
  startedAt: Instant
  endedAt?: Instant
  deal?: { id: string; title: string; company?: Named }
  incidents: number
  /** Where it stands, in plain words. */
  at?: string[]
}

export interface Instance {
  id: string
  process: { key: string; name: string; version: number }
  xml: string
  status: InstanceStatus
  startedAt: Instant
  endedAt?: Instant
  subject?: { entity: string; id: string }
  deal?: { id: string; title: string; company?: Named }
  variables: Record<string, Json>
  /** Only when it carries so much that each of its steps becomes slow. */
  bulk?: { characters: number; largest: { name: string; characters: number }[] }
  tokens: TokenInfo[]
  incidents: Incident[]
  /** Sub-processes that are open; `round` where one is open once a round. */
  scopes: { id: string; node: string; name: string; round?: number }[]
  /** How often each flow node and each flow was passed. */
  visited: Record<string, number>
  flows: Record<string, number>
}

export interface Trace {
  verb: string
  node?: string
  flow?: string
  token?: string
  scope?: string
  note?: string
}

export interface HistoryStep {
  revision: number
  at: Instant
  by?: Named | string
  command: { type: string; [key: string]: unknown }
  trace: Trace[]
  /** The step in plain words. */
  text: string
}
