/** Imports: what is stored, what may be asked. */
import type { Say } from '#engine'
import type { Actor } from '../../policy.ts'
import type { LongRecord } from '../longWork.ts'

export type ImportEntity = 'company' | 'contact' | 'product' | 'user' | 'deal'
export type ImportStatus = 'draft' | 'running' | 'done' | 'cancelled' | 'paused'

/** How the values of a file are meant. */
export interface FileOptions {
  /** A pattern such as `DD-MM-YY`. */
  dateFormat?: string
  decimal?: '.' | ','
  /** ISO 4217, for amounts that come without one. */
  currency?: string
  pipeline?: string
  /** Value of the stage column → stage key. */
  stages?: Record<string, string>
  /** The field by which a row recognises a record that is already there. */
  matchBy?: string
  /** Create companies, products and people that a row names and nobody knows; otherwise such rows are reported. */
  createMissing?: boolean
  /** Give deals that come without an amount the price of their product. */
  amountFromProduct?: boolean
}

export interface FileMapping {
  file: string
  entity: ImportEntity
  /** Column → field; columns that are absent are left out. */
  columns: Record<string, string>
  options: FileOptions
}

export interface Mapping {
  files: FileMapping[]
  /** Start nothing: no process, no task, no letter. */
  quiet: boolean
}

export interface Suggestion {
  entity: ImportEntity
  columns: Record<string, string>
  dateFormat?: string
  /** Formats that read the dates as well: a person must choose. */
  ambiguous?: string[]
  stages?: Record<string, string>
  options: FileOptions
  /** Distinct values of the stage column. */
  values: Record<string, string[]>
}

/** An uploaded file as it was read. */
export interface ImportFile {
  id: string
  filename: string
  encoding: string
  delimiter: string
  rows: number
  columns: { name: string; samples: string[] }[]
  suggestion: Suggestion
  warnings: string[]
}

/** An import as stored in `imports`; the bytes lie in `importContents`, the remarks in `importRemarks`. */
export interface ImportRecord extends LongRecord {
  status: ImportStatus
  /** In whose name records are made. */
  actor: Actor
  createdAt: Date
  startedAt: Date | null
  files: ImportFile[]
  mapping: Mapping | null
  total: number
  done: number
  created: number
  updated: number
  rejected: number
  noted: number
  /** What comes next: index into the mapping's files in order of work, and into the file's rows. */
  cursor: { file: number; row: number }
  /** File being worked on. */
  current: string | null
}

/** Something about a row that a person should know. */
export interface Remark {
  /** As spreadsheets count: the header is row 1. */
  row: number
  column?: string
  value?: string
  message: string
}

/** A remark of a run, kept for the report. */
export interface RemarkRecord extends Remark {
  _id: string
  import: string
  file: string
  filename: string
  outcome: 'rejected' | 'noted'
  /** The row's cells, where the row was not taken. */
  cells: string[] | null
}

export interface FilePreview {
  file: string
  filename: string
  entity: ImportEntity
  rows: number
  create: number
  update: number
  rejected: number
  problems: Remark[]
  problemsTotal: number
  notices: Remark[]
  noticesTotal: number
}

export interface Preview {
  files: FilePreview[]
  stages: Record<string, number>
  /** What would start if the import did not run quietly. */
  starts: { processes: { key: string; name: string; count: number }[]; tasks: number; letters: number }
}

export interface Imports {
  /** Makes an import of one file. */
  begin(
    actor: Actor,
    filename: string,
    bytes: Buffer,
    how?: ReadHow,
  ): Promise<{ record: ImportRecord; file: ImportFile }>
  addFile(actor: Actor, id: string, filename: string, bytes: Buffer, how?: ReadHow): Promise<ImportFile>
  /** Reads a file again with another encoding or delimiter. */
  readAgain(actor: Actor, id: string, file: string, how: ReadHow): Promise<ImportFile>
  removeFile(actor: Actor, id: string, file: string): Promise<void>
  get(actor: Actor, id: string): Promise<ImportRecord>
  list(actor: Actor): Promise<ImportRecord[]>
  remove(actor: Actor, id: string): Promise<void>
  setMapping(actor: Actor, id: string, mapping: Mapping): Promise<ImportRecord>
  preview(actor: Actor, id: string): Promise<Preview>
  run(actor: Actor, id: string): Promise<ImportRecord>
  cancel(actor: Actor, id: string): Promise<ImportRecord>
  resume(actor: Actor, id: string): Promise<ImportRecord>
  remarks(
    actor: Actor,
    id: string,
    o?: { cursor?: string; limit?: number },
  ): Promise<{ items: RemarkRecord[]; next?: string; total: number }>
  reportCsv(actor: Actor, id: string, say?: Say): Promise<string>
  /** Goes on with what a crash interrupted, now and every few seconds. */
  start(): void
  stop(): Promise<void>
  /** Settles when the import is no longer running here; for tests and scripts. */
  finished(id: string): Promise<void>
}

export interface ReadHow {
  encoding?: string
  delimiter?: string
}
