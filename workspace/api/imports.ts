/** Imports: several CSV files at once become users, companies, products and deals. */
import { queryOptions } from '@tanstack/react-query'
import { api, apiUrl } from './client.ts'
import { at, pagesOf } from './paged.ts'
import type { DateOnly, Instant, Named } from './types.ts'

export interface ImportOptions {
  /** A pattern such as `DD-MM-YY`. */
  dateFormat?: string
  decimal?: '.' | ','
  currency?: string
  pipeline?: string
  /** What a value of the stage column means: value → stage key. */
  stages?: Record<string, string>
  /** The field by which a row recognises a record that is already there. */
  matchBy?: string
  /** Companies, products and people that a row names and nobody knows are created. */
  createMissing?: boolean
  /** Deals without an amount get the price of their product. */
  amountFromProduct?: boolean
}

export interface FileMapping {
  file: string
  entity: string
  /** Column → field; a column that is absent is left out of the import. */
  columns: Record<string, string>
  options: ImportOptions
}

export interface Mapping {
  files: FileMapping[]
  /** Quietly: nothing is started, no task, no letter. */
  quiet: boolean
}

/** A file as the server read it. */
export interface ImportFile {
  id: string
  filename: string
  encoding: string
  delimiter: string
  rows: number
  /** `dates`: what the first sample means by each way of writing dates that fits. */
  columns: { name: string; samples: string[]; dates: Record<string, DateOnly> }[]
  /** The ways of writing a date to choose from. */
  dateFormats: string[]
  suggestion: {
    entity: string
    columns: Record<string, string>
    dateFormat?: string
    /** Formats that read the dates as well: a person must choose. */
    ambiguous?: string[]
    stages?: Record<string, string>
    options?: ImportOptions
    /** Distinct values of the stage column. */
    values?: Record<string, string[]>
  }
  /** What was odd about the file, e.g. lines of uneven length. */
  warnings?: string[]
}

/** Something about a row; rows count as in a spreadsheet, the header is row 1. */
export interface Remark {
  row: number
  column?: string
  value?: string
  message: string
}

export interface FilePreview {
  file?: string
  filename?: string
  entity: string
  rows: number
  create: number
  update: number
  rejected?: number
  problems: Remark[]
  problemsTotal: number
  /** What is taken, though not quite as it stands in the file. */
  notices?: Remark[]
  noticesTotal?: number
}

export interface ImportPreview {
  files: FilePreview[]
  stages: Record<string, number>
  /** What would start if the import did not run quietly. */
  starts: { processes: { key: string; name: string; count: number }[]; tasks: number; letters: number }
}

export type ImportStatus = 'draft' | 'running' | 'done' | 'cancelled' | 'paused'

export interface ImportRun {
  id: string
  status: ImportStatus
  done: number
  total: number
  created: number
  updated: number
  rejected: number
  current?: string
  quiet?: boolean
  startedAt?: Instant
  endedAt?: Instant
  createdAt?: Instant
  by?: Named
  files?: { file: string; filename: string; entity?: string; rows?: number }[]
}

export interface ImportDetail extends Omit<ImportRun, 'files'> {
  files: ImportFile[]
  /** What was saved last; absent before the first save. */
  mapping?: Mapping | null
  /** Why it failed or was halted. */
  message?: string | null
  /** Rows taken with a remark. */
  noted?: number
}

export interface ReportRow extends Remark {
  /** Name of the file. */
  file?: string
  outcome: 'rejected' | 'noted'
}

export interface ImportFieldInfo {
  key: string
  label: string
  type: string
  required: boolean
}

export type ImportFields = Record<string, ImportFieldInfo[]>

export const importsQuery = pagesOf<ImportRun>(['imports', 'list'], 'imports')

export const importQuery = (id: string) =>
  queryOptions({ queryKey: ['import', id], queryFn: () => api.get<ImportDetail>(at('imports', id)) })

export const importFieldsQuery = queryOptions({
  queryKey: ['imports', 'fields'],
  queryFn: () => api.get<ImportFields>('imports/fields'),
  staleTime: 300_000,
})

export const previewQuery = (id: string, mapping: Mapping) =>
  queryOptions({
    // Not below `import`: news of the run must not ask for another preview of what has begun.
    queryKey: ['importPreview', id, mapping],
    queryFn: async () => {
      await api.put(at('imports', id), mapping)
      return api.post<ImportPreview>(at('imports', id, 'preview'), {})
    },
    staleTime: Number.POSITIVE_INFINITY,
  })

export const reportQuery = (id: string) =>
  pagesOf<ReportRow>(['import', id, 'report'], at('imports', id, 'report'), { format: 'json' })

export const reportUrl = (id: string) => apiUrl(at('imports', id, 'report'), { format: 'csv' })

/** A new import with its first file; the bytes go as they are, the server finds the encoding. */
export const startImport = (file: File) => upload<{ id: string }>('imports', file)
export const addImportFile = (id: string, file: File) => upload<ImportFile>(at('imports', id, 'files'), file)

/** Reads a file again with another encoding or delimiter. */
export const readFileAgain = (id: string, file: string, how: { encoding?: string; delimiter?: string }) =>
  api.patch<ImportFile>(at('imports', id, `files/${encodeURIComponent(file)}`), how)

export const removeImportFile = (id: string, file: string) =>
  api.delete(at('imports', id, `files/${encodeURIComponent(file)}`))

export const saveMapping = (id: string, mapping: Mapping) => api.put<unknown>(at('imports', id), mapping)
export const runImport = (id: string) =>
  api.post<Partial<ImportDetail> | undefined>(at('imports', id, 'run'), {})
export const cancelImport = (id: string) => api.post<unknown>(at('imports', id, 'cancel'), {})
export const resumeImport = (id: string) => api.post<unknown>(at('imports', id, 'resume'), {})
export const deleteImport = (id: string) => api.delete(at('imports', id))

function upload<T>(path: string, file: File): Promise<T> {
  return api.send<T>('POST', `${path}?filename=${encodeURIComponent(file.name)}`, file, 'text/csv')
}
