/** What the wizard knows about a mapping: where it begins, what it still lacks. */
import type { FileMapping, ImportFieldInfo, ImportFields, ImportFile, Mapping } from '../../api/imports.ts'

/** The mapping of the import's present files: what was said before, else what the server suggests. */
export function mappingOf(files: ImportFile[], said: Mapping | undefined, currency: string): Mapping {
  return {
    quiet: said?.quiet ?? true,
    files: files.map(file => {
      const before = said?.files.find(mapping => mapping.file === file.id)
      return before && knowsColumns(before, file) ? before : suggested(file, currency)
    }),
  }
}

function suggested(file: ImportFile, currency: string): FileMapping {
  const { entity, columns, dateFormat, stages, options } = file.suggestion
  return {
    file: file.id,
    entity,
    columns: { ...columns },
    options: {
      currency,
      decimal: '.',
      createMissing: true,
      ...(dateFormat && { dateFormat }),
      ...(stages && { stages }),
      ...options,
    },
  }
}

/** A file that was read again with another delimiter has other columns: what was said of them is void. */
function knowsColumns(mapping: FileMapping, file: ImportFile): boolean {
  const names = new Set(file.columns.map(column => column.name))
  return Object.keys(mapping.columns).every(name => names.has(name))
}

export interface Lack {
  kind: 'required' | 'twice' | 'nothing' | 'stages' | 'dateFormat'
  /** Labels of the fields, or values of the stage column. */
  names: string[]
}

/** What stands in the way of a preview. */
export function lacksOf(mapping: FileMapping, file: ImportFile, fields: ImportFields): Lack[] {
  const known = fields[mapping.entity] ?? []
  const used = Object.values(mapping.columns).filter(Boolean)
  if (used.length === 0) return [{ kind: 'nothing', names: [] }]
  const label = (key: string) => known.find(field => field.key === key)?.label ?? key
  const lacks: Lack[] = []
  const missing = known.filter(field => field.required && !used.includes(field.key))
  if (missing.length > 0) lacks.push({ kind: 'required', names: missing.map(field => field.label) })
  const twice = [...new Set(used.filter((key, index) => used.indexOf(key) !== index))]
  if (twice.length > 0) lacks.push({ kind: 'twice', names: twice.map(label) })
  const unplaced = stageValues(mapping, file).filter(value => !mapping.options.stages?.[value])
  if (unplaced.length > 0) lacks.push({ kind: 'stages', names: unplaced })
  if (fieldsOfType(mapping, known, 'date').length > 0 && !mapping.options.dateFormat) {
    lacks.push({ kind: 'dateFormat', names: [] })
  }
  return lacks
}

/** The columns that fill a field of this type. */
export function fieldsOfType(mapping: FileMapping, known: ImportFieldInfo[], type: string): string[] {
  const keys = new Set(known.filter(field => field.type === type).map(field => field.key))
  return Object.keys(mapping.columns).filter(column => keys.has(mapping.columns[column]!))
}

/** The distinct values of the column that says the stage. */
export function stageValues(mapping: FileMapping, file: ImportFile): string[] {
  const column = Object.keys(mapping.columns).find(name => mapping.columns[name] === 'stage')
  if (!column) return []
  const found =
    file.suggestion.values?.[column] ?? file.columns.find(({ name }) => name === column)?.samples ?? []
  return [...new Set([...found, ...Object.keys(mapping.options.stages ?? {})])].filter(Boolean)
}
