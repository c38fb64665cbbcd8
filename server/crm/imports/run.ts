/** Carries a plan out, chunk by chunk; where it stands is in the database after each. */
import { ApiError } from '../../middleware/errors.ts'
import type { Services } from '../../services.ts'
import type { DealChanges, NewDeal } from '../deals/types.ts'
import type { Hold } from '../longWork.ts'
import type { NewUser } from '../users/types.ts'
import { type FilePlan, inOrder, type Missing, makePlan, type Operation, type RowPlan } from './plan.ts'
import type { Table } from './read.ts'
import type { ImportEntity, ImportRecord, Remark, RemarkRecord } from './types.ts'
import { idOfRow, type Referred } from './world.ts'

/** Rows of a chunk. */
const most = 500

/** What a chunk came to. */
interface Tally {
  created: number
  updated: number
  rejected: number
  remarks: RemarkRecord[]
}

/** Runs an import from its cursor to its end, or until it is cancelled or taken over: then answers null. */
export async function runImport(
  services: Services,
  record: ImportRecord,
  hold: Hold<ImportRecord>,
  tables: (file: string) => Promise<Table>,
): Promise<Partial<ImportRecord> | null> {
  const save: typeof hold.save = async (set, count) => {
    const after = await hold.save(set, count)
    if (after) publish(services, after)
    return after
  }
  const { files } = await makePlan(services, record, tables)
  const nameAt = ({ file }: Cursor) => files[file]?.file.filename
  const total = files.reduce((sum, file) => sum + file.rows.length, 0)
  if (!(await save({ total, current: nameAt(record.cursor) ?? null }))) return null
  for (const chunk of chunksFrom(files, record.cursor)) {
    const { file, from, to, next } = chunk
    const { remarks, created, updated, rejected } = await carryOut(services, record, chunk)
    // Before the cursor leaves the file: whoever goes on after a crash does not come back to it.
    const notices = next.row === 0 ? noticesOf(record, file) : []
    await keep(services, [...remarks, ...notices])
    const current = nameAt(next) ?? file.file.filename
    const count = { done: to - from, created, updated, rejected }
    if (!(await save({ cursor: next, current }, count))) return null
  }
  const noted = files.reduce((sum, file) => sum + file.notices.length, 0)
  return { current: null, noted }
}

type Cursor = ImportRecord['cursor']

/** Some rows of a file, and where the run stands behind them. */
interface Chunk {
  file: FilePlan
  from: number
  to: number
  next: Cursor
}

/** What is still to be done from a cursor on. A file without rows is a chunk, too: it may have notices. */
function* chunksFrom(files: FilePlan[], cursor: Cursor): Generator<Chunk> {
  for (let at = cursor; at.file < files.length; ) {
    const file = files[at.file]!
    const to = Math.min(at.row + most, file.rows.length)
    const next = to < file.rows.length ? { file: at.file, row: to } : { file: at.file + 1, row: 0 }
    yield { file, from: at.row, to, next }
    at = next
  }
}

/** Tells everyone who may import how far it is. */
export function publish(services: Services, { _id, done, total, status }: ImportRecord): void {
  services.live.publish({
    type: 'import',
    data: { id: _id, done, total, status },
    to: { permission: 'imports.run' },
  })
}

async function carryOut(services: Services, record: ImportRecord, { file, from, to }: Chunk): Promise<Tally> {
  const tally: Tally = { created: 0, updated: 0, rejected: 0, remarks: [] }
  await makeMissing(
    services,
    record,
    file.missing.filter(({ before }) => before >= from && before < to),
  )
  const rows = file.rows.slice(from, to)
  for (const row of rows) if (row.problems.length > 0) reject(tally, record, file, row, row.problems)
  const taken = rows.filter(row => row.operation !== null)
  const creations = taken.filter(row => row.operation!.type === 'create')
  await create(services, record, file, creations, tally)
  for (const row of taken) {
    const operation = row.operation!
    if (operation.type === 'create') continue
    // A record that this very row made before a crash counts as made.
    const made = operation.id === idOfRow(record._id, file.file.id, row.row)
    const done = operation.type === 'same' || (await update(services, record, file, row, operation, tally))
    if (done) tally[made ? 'created' : 'updated']++
  }
  return tally
}

async function create(
  services: Services,
  record: ImportRecord,
  file: FilePlan,
  rows: RowPlan[],
  tally: Tally,
): Promise<void> {
  if (rows.length === 0) return
  const values = rows.map(row => (row.operation as Operation & { type: 'create' }).values)
  const failed = await makers[file.mapping.entity](services, record, values)
  tally.created += rows.length
  for (const { index, message } of failed) {
    // Its id is made from this row, so whoever has it was made by this row before a crash.
    if (message === 'exists') continue
    tally.created--
    reject(tally, record, file, rows[index]!, [{ row: rows[index]!.row, message }])
  }
}

type Failed = { index: number; message: string }[]
type Maker = (services: Services, record: ImportRecord, values: Record<string, unknown>[]) => Promise<Failed>

