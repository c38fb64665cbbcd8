/**
 * What the API answers, as the browser sees it. One interface a thing; the server's `present…` functions build
 * exactly these. Moments are ISO-8601 instants in UTC, dates without time are `YYYY-MM-DD`, money is a number in
 * the record's own currency (ISO 4217).
 */

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type Instant = string
export type DateOnly = string

/** Every list: its items, how many there are in all when that is cheap to know, and where the next page begins. */
export interface Page<T> {
  items: T[]
  total?: number
  /** Opaque cursor of the next page; absent on the last one. */
  next?: string
}

/** The one shape in which the server reports that something did not work. */
export interface ErrorBody {
  error: { code: string; message: string; details?: Record<string, unknown>; requestId?: string }
}

export interface Named {
  id: string
  name: string
}

// ---- session and people

export type Role = 'administrator' | 'analyst' | 'manager'
export type Permission =
  | 'signedIn'
  | 'deals.read'
  | 'deals.write'
  | 'tasks.work'
  | 'processes.read'
  | 'processes.write'
  | 'instances.read'
  | 'instances.operate'
  | 'jobs.work'
  | 'imports.run'
  | 'templates.write'
  | 'users.manage'
  | 'settings.manage'
  | 'audit.read'
export type ThemeChoice = 'light' | 'dark' | 'auto'
export type Locale = 'en' | 'ru'

export interface Session {
  user: {
    id: string
    name: string
    email: string
    role: Role
    teams: string[]
    locale?: Locale
    theme?: ThemeChoice
  }
  /** Sent back as `X-CSRF-Token` with every request that changes something. */
  csrfToken: string
  permissions: Permission[]
  config: { currency: string; mailConfigured: boolean; demo: boolean; version: string; baseUrl: string }
}

export interface Health {
  status: 'ok' | 'degraded'
  database: unknown
  engine: unknown
  version: string
}

export interface ApiToken {
  id: string
  name: string
  createdAt: Instant
  expiresAt?: Instant
  lastUsedAt?: Instant
  /** All that it may be used for; absent: everything its owner may do. */
  only?: string[]
  /** Present once, in the answer that made it. */
  secret?: string
}

export interface User {
  id: string
  name: string
  email: string
  role: Role
  active: boolean
  teams: Named[]
  version: number
  lastSeenAt?: Instant
  invited?: boolean
  /** One-time link for an invited colleague; present once, in the answer that made it. */
  inviteLink?: string
  /** Who stands in while the colleague is away. */
  absence?: { deputy: Named; from: Instant; until: Instant }
}

export interface Team {
  id: string
  name: string
  office?: string
  head?: Named
  members: number
  version: number
}

// ---- deals

export type StageKind = 'open' | 'won' | 'lost'

export interface Stage {
  key: string
  name: string
  color?: string
  kind: StageKind
  /** 0–100; what share of deals in this stage is expected to be won. */
  probability?: number
}

export interface Pipeline {
  key: string
  name: string
  version: number
  stages: Stage[]
}

/** What a deal waits for now; `null` means that nobody and nothing will move it. */
export type NextStep =
  | { type: 'task'; id: string; name: string; due?: Instant; overdue: boolean; assignee?: Named }
  | {
      type: 'wait'
      kind: string
      /** The step that waits, by its name in the drawing. */
      name?: string
      /** What for, completing the sentence “waits for …”. */
      text: string
      until?: Instant
    }
  | { type: 'incident'; text: string }
  | null

export interface Card {
  id: string
  number: number
  title: string
  company?: Named
  /** Unknown until somebody has asked the customer. */
  amount: number | null
  currency: string
  owners: Named[]
  stage: string
  stageSince: Instant
  version: number
  next: NextStep
}

export interface BoardColumn {
  stage: string
  name: string
  color?: string
  kind: StageKind
  probability?: number
  count: number
  sum: number
  cards: Card[]
  next?: string
}

export interface Board {
  pipeline: { key: string; name: string } | string
  columns: BoardColumn[]
}

export type DealStatus = 'open' | 'won' | 'lost'

export interface DealRow extends Card {
  status: DealStatus
  pipeline: string
  createdAt: Instant
  source?: string
  expectedClose?: DateOnly
  closedAt?: Instant
  closeValue?: number
}

