import type { Dialect, Problem } from '../types.ts'

/** A parsed XML element as bpmn-moddle gives it; foreign elements carry `$children`, `$body` and plain attributes. */
export interface Moddle {
  $type: string
  id?: string
  name?: string
  $attrs?: Record<string, string>
  $parent?: Moddle
  $children?: Moddle[]
  $body?: string
  extensionElements?: { values?: Moddle[] }
  documentation?: { text?: string }[]
  [property: string]: unknown
}

/** What the readers share while they read one file. */
export interface Reading {
  dialect: Dialect
  problems: Problem[]
  /** Prefixes of known foreign namespaces in this file, by dialect. */
  prefixes: Partial<Record<Dialect, string>>
  /** Language of expressions that name none. */
  language: string
  /** References that lead nowhere: `errorRef="someCode"` and the like. */
  unresolved: Map<Moddle, Record<string, string>>
  /** Everything of the file's root: messages, signals, errors, item definitions … */
  root: Moddle
  /** Names given to elements that have no id. */
  ids: Map<Moddle, string>
  taken: Set<string>
}

/** The element's id, or a stable one made from its type and place when the file gives none. */
export function idOf(element: Moddle, reading: Reading, base?: string): string {
  if (element.id) return element.id
  const known = reading.ids.get(element)
  if (known) return known
  const stem = base ?? element.$type.replace(/^.*:/, '')
  let id = stem
  for (let n = 2; reading.taken.has(id); n++) id = `${stem}_${n}`
  reading.taken.add(id)
  reading.ids.set(element, id)
  return id
}

/** The id a dangling reference names, or undefined when it was resolved or is absent. */
export function danglingRef(element: Moddle, property: string, reading: Reading): string | undefined {
  return reading.unresolved.get(element)?.[property]
}

/** Our own extension elements of one type, e.g. `baton:Stage`. */
export function extensions(element: Moddle, type: string): Moddle[] {
  return element.extensionElements?.values?.filter(value => value.$type === type) ?? []
}

/** Extension elements of a dialect by local name, whatever prefix the file uses. */
export function foreign(element: Moddle, dialect: Dialect, name: string, reading: Reading): Moddle[] {
  const prefix = reading.prefixes[dialect]
  if (!prefix) return []
  const wanted = `${prefix}:${name}`.toLowerCase()
  return element.extensionElements?.values?.filter(value => value.$type.toLowerCase() === wanted) ?? []
}

/** Dialects that spell the same attributes in their own namespace. */
const activitiFamily: Dialect[] = ['camunda', 'flowable', 'activiti']

/** An attribute of the Activiti family (`camunda:assignee`, `flowable:assignee` …). */
export function foreignAttr(element: Moddle, name: string, reading: Reading): string | undefined {
  for (const dialect of activitiFamily) {
    const prefix = reading.prefixes[dialect]
    const value = prefix && element.$attrs?.[`${prefix}:${name}`]
    if (value !== undefined && value !== '') return value
  }
  return undefined
}

/** Extension elements of the Activiti family by local name. */
export function foreignElements(element: Moddle, name: string, reading: Reading): Moddle[] {
  return activitiFamily.flatMap(dialect => foreign(element, dialect, name, reading))
}

/** The children of a foreign element by local name. */
export function childrenOf(element: Moddle, name: string): Moddle[] {
  return element.$children?.filter(child => child.$type.replace(/^.*:/, '') === name) ?? []
}

export function documentationOf(element: Moddle): string | undefined {
  return element.documentation?.map(part => part.text ?? '').join('\n') || undefined
}
