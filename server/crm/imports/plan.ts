/**
 * What an import would do, row by row, without doing it. The preview shows the plan, the run carries it out; planning
 * again after a crash gives the same ids, so that nothing is made twice.
 */
import type { Services } from '../../services.ts'
import { nameKey } from '../text.ts'
import { planners } from './entities.ts'
import { fieldsOf } from './fields.ts'
import type { Table } from './read.ts'
import { type Layout, Row } from './row.ts'
import type { FileMapping, ImportEntity, ImportFile, ImportRecord, Remark } from './types.ts'
import { collections, idOfName, idOfRow, type Referred, readWorld, type World } from './world.ts'

/** What becomes of one row. */
export interface RowPlan {
  row: number
  cells: string[]
  /** Why it is not taken; empty when it is. */
  problems: Remark[]
  operation: Operation | null
}

export type Values = Record<string, unknown>

export type Operation =
  | { type: 'create'; id: string; values: Values }
  /** `stage` only for deals whose stage differs. */
  | { type: 'update'; id: string; changes: Values; stage?: string }
  /** The record is there already and says the same. */
  | { type: 'same'; id: string }

/** A record that is made because a row names it. */
export interface Missing {
  entity: Referred
  id: string
  values: Values & { name: string }
  /** Index of the first row that needs it. */
  before: number
}

export interface FilePlan {
  file: ImportFile
  mapping: FileMapping
  table: Table
  rows: RowPlan[]
  missing: Missing[]
  notices: Remark[]
}

export interface Plan {
  files: FilePlan[]
  world: World
}

const order: ImportEntity[] = ['user', 'product', 'company', 'contact', 'deal']

/** The mapping's files in the order in which records need each other. */
export function inOrder(files: FileMapping[]): FileMapping[] {
  return [...files].sort((a, b) => order.indexOf(a.entity) - order.indexOf(b.entity))
}

/** Plans every row of every mapped file. */
export async function makePlan(
  services: Services,
  record: ImportRecord,
  tables: (file: string) => Promise<Table>,
): Promise<Plan> {
  const world = await readWorld(services, record)
  const files: FilePlan[] = []
  for (const mapping of inOrder(record.mapping?.files ?? [])) {
    const file = record.files.find(each => each.id === mapping.file)
    if (file) files.push(await planFile(services, world, file, mapping, await tables(file.id)))
  }
  return { files, world }
}

async function planFile(
  services: Services,
  world: World,
  file: ImportFile,
  mapping: FileMapping,
  table: Table,
): Promise<FilePlan> {
  const planning = new Planning(world, mapping)
  const layout = layoutOf(mapping, table, world)
  const plan: FilePlan = { file, mapping, table, rows: [], missing: planning.missing, notices: [] }
  const present = await readPresent(services, mapping, layout, table)
  const { prepare, read } = planners[mapping.entity]
  const rows = table.rows
    .map((cells, index) => new Row(index + 2, cells, layout))
    .filter(row => row.cells.length > 0)
  const seen = new Map<string, number>()
  const accepted = new Map<Row, string>()
  for (const row of rows) {
    const id = identify(row, mapping, file, world, present, seen)
    if (id) accepted.set(row, id)
    if (id && row.problems.length === 0) prepare?.(row, id, planning)
  }
  for (const [index, row] of rows.entries()) {
    planning.at = index
    const id = accepted.get(row)
    const values = id && row.problems.length === 0 ? read(row, id, planning) : undefined
    const operation =
      values && id && row.problems.length === 0
        ? operationFor(id, values, present.records.get(id), mapping)
        : null
    plan.rows.push({ row: row.number, cells: row.cells, problems: row.problems, operation })
  }
  plan.notices = planning.notices()
  return plan
}

function layoutOf(mapping: FileMapping, table: Table, world: World): Layout {
  const fields = new Map(fieldsOf(mapping.entity, world.settings).map(field => [field.key, field]))
  const places: Layout['fields'] = new Map()
  for (const [column, key] of Object.entries(mapping.columns)) {
    const field = fields.get(key)
    const index = table.header.indexOf(column)
    if (field && index >= 0 && !places.has(key)) places.set(key, { field, column, index })
  }
  return { fields: places, options: mapping.options }
}

interface Present {
  /** Match value → id. */
  ids: Map<string, string>
  records: Map<string, Record<string, unknown>>
}

/** The records that rows may mean, found by the field that tells them apart. */
async function readPresent(
  services: Services,
  { entity, options }: FileMapping,
  layout: Layout,
  table: Table,
): Promise<Present> {
  const { matchBy } = options
  const place = matchBy ? layout.fields.get(matchBy) : undefined
  const present: Present = { ids: new Map(), records: new Map() }
  if (!matchBy || !place) return present
  const keys = [
    ...new Set(table.rows.map(cells => matchKey(matchBy, cells[place.index]?.trim() ?? '')).filter(Boolean)),
  ]
  const stored = matchBy === 'name' ? 'nameKey' : matchBy
  const found = services.db.collection<{ _id: string; [key: string]: unknown }>(collections[entity])
  for (let from = 0; from < keys.length; from += 2000) {
    const records = await found.find({ [stored]: { $in: keys.slice(from, from + 2000) } }).toArray()
    for (const record of records) {
      const key = String(record[stored])
      if (!present.ids.has(key)) present.ids.set(key, record._id)
      present.records.set(record._id, record)
    }
  }
  return present
}

