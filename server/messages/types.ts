/** Letters: what is stored, what may be asked. */
import type { Json, Subject } from '#engine'
import type { Actor } from '../policy.ts'

/** `waiting` is retried by itself, `notSent` has no mail server to go to, `failed` needs a person. */
export type LetterStatus = 'waiting' | 'sending' | 'sent' | 'notSent' | 'failed'

/** A letter in the outbox (collection `letters`). */
export interface LetterRecord {
  _id: string
  to: string[]
  cc: string[]
  replyTo: string | null
  subject: string
  html: string
  text: string
  /** Ids and names of documents. */
  attachments: { id: string; name: string }[]
  status: LetterStatus
  reason: string | null
  cure: string | null
  attempts: number
  /** When a waiting letter is tried again. */
  notBefore: Date | null
  /** Until when a `sending` one belongs to the server process that took it. */
  lease: Date | null
  /** Made from the idempotency key: the same letter always carries the same one. */
  messageId: string
  deal: string | null
  dealTitle: string | null
  owners: string[]
  team: string | null
  /** The process that wrote it; such letters are retried by their step, not by the outbox. */
  instance: string | null
  createdAt: Date
  sentAt: Date | null
  by: string | null
  byName: string
}

/** A letter without its text. */
export type LetterSummary = Omit<LetterRecord, 'html' | 'text'>

export interface LetterRequest {
  /** The same key is the same letter, however often it is asked for. */
  key: string
  to: unknown
  cc?: unknown
  /** Key of an e-mail template; else `subject` and `text`. */
  template?: string
  subject?: string
  /** Plain text; used without a template. */
  text?: string
  attachments?: string[]
  about?: Subject
  variables?: Record<string, Json>
  data?: Record<string, Json>
  locale?: string
  /** Asks the customer and tells the process that waits for `message`. */
  answer?: { message: string; correlationKey: string; options?: AnswerOption[] }
  by: Actor
  instance?: string
}

export interface AnswerOption {
  value: string
  label: string
}

export interface Mail {
  configured(): boolean
  /** Puts the letter in the outbox once and tries to send it. */
  write(request: LetterRequest): Promise<LetterSummary & { answerUrl?: string }>
  list(
    actor: Actor,
    o: { status?: string; q?: string; deal?: string; cursor?: string; limit?: number },
  ): Promise<{ items: LetterSummary[]; next?: string }>
  get(actor: Actor, id: string): Promise<LetterRecord>
  /** The step that wrote it will not try again: the letter is marked as failed until a person acts. */
  giveUp(id: string): Promise<void>
  /** Tries again now, because a person asked for it. */
  send(actor: Actor, id: string): Promise<LetterSummary>
  /** The deal has other people now, who see its letters in their outbox. */
  follow(deal: { _id: string; owners: string[]; team: string | null }): Promise<void>
  answers: Answers
  start(): void
  stop(): Promise<void>
}

/** What a customer was asked (collection `answers`). */
export interface AnswerRecord {
  _id: string
  message: string
  correlationKey: string
  title: string
  text: string
  from: string
  options: AnswerOption[]
  locale: string
  deal: string | null
  owners: string[]
  team: string | null
  instance: string | null
  createdAt: Date
  expiresAt: Date
  answer: { value: string; comment: string; at: Date } | null
  /** False between the customer's click and its arrival at the process. */
  delivered: boolean
}

export interface Answers {
  /** Makes the question once and answers its link. */
  ask(question: NewQuestion): Promise<string>
  /** The link of the question with this key. */
  link(key: string): string
  /** The question behind a link; 404 when the link is not ours. */
  read(token: string): Promise<AnswerRecord>
  /** Takes the answer once; a second one is refused with 409. */
  take(token: string, value: string, comment: string): Promise<AnswerRecord>
  /** Brings answers to their processes that a crash kept back. */
  deliverPending(): Promise<number>
}

export type NewQuestion = Pick<
  AnswerRecord,
  'message' | 'correlationKey' | 'title' | 'text' | 'from' | 'options' | 'locale'
> &
  Partial<Pick<AnswerRecord, 'deal' | 'owners' | 'team' | 'instance'>> & { key: string }
