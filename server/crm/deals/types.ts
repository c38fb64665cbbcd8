/** Deals: what is stored, what may be asked. */
import type { Effect, Json, ProcessInstance } from '#engine'
import type { Actor } from '../../policy.ts'

export type DealStatus = 'open' | 'won' | 'lost'

/** One product on a deal; price and discount (percent) are per line. */
export interface DealLine {
  product?: string | null
  name: string
  quantity: number
  price: number
  discount: number
}

/** A change others may want to hear of; kept on the deal until it is delivered to the engine. */
export interface DomainEvent {
  /** The idempotency key of the delivery. */
  id: string
  event: 'deal.created' | 'deal.stageChanged' | 'deal.changed'
  at: Date
  data: Record<string, Json>
}

/** A deal as stored in the collection `deals`. Dates without time are `YYYY-MM-DD`. */
export interface DealRecord {
  _id: string
  number: number
  title: string
  /** Key of the process that draws the stages. */
  pipeline: string
  stage: string
  stageSince: Date
  status: DealStatus
  amount: number | null
  currency: string
  /** Percent on the whole deal. */
  discount: number | null
  /** User ids; the first one is `deal.owner` for processes. */
  owners: string[]
  team: string | null
  company: string | null
  contact: string | null
  source: string | null
  expectedClose: string | null
  engagedAt: string | null
  closedAt: string | null
  closeValue: number | null
  lossReason: string | null
  /** Percent; the stage's own when null. */
  probability: number | null
  products: DealLine[]
  /** Values of the custom fields by key. */
  fields: Record<string, Json>
  /** The record's id in the system it was imported from. */
  externalId: string | null
  createdAt: Date
  updatedAt: Date
  createdBy: string
  /** Name of whoever changed it last, for the one whose edit comes too late. */
  updatedBy: string
  version: number
  outbox: DomainEvent[]
  /** Since when something waits in the outbox; absent when nothing does. */
  pendingAt?: Date
  /** Id of the effect that set the stage, so that a repetition is recognised. */
  stageEffect?: string
}

/** What may be given for a new deal; the rest has defaults (first pipeline, its first stage, the actor as owner). */
export interface NewDeal {
  _id?: string
  title: string
  pipeline?: string
  stage?: string
  stageSince?: Date
  status?: DealStatus
  amount?: number | null
  currency?: string
  discount?: number | null
  owners?: string[]
  team?: string | null
  company?: string | null
  contact?: string | null
  source?: string | null
  expectedClose?: string | null
  engagedAt?: string | null
  closedAt?: string | null
  closeValue?: number | null
  lossReason?: string | null
  probability?: number | null
  products?: DealLine[]
  fields?: Record<string, Json>
  externalId?: string | null
  createdAt?: Date
}

/** What may be changed later; never the stage, which follows the process. */
export type DealChanges = Partial<
  Pick<
    DealRecord,
    | 'title'
    | 'amount'
    | 'currency'
    | 'discount'
    | 'owners'
    | 'team'
    | 'company'
    | 'contact'
    | 'source'
    | 'expectedClose'
    | 'engagedAt'
    | 'closedAt'
    | 'closeValue'
    | 'lossReason'
    | 'probability'
    | 'products'
    | 'fields'
  >
>

export interface Deals {
  /** The deal, or 404 when the actor may not see it. */
  get(actor: Actor, id: string): Promise<DealRecord>
  /** Deals in scope among these ids or external ids; the rest is left out. */
  findByIds(actor: Actor, ids: string[]): Promise<DealRecord[]>
  findByExternalIds(actor: Actor, ids: string[]): Promise<DealRecord[]>
  /**
   * Makes a deal; unless `quiet`, its pipeline process starts and triggers fire (`startAt` its stage). Where there is one
   * with this `_id` already, the making of it is gone on with.
   */
  create(actor: Actor, deal: NewDeal, options?: { quiet?: boolean }): Promise<DealRecord>
  /** The same for many at once, as an import needs it: one bad deal does not stop the others. */
  createMany(
    actor: Actor,
    deals: NewDeal[],
    options: { quiet: boolean },
  ): Promise<{ created: DealRecord[]; failed: { index: number; message: string }[] }>
  /**
   * Changes fields; `fields` is merged key by key. `version` guards against lost edits (409). `key` makes a repetition
   * harmless; `instance` names the process that changes it.
   */
  update(
    actor: Actor,
    id: string,
    changes: DealChanges,
    options?: { version?: number; quiet?: boolean; key?: string; instance?: string },
  ): Promise<DealRecord>
  /** For imports only: sets stage and status of a deal without a running process. */
  setStage(
    actor: Actor,
    id: string,
    stage: string,
    dates?: { since?: Date; closedAt?: string | null },
  ): Promise<DealRecord>
  /** What dragging the card to each stage would mean now. */
  moves(actor: Actor, id: string): Promise<DealMove[]>
  /** Moves the deal the way the drawing allows, or throws 409 `moveRefused` with the reason. */
  move(
    actor: Actor,
    id: string,
    stage: string,
    options?: { version?: number; values?: Record<string, Json>; commandId?: string },
  ): Promise<DealRecord>
  remove(actor: Actor, id: string): Promise<void>
  /** How the actor's deals with these companies stand; those without deals are left out. */
  figuresOf(actor: Actor, companies: string[]): Promise<Map<string, CompanyFigures>>
  /** How many deals, of anybody, name this record. */
  countUsing(entity: 'company' | 'contact' | 'product', id: string): Promise<number>
  /** The engine says that the deal's process entered a stage; idempotent by the effect's id. */
  onEnterStage(effect: Effect & { type: 'enterStage' }, instance: ProcessInstance): Promise<void>
  board(actor: Actor, filter: DealFilter & { pipeline: string }): Promise<ColumnRecord[]>
  column(
    actor: Actor,
    filter: DealFilter & { pipeline: string; stage: string },
    page: PageRequest,
  ): Promise<DealPage>
  list(
    actor: Actor,
    filter: DealFilter,
    page: PageRequest & { sort?: string },
  ): Promise<DealPage & { total: number }>
  /** Delivers the domain events still waiting in deals' outboxes; runs by itself. */
  deliverPending(olderThan?: number): Promise<number>
}

export interface DealMove {
  stage: string
  allowed: boolean
  how?: 'here' | 'outcome' | 'jump' | 'start'
  /** The outcome's button text, or why not. */
  outcomeName?: string
  reason?: string
  /** Form fields that the outcome asks for first. */
  needs?: string[]
  task?: { id: string; name: string }
}

/** Which deals; every given part must hold. */
export interface DealFilter {
  pipeline?: string
  stage?: string
  status?: DealStatus
  /** Text in title, number or company name. */
  q?: string
  owner?: string
  team?: string
  company?: string
  contact?: string
  product?: string
}

export interface PageRequest {
  cursor?: string
  limit?: number
}

export interface DealPage {
  items: DealRecord[]
  next?: string
}

/** A stage's figures and its newest cards. */
export interface ColumnRecord extends DealPage {
  stage: string
  count: number
  sum: number
}

export interface CompanyFigures {
  open: number
  won: number
  lost: number
  /** What the open and won ones are worth. */
  sum: number
}