export interface LineItem {
  productId: string
  name: string
  quantity: number
  price: number
  /** Percent. */
  discount?: number
}

export interface Deal extends DealRow {
  contact?: Named & { email?: string; phone?: string }
  engagedAt?: Instant
  /** Why it was lost, in a person's words. */
  lossReason?: string
  products: LineItem[]
  /** Percent over the whole deal. */
  discount?: number
  fields: Record<string, Json>
  team?: Named
  processes: { instance: string; key: string; name: string; version: number; status: InstanceStatus }[]
}

export interface NewDeal {
  title: string
  companyId?: string
  contactId?: string
  amount?: number
  currency?: string
  ownerIds?: string[]
  pipeline?: string
  stage?: string
  source?: string
  expectedClose?: DateOnly
  products?: { productId?: string; name?: string; quantity: number; price?: number; discount?: number }[]
  discount?: number
  fields?: Record<string, Json>
}

/** What may be changed later; null empties a field, the stage follows the process. */
export type DealPatch = { [K in keyof Omit<NewDeal, 'pipeline' | 'stage'>]?: NewDeal[K] | null } & {
  version: number
}

/** Whether a card may go to a stage, how, and if not, why. */
export interface Move {
  stage: string
  allowed: boolean
  how?: 'outcome' | 'jump' | 'start' | 'here'
  outcomeName?: string
  reason?: string
  /** Form fields that must be filled before this way opens. */
  needs?: string[]
  /** The task that stands in the way, or whose outcome the move is. */
  task?: Named
}

export type TimelineType =
  | 'note'
  | 'stage'
  | 'task'
  | 'letter'
  | 'document'
  | 'process'
  | 'change'
  | 'message'
  | 'incident'

export interface TimelineEntry {
  id: string
  at: Instant
  type: TimelineType
  title: string
  text?: string
  by?: Named | 'process'
  instance?: string
  link?: string
}

export interface DocumentRow {
  id: string
  name: string
  template?: string
  deal?: Named
  createdAt: Instant
  by?: Named | 'process'
  /** Bytes of the PDF. */
  size?: number
  number?: string
  status?: 'ready' | 'rendering' | 'failed'
  /** Why it `failed`. */
  reason?: string
}

export interface Company {
  id: string
  name: string
  industry?: string
  email?: string
  phone?: string
  website?: string
  address?: string
  country?: string
  /** Yearly, in millions. */
  revenue?: number
  employees?: number
  /** Year. */
  founded?: number
  /** The company it belongs to; on the way in `parentId`. */
  parent?: Named
  /** Tax number and bank details, as documents need them. */
  requisites?: string
  fields: Record<string, Json>
  deals?: { open: number; won: number; lost: number; sum?: number }
  version: number
  createdAt: Instant
}

export interface Contact {
  id: string
  name: string
  email?: string
  phone?: string
  position?: string
  birthday?: DateOnly
  /** On the way in: `companyId`. */
  company?: Named
  fields: Record<string, Json>
  version: number
  createdAt: Instant
}

export interface Product {
  id: string
  name: string
  /** Article number. */
  code?: string
  series?: string
  price?: number
  currency: string
  unit?: string
  active: boolean
  fields: Record<string, Json>
  version: number
  createdAt: Instant
}

export interface SearchHit {
  type: 'deal' | 'company' | 'contact' | 'product' | 'task' | 'process'
  id: string
  title: string
  subtitle?: string
}

// ---- tasks

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

// ---- processes

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

// ---- instances

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

// ---- connectors, templates, letters

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

export interface TemplateRow {
  id: string
  kind: 'email' | 'document'
  name: string
  updatedAt?: Instant
  builtIn: boolean
}

export interface Template extends TemplateRow {
  subject?: string
  body: string
  sample: Json
}

export interface TemplatePreview {
  html: string
  subject?: string
  text?: string
}

export type LetterStatus = 'sent' | 'notSent' | 'failed' | 'waiting'

export interface LetterRow {
  id: string
  to: string
  subject: string
  status: LetterStatus
  reason?: string
  deal?: Named
  at: Instant
  attempts: number
}

export interface Letter extends LetterRow {
  html: string
  text?: string
  attachments?: { id: string; name: string }[]
}

// ---- settings and the rest

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