function matchKey(matchBy: string, text: string): string {
  if (matchBy === 'name') return nameKey(text)
  return matchBy === 'email' ? text.toLowerCase() : text.replace(/\s+/g, ' ')
}

/** The id of the record a row is about; undefined, with a remark, when an earlier row was about it already. */
function identify(
  row: Row,
  { options, entity }: FileMapping,
  file: ImportFile,
  world: World,
  present: Present,
  seen: Map<string, number>,
): string | undefined {
  const own = idOfRow(world.import, file.id, row.number)
  const written = options.matchBy ? row.text(options.matchBy) : undefined
  if (!options.matchBy || written === undefined) return own
  const key = matchKey(options.matchBy, written)
  const before = seen.get(key)
  if (before !== undefined) {
    row.refuse(options.matchBy, `The same ${entity} stands in row ${before} already.`)
    return undefined
  }
  seen.set(key, row.number)
  return present.ids.get(key) ?? plannedId(entity, options.matchBy, written, world) ?? own
}

/** A user whom an earlier row named as somebody's head is this row's user. */
function plannedId(entity: ImportEntity, matchBy: string, written: string, world: World): string | undefined {
  if (entity === 'deal' || matchBy !== 'name') return undefined
  const found = world.names[entity].find(written)
  return found?.exact ? found.id : undefined
}

function operationFor(
  id: string,
  values: Values,
  present: Record<string, unknown> | undefined,
  mapping: FileMapping,
): Operation {
  if (!present) return { type: 'create', id, values: { _id: id, ...values } }
  const { stage, pipeline, products, ...plain } = values
  const told = fieldsTold(mapping)
  const changes = Object.fromEntries(
    Object.entries(plain).filter(
      ([key, value]) => told.has(key) && value !== undefined && differs(value, present[key]),
    ),
  )
  // Lines that people have worked on since are theirs.
  const empty = !(present.products as unknown[] | undefined)?.length
  if (Array.isArray(products) && products.length > 0 && empty) changes.products = products
  const moved =
    stage !== undefined && told.has('stage') && pipeline === present.pipeline && stage !== present.stage
  if (Object.keys(changes).length === 0 && !moved) return { type: 'same', id }
  return { type: 'update', id, changes, ...(moved && { stage: stage as string }) }
}

/** What a file may change in a record that is there: only what it says itself, and never who a person is to Baton. */
function fieldsTold({ entity, columns }: FileMapping): Set<string> {
  const told = new Set(Object.values(columns).map(key => (key.startsWith('fields.') ? 'fields' : key)))
  if (told.has('owner')) told.add('owners')
  if (told.has('head') || told.has('office')) told.add('team')
  if (told.has('firstName') || told.has('lastName')) told.add('name')
  if (entity === 'user') for (const key of ['email', 'role']) told.delete(key)
  return told
}

function differs(value: unknown, present: unknown): boolean {
  if (value === null) return false
  if (typeof value === 'object' && !Array.isArray(value)) {
    const inner = (present ?? {}) as Record<string, unknown>
    return Object.entries(value as object).some(([key, part]) => differs(part, inner[key]))
  }
  return JSON.stringify(value) !== JSON.stringify(present ?? null)
}

/** The state of planning one file: what it will make beside its rows, and what people should know. */
export class Planning {
  readonly world: World
  readonly mapping: FileMapping
  readonly missing: Missing[] = []
  /** Index of the row at hand. */
  at = 0
  readonly #notices = new Map<string, { remark: Remark; rows: number }>()

  constructor(world: World, mapping: FileMapping) {
    this.world = world
    this.mapping = mapping
  }

  /** The id of the record that a cell names; null when the cell is empty, undefined (and a remark) when nobody has that name. */
  refer(
    row: Row,
    key: string,
    entity: Exclude<Referred, 'team'>,
    values: Values = {},
  ): string | null | undefined {
    const written = row.text(key)
    if (written === undefined) return null
    const found = this.world.names[entity].find(written)
    if (found) {
      if (!found.exact) this.notice(row, key, `“${written}” is taken for the ${entity} “${found.name}”.`)
      return found.id
    }
    if (entity === 'user' && !this.world.mayMakeUsers) {
      row.refuse(key, `There is no user “${written}”. Only an administrator may add people.`)
      return undefined
    }
    if (!this.mapping.options.createMissing) {
      row.refuse(
        key,
        `There is no ${entity} “${written}”. Correct it, import the ${entity} first, or let missing records be created.`,
      )
      return undefined
    }
    this.notice(row, key, `The ${entity} “${written}” was not known and is created.`)
    return this.make(entity, written, values)
  }

  /** Plans a record beside the rows; the same name gives the same record. */
  make(entity: Referred, name: string, values: Values = {}): string {
    const id = idOfName(this.world.import, entity, name)
    this.missing.push({ entity, id, values: { ...values, _id: id, name }, before: this.at })
    this.world.names[entity].add(name, id)
    return id
  }

  /** Remarked once, with the number of rows it holds for. */
  notice(row: Row, key: string, message: string): void {
    const present = this.#notices.get(message)
    if (present) present.rows++
    else this.#notices.set(message, { remark: row.remark(key, message), rows: 1 })
  }

  notices(): Remark[] {
    return [...this.#notices.values()].map(({ remark, rows }) =>
      rows === 1 ? remark : { ...remark, message: `${remark.message} (${rows} rows)` },
    )
  }
}
