/** Guesses what a file is and what its columns mean; people have the last word. */
import type { Pipeline } from '../processes/types.ts'
import type { Settings } from '../settings/types.ts'
import { fieldsOf, fileWords, type ImportField } from './fields.ts'
import type { Table } from './read.ts'
import type { FileOptions, ImportEntity, Suggestion } from './types.ts'
import { detectDateFormat, detectDecimal, readDate, readNumber, squash } from './values.ts'

const entities: ImportEntity[] = ['deal', 'company', 'contact', 'product', 'user']

/** The likeliest reading of a table. */
export function suggest(
  table: Table,
  filename: string,
  settings: Settings,
  pipelines: Pipeline[],
): Suggestion {
  const readings = entities.map(entity => {
    const columns = matchColumns(table, fieldsOf(entity, settings))
    return { entity, columns, score: scoreOf(entity, columns, filename, settings) }
  })
  const { entity, columns } = readings.reduce((best, each) => (each.score > best.score ? each : best))
  const fields = fieldsOf(entity, settings)
  const typeOf = (column: string) => fields.find(field => field.key === columns[column])?.type
  const cellsOf = (type: string) =>
    table.header.filter(column => typeOf(column) === type).flatMap(column => cells(table, column))
  const dates = detectDateFormat(cellsOf('date'))
  const stageColumn = table.header.find(column => columns[column] === 'stage')
  const stageValues = stageColumn ? distinct(cells(table, stageColumn)) : []
  const { pipeline, stages } = matchStages(stageValues, pipelines)
  const options: FileOptions = {
    decimal: detectDecimal([...cellsOf('money'), ...cellsOf('number')]),
    currency: settings.currency,
    createMissing: entity === 'user',
    ...(matchBy(entity, columns) && { matchBy: matchBy(entity, columns) }),
    ...(dates.format && { dateFormat: dates.format }),
    ...(stageColumn && pipeline && { pipeline, stages }),
  }
  return {
    entity,
    columns,
    ...(dates.format && { dateFormat: dates.format }),
    ...(dates.ambiguous.length > 0 && { ambiguous: dates.ambiguous }),
    ...(stageColumn && { stages }),
    options,
    values: stageColumn ? { [stageColumn]: stageValues } : {},
  }
}

/** Each field goes to the column whose heading fits best; a column that holds no such values is passed over. */
function matchColumns(table: Table, fields: ImportField[]): Record<string, string> {
  const pairs = table.header.flatMap(column =>
    fields.map(field => ({ column, field, fit: fitOf(column, field) })).filter(pair => pair.fit > 0),
  )
  pairs.sort((a, b) => b.fit - a.fit)
  const columns: Record<string, string> = {}
  const taken = new Set<string>()
  for (const { column, field } of pairs) {
    if (columns[column] || taken.has(field.key) || !holds(table, column, field)) continue
    columns[column] = field.key
    taken.add(field.key)
  }
  return columns
}

/** 3 for the field's own name, 2 for a word people use, 1 for a heading that contains one. */
function fitOf(column: string, field: ImportField): number {
  const heading = squash(column)
  if (!heading) return 0
  const names = field.called.map(squash)
  if (heading === names[0] || heading === names[1]) return 3
  const place = names.indexOf(heading)
  if (place >= 0) return 2.5 - place / 100
  const within = names.filter(
    name => name.length >= 5 && (heading.startsWith(name) || heading.endsWith(name)),
  )
  return within.length > 0 ? 0.5 + Math.max(...within.map(name => name.length)) / 100 : 0
}

function holds(table: Table, column: string, field: ImportField): boolean {
  const written = cells(table, column).slice(0, 200)
  if (written.length === 0) return true
  const share = (good: (cell: string) => boolean) => written.filter(good).length / written.length
  if (field.type === 'date')
    return (
      detectDateFormat(written).format !== undefined ||
      share(cell => readDate(cell, undefined) !== undefined) > 0.5
    )
  if (field.type === 'number' || field.type === 'money')
    return share(cell => readNumber(cell, '.') !== undefined || readNumber(cell, ',') !== undefined) > 0.5
  if (field.type === 'email') return share(cell => cell.includes('@')) > 0.5
  return true
}

