/** Deals, the board they stand on, and what may be done with them. */
import type { DateOnly, Instant, Json, Named } from './basics.ts'
import type { InstanceStatus } from './instances.ts'

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
