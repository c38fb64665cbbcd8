/** The house: its settings, connectors and webhooks, what it reports and records. */
import type { Instant, Named, Page } from './basics.ts'
import type { Locale } from './people.ts'

export interface Health {
  status: 'ok' | 'degraded'
  database: unknown
  engine: unknown
  version: string
}

export interface Connector {
  type: string
  title: string
  description: string
  group: string
  icon: string
  /** JSON Schema of the inputs: the designer makes its form of it. */
  input: Record<string, unknown>
  output: Record<string, unknown>
}

export interface Webhook {
  id: string
  name: string
  message: string
  correlation: Record<string, string>
  active?: boolean
  url?: string
  createdAt?: Instant
  lastReceivedAt?: Instant
}

export interface Settings {
  companyName: string
  currency: string
  locale: Locale
  httpAllowList: string[]
  smtp: { configured: boolean; host?: string; from?: string }
  [key: string]: unknown
}

export interface Notification {
  id: string
  at: Instant
  type: string
  title: string
  text?: string
  /** A path of the workspace, e.g. `/deals/123`. */
  link?: string
  read: boolean
}

export interface NotificationPage extends Page<Notification> {
  unread: number
}

export interface AuditEntry {
  id: string
  at: Instant
  by?: Named
  action: string
  target?: string
  details?: Record<string, unknown>
}

/** Events of the live stream; `data` is JSON. */
export type LiveEvent =
  | { type: 'deal'; id: string }
  | { type: 'task'; id: string }
  | { type: 'instance'; id: string }
  | { type: 'import'; id: string; done?: number; total?: number }
  | { type: 'notification' }
  | { type: 'process'; key: string }
  | { type: 'letter'; id?: string }
