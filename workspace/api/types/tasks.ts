/** Tasks, their forms and outcomes. */
import type { Instant, Json, Named, Page } from './basics.ts'

export interface FormField {
  key: string
  label: string
  type:
    | 'text'
    | 'longtext'
    | 'number'
    | 'money'
    | 'date'
    | 'datetime'
    | 'boolean'
    | 'select'
    | 'multiselect'
    | 'user'
    | 'email'
    | 'phone'
  required?: boolean
  bind?: string
  options?: { value: string; label: string }[]
  min?: number
  max?: number
  pattern?: string
  help?: string
  /** FEEL over the other fields; the field shows only while it holds. */
  showWhen?: string
}

export interface TaskOutcome {
  id: string
  name: string
  tone?: 'positive' | 'negative' | 'neutral'
  /** Keys of the fields that this outcome alone makes required. */
  requires: string[]
  /** Names of the steps that follow, in order, as far as they are certain. */
  after: string[]
}

export type TaskState = 'overdue' | 'today' | 'planned' | 'noDate'

export interface TaskRow {
  id: string
  name: string
  deal?: {
    id: string
    title: string
    company?: Named | string
    amount?: number | null
    currency?: string
    stage?: string
  }
  process?: { key: string; name: string; instance: string }
  due?: Instant
  state: TaskState
  assignee?: Named
  createdAt: Instant
  kind: 'process' | 'todo'
  status?: 'open' | 'completed' | 'cancelled'
  completedAt?: Instant
  completedBy?: Named
  outcome?: string
}

export interface Task extends TaskRow {
  documentation?: string
  form: FormField[]
  outcomes: TaskOutcome[]
  values: Record<string, Json>
  status: 'open' | 'completed' | 'cancelled'
  canClaim: boolean
  canComplete: boolean
  canAssign?: boolean
  canDelegate?: boolean
  canResolve?: boolean
  /** Whose task it is, while somebody else does the work. */
  delegatedBy?: Named
  /** Whose hands it went through, oldest first. */
  trail: TaskChange[]
  version: number
}

export interface TaskChange {
  at: Instant
  what:
    | 'claimed'
    | 'released'
    | 'assigned'
    | 'delegated'
    | 'resolved'
    | 'handedOver'
    | 'completed'
    | 'cancelled'
  by?: Named
  from?: Named
  to?: Named
  insteadOf?: Named
  note?: string
}

export type TaskView = 'mine' | 'team' | 'unassigned' | 'done'

export interface TaskPage extends Page<TaskRow> {
  counts: { mine: number; team: number; unassigned: number; overdue: number }
}
