import type { BusinessCalendar } from '#engine/pure.ts'

/** What the designer is told about the world it draws for; everything comes from the page that shows it. */
export interface Catalogue {
  connectors: ConnectorInfo[]
  templates: TemplateInfo[]
  /** CRM fields by entity: what forms may bind to and expressions may read. */
  fields: Record<string, FieldInfo[]>
  /** Processes that a call activity may start. */
  processes: { key: string; name: string }[]
  /** Decisions of imported DMN files, by id. */
  decisions: { value: string; label: string }[]
  /** Roles and teams that a task may be offered to. */
  groups: { value: string; label: string }[]
  users: { value: string; label: string }[]
  /** The house's clock and working time, by which a test counts. */
  workingTime?: BusinessCalendar
}

export interface ConnectorInfo {
  type: string
  title: string
  description: string
  group: 'people' | 'communication' | 'documents' | 'deal' | 'data'
  icon: string
  input: { type?: string; properties: Record<string, PropertySchema>; required?: string[] }
  output?: Record<string, PropertySchema>
}

/** One property of a connector's JSON schema, as far as a form can show it. */
export interface PropertySchema {
  type?: string | string[]
  title?: string
  description?: string
  format?: string
  enum?: unknown[]
  default?: unknown
  examples?: unknown[]
  minimum?: number
  maximum?: number
  items?: PropertySchema
  /** Where the choices come from: `templates:email`, `templates:document`, `stages`, `users`, `groups`, `fields`. */
  'x-choices'?: string | { value: string; label: string }[]
  [more: string]: unknown
}

export interface TemplateInfo {
  id: string
  kind: 'email' | 'document'
  name: string
}

export interface FieldInfo {
  key: string
  label: string
  type: string
  /** All it can be, when it is chosen from a list. */
  choices?: string[]
}

/** A world in which nothing is known; enough to draw. */
export const emptyCatalogue: Catalogue = {
  connectors: [],
  templates: [],
  fields: {},
  processes: [],
  decisions: [],
  groups: [],
  users: [],
}