function scoreOf(
  entity: ImportEntity,
  columns: Record<string, string>,
  filename: string,
  settings: Settings,
): number {
  const fields = new Set(Object.values(columns))
  const lacking = fieldsOf(entity, settings).some(field => field.required && !fields.has(field.key))
  const telling = tellingFields[entity].filter(key => fields.has(key)).length
  const named = new RegExp(fileWords[entity], 'i').test(filename) ? 1.5 : 0
  return fields.size + telling + named - (lacking ? 4 : 0)
}

/** Fields that hardly any other entity has. */
const tellingFields: Record<ImportEntity, string[]> = {
  deal: ['stage', 'amount', 'closedAt', 'expectedClose', 'closeValue'],
  company: ['industry', 'employees', 'revenue', 'website'],
  contact: ['firstName', 'lastName', 'position', 'birthday'],
  product: ['price', 'code', 'unit'],
  user: ['head', 'team', 'office'],
}

function matchBy(entity: ImportEntity, columns: Record<string, string>): string | undefined {
  const used = Object.values(columns)
  const preferred: Record<ImportEntity, string[]> = {
    deal: ['externalId'],
    company: ['externalId', 'name'],
    contact: ['externalId', 'email', 'name'],
    product: ['externalId', 'code', 'name'],
    user: ['email', 'externalId', 'name'],
  }
  return preferred[entity].find(key => used.includes(key))
}

const stageWords: Record<string, string> = {
  won: 'won|closed won|win|success|successful|closed|выиграна|выиграно|успешно реализовано|успех|продано|оплачено|сделка заключена',
  lost: 'lost|closed lost|loss|failed|rejected|cancelled|canceled|проиграна|проиграно|отказ|закрыто и не реализовано|провал|отменено',
  prospecting: 'prospecting|prospect|new|lead|open|new lead|первичный контакт|новая|новый|лид|заявка',
  engaging:
    'engaging|engaged|contacted|qualified|qualification|in progress|active|переговоры начаты|в работе|квалификация|квалифицирована',
  proposal:
    'proposal|quote|quotation|offer|proposal sent|quote sent|предложение|кп отправлено|коммерческое предложение|принимают решение',
  negotiation:
    'negotiation|negotiating|contract|verbal|переговоры|согласование|согласование договора|договор',
}

/** The pipeline into whose stages most values fit, and where each one goes. */
function matchStages(
  values: string[],
  pipelines: Pipeline[],
): { pipeline?: string; stages: Record<string, string> } {
  const fits = pipelines.map(pipeline => ({ pipeline: pipeline.key, stages: stagesOf(values, pipeline) }))
  if (fits.length === 0) return { stages: {} }
  return fits.reduce((best, each) =>
    Object.keys(each.stages).length > Object.keys(best.stages).length ? each : best,
  )
}

function stagesOf(values: string[], { stages }: Pipeline): Record<string, string> {
  const found: Record<string, string> = {}
  for (const value of values) {
    const word = squash(value)
    const same = stages.find(stage => squash(stage.key) === word || squash(stage.name) === word)
    const group = Object.keys(stageWords).find(key =>
      stageWords[key]!.split('|').some(each => squash(each) === word),
    )
    const alike =
      stages.find(stage => stage.key === group) ??
      stages.find(stage => stage.kind !== 'open' && stage.kind === group)
    const stage = same ?? alike
    if (stage) found[value] = stage.key
  }
  return found
}

/** The written cells of a column. */
export function cells(table: Table, column: string): string[] {
  const index = table.header.indexOf(column)
  return table.rows.map(row => row[index]?.trim() ?? '').filter(cell => cell !== '')
}

function distinct(values: string[]): string[] {
  return [...new Set(values)].slice(0, 50)
}