/** How records of each entity are made. */
const makers: Record<ImportEntity | 'team', Maker> = {
  company: async (services, { actor }, values) =>
    (await services.companies.createMany(actor, values as never)).failed,
  contact: async (services, { actor }, values) =>
    (await services.contacts.createMany(actor, values as never)).failed,
  product: async (services, { actor }, values) =>
    (await services.products.createMany(actor, values as never)).failed,
  deal: async (services, { actor, mapping }, values) =>
    (
      await services.deals.createMany(actor, values as unknown as NewDeal[], {
        quiet: mapping?.quiet ?? true,
      })
    ).failed,
  user: (services, { actor }, values) =>
    oneByOne(values, value => services.users.create(actor, value as unknown as NewUser & { _id: string })),
  team: (services, { actor }, values) =>
    oneByOne(values, value => services.teams.create(actor, value as { name: string; _id: string })),
}

async function oneByOne(
  values: Record<string, unknown>[],
  make: (value: Record<string, unknown>) => Promise<unknown>,
): Promise<Failed> {
  const failed: Failed = []
  for (const [index, value] of values.entries()) {
    try {
      await make(value)
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      failed.push({
        index,
        message: error.code === 'exists' && value._id === undefined ? 'exists' : error.message,
      })
    }
  }
  return failed
}

/** Teams before users, everything before what refers to it. A record that exists was made before a crash. */
async function makeMissing(services: Services, record: ImportRecord, missing: Missing[]): Promise<void> {
  const order: Referred[] = ['team', 'user', 'product', 'company', 'contact']
  for (const entity of order) {
    const values = missing.filter(each => each.entity === entity).map(each => each.values)
    const present = new Set(
      await existing(
        services,
        entity,
        values.map(value => String(value._id)),
      ),
    )
    const wanted = values.filter(value => !present.has(String(value._id)))
    if (wanted.length > 0) await makers[entity](services, record, wanted)
  }
}

async function existing(services: Services, entity: Referred, ids: string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const parts = {
    team: services.teams,
    user: services.users,
    product: services.products,
    company: services.companies,
    contact: services.contacts,
  }
  return (await parts[entity].findByIds(ids)).map(each => each._id)
}

async function update(
  services: Services,
  record: ImportRecord,
  file: FilePlan,
  row: RowPlan,
  operation: Operation & { type: 'update' },
  tally: Tally,
): Promise<boolean> {
  const { actor, mapping } = record
  const { id, changes, stage } = operation
  const { entity } = file.mapping
  try {
    if (entity === 'deal') {
      const key = `import/${record._id}/${file.file.id}/${row.row}`
      if (Object.keys(changes).length > 0)
        await services.deals.update(actor, id, changes as DealChanges, { quiet: mapping?.quiet ?? true, key })
      if (stage) await moveStage(services, record, file, row, id, stage, tally)
    } else if (entity === 'user') await services.users.update(actor, id, changes)
    else
      await { company: services.companies, contact: services.contacts, product: services.products }[
        entity
      ].update(actor, id, changes as never)
    return true
  } catch (error) {
    if (!(error instanceof ApiError) || error.status >= 500) throw error
    reject(tally, record, file, row, [{ row: row.row, message: error.message }])
    return false
  }
}

/** A deal whose process runs keeps its stage; that is remarked, and the rest of the row is taken. */
async function moveStage(
  services: Services,
  record: ImportRecord,
  file: FilePlan,
  row: RowPlan,
  id: string,
  stage: string,
  tally: Tally,
): Promise<void> {
  try {
    await services.deals.setStage(record.actor, id, stage)
  } catch (error) {
    if (!(error instanceof ApiError) || error.status >= 500) throw error
    tally.remarks.push(remarkRecord(record, file, { row: row.row, message: error.message }, 'noted', 'stage'))
  }
}

function reject(tally: Tally, record: ImportRecord, file: FilePlan, row: RowPlan, problems: Remark[]): void {
  tally.rejected++
  for (const [n, problem] of problems.entries()) {
    const remark = remarkRecord(record, file, problem, 'rejected', String(n))
    tally.remarks.push({ ...remark, cells: n === 0 ? row.cells : null })
  }
}

function remarkRecord(
  record: ImportRecord,
  { file, mapping }: FilePlan,
  remark: Remark,
  outcome: 'rejected' | 'noted',
  n: string,
): RemarkRecord {
  // Sorted as text: files in order of work, then rows.
  const place =
    `${inOrder(record.mapping?.files ?? []).findIndex(each => each.file === mapping.file)}`.padStart(3, '0')
  const _id = `${record._id}/${place}/${outcome}/${String(remark.row).padStart(8, '0')}/${n}`
  return { _id, import: record._id, file: file.id, filename: file.filename, outcome, cells: null, ...remark }
}

function noticesOf(record: ImportRecord, file: FilePlan): RemarkRecord[] {
  return file.notices.map((notice, n) => remarkRecord(record, file, notice, 'noted', `n${n}`))
}

async function keep(services: Services, remarks: RemarkRecord[]): Promise<void> {
  if (remarks.length === 0) return
  const operations = remarks.map(remark => ({
    replaceOne: { filter: { _id: remark._id }, replacement: remark, upsert: true },
  }))
  await services.db.collection<RemarkRecord>('importRemarks').bulkWrite(operations, { ordered: false })
}
