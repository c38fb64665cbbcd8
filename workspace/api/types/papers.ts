/** Templates, letters and documents. */
import type { Instant, Json, Named } from './basics.ts'

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
