/** Processes, their versions and drafts. */
import type { Instant, Named } from './basics.ts'
import type { Stage } from './deals.ts'

export interface Problem {
  rule: string
  severity: 'error' | 'warning' | 'info'
  /** BPMN id of the element it speaks about. */
  element?: string
  property?: string
  message: string
  /** Machine name of a quick fix. */
  fix?: string
  line?: number
}

export interface ProcessSummary {
  key: string
  name: string
  /** Absent while there is only a draft. */
  version?: number
  publishedAt?: Instant
  publishedBy?: Named
  hasDraft: boolean
  running: number
  incidents: number
  isPipeline: boolean
  svg?: string
}

export interface ProcessDetail extends ProcessSummary {
  xml: string
  draft?: { xml: string; savedAt: Instant; by?: Named; basedOn?: number }
  triggers: { on: string; condition?: string; startEvent?: string }[]
  stages: Stage[]
}

export interface ProcessVersion {
  key: string
  version: number
  name: string
  hash: string
  deployedAt: Instant
  deployedBy?: Named
  comment?: string
  running?: number
}

export interface ProcessImported {
  key: string
  problems: Problem[]
  report?: unknown
}
