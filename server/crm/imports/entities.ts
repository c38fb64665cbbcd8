/** How a row becomes a record, entity by entity. */
import type { Pipeline } from '../processes/types.ts'
import { importFields } from './fields.ts'
import type { Planning, Values } from './plan.ts'
import type { Row } from './row.ts'
import type { ImportEntity } from './types.ts'

interface Planner {
  /** Makes the row's record known to others before any reference is followed. */
  prepare?(row: Row, id: string, planning: Planning): void
  /** The record's values; undefined, with a remark, when the row cannot be taken. */
  read(row: Row, id: string, planning: Planning): Values | undefined
}

const company: Planner = {
  prepare: (row, id, { world }) => {
    const name = row.text('name')
    if (name) world.names.company.add(name, id)
  },
  read(row, id, planning) {
    const values = plainValues(row, 'company', planning)
    if (!named(row, values)) return undefined
    const parent = planning.refer(row, 'parent', 'company')
    return { ...values, ...(parent && parent !== id && { parent }) }
  },
}

const contact: Planner = {
  prepare: (row, id, { world }) => {
    const name = fullName(row)
    if (name) world.names.contact.add(name, id)
  },
  read(row, id, planning) {
    const { firstName: _, lastName: __, ...values } = plainValues(row, 'contact', planning)
    const name = fullName(row) ?? (typeof values.email === 'string' ? values.email : undefined)
    if (!name) row.refuse('name', 'The name is missing.')
    const employer = planning.refer(row, 'company', 'company')
    planning.world.companyOf.set(id, employer ?? null)
    return { ...values, name, ...(employer && { company: employer }) }
  },
}

const product: Planner = {
  prepare: (row, id, { world, mapping }) => {
    const name = row.text('name')
    if (!name) return
    world.names.product.add(name, id)
    const currency = row.text('currency')?.toUpperCase() ?? mapping.options.currency ?? null
    world.prices.set(id, { price: row.numeric('price') ?? null, currency })
    row.problems.length = 0
  },
  read(row, _id, planning) {
    const values = plainValues(row, 'product', planning)
    if (!named(row, values)) return undefined
    const currency = currencyOf(row, planning)
    return { ...values, ...(values.price !== undefined && currency && { currency }) }
  },
}

const user: Planner = {
  prepare: (row, id, { world }) => {
    const name = row.text('name')
    if (name) world.names.user.add(name, id)
  },
  read(row, _id, planning) {
    const { team: _, office: __, role: ___, ...values } = plainValues(row, 'user', planning)
    if (!named(row, values)) return undefined
    const team = teamOf(row, planning)
    return { ...values, role: roleOf(row), ...(team && { team }) }
  },
}

/** A team is named, or it is its head's, or its office's. The head belongs to it. */
function teamOf(row: Row, planning: Planning): string | undefined {
  const [head, office] = [row.text('head'), row.text('office')]
  const name = row.text('team') ?? (head ? `Team ${head}` : office)
  if (!name) return undefined
  const { names } = planning.world
  const present = names.team.find(name)
  const knownHead = head ? names.user.find(head) : undefined
  const id = present?.exact
    ? present.id
    : planning.make('team', name, { office: office ?? null, head: knownHead?.id ?? null })
  if (head && !knownHead) {
    const person = planning.make('user', head, { role: 'manager', team: id })
    const team = planning.missing.find(each => each.id === id)
    if (team) team.values.head = person
    planning.notice(row, 'head', `“${head}” heads the team “${name}” and is created as a user.`)
  }
  return id
}

function roleOf(row: Row): 'administrator' | 'analyst' | 'manager' {
  const written = row.text('role')?.toLowerCase() ?? ''
  if (/^(analyst|аналитик)$/.test(written)) return 'analyst'
  // Nobody becomes an administrator by a file.
  return 'manager'
}

const deal: Planner = {
  read(row, _id, planning) {
    const values = plainValues(row, 'deal', planning)
    const pipeline = pipelineOf(planning)
    const stage = stageOf(row, planning, pipeline)
    const owner = planning.refer(row, 'owner', 'user', { role: 'manager' })
    const companyId = planning.refer(row, 'company', 'company')
    const contactId = planning.refer(row, 'contact', 'contact', companyId ? { company: companyId } : {})
    const productId = planning.refer(row, 'product', 'product')
    const currency = currencyOf(row, planning, productId)
    if (row.problems.length > 0) return undefined
    const { quantity: _, currency: __, closedAt, createdAt, title, ...plain } = values
    const closed = pipeline?.stages.find(each => each.key === stage)?.kind !== 'open'
    const line = productId ? lineOf(row, planning, productId) : undefined
    const since = closed ? closedAt : values.engagedAt
    return {
      ...plain,
      title: title ?? titleOf(row, planning, productId),
      ...(pipeline && { pipeline: pipeline.key }),
      ...(stage && { stage }),
      ...(typeof since === 'string' && { stageSince: instantOf(since) }),
      amount: amountOf(row, planning, line),
      ...(currency && { currency }),
      owners: owner ? [owner] : [],
      company: companyId ?? (contactId ? (planning.world.companyOf.get(contactId) ?? null) : null),
      contact: contactId ?? null,
      products: line ? [line] : [],
      closedAt: closed ? (closedAt ?? null) : null,
      ...(!closed && expectedOf(row, planning)),
      ...(typeof createdAt === 'string' && { createdAt: instantOf(createdAt) }),
    }
  },
}

/** The table: a missing row does not compile. */
export const planners: Record<ImportEntity, Planner> = { company, contact, product, user, deal }

const references = new Set(['company', 'contact', 'product', 'user', 'stage', 'team'])

/** Every mapped field that holds a value of its own; the house's own fields under `fields`. */
function plainValues(row: Row, entity: ImportEntity, { world }: Planning): Values {
  const values: Values = {}
  const own: Values = {}
  for (const { key, type } of importFields[entity]) {
    if (references.has(type)) continue
    const value = row.value(key)
    if (value !== undefined) values[key] = value
  }
  if (entity !== 'user')
    for (const { key } of world.settings.customFields[entity]) {
      const value = row.value(`fields.${key}`)
      if (value !== undefined) own[key] = value
    }
  return Object.keys(own).length > 0 ? { ...values, fields: own } : values
}

function named(row: Row, values: Values): boolean {
  if (!values.name) row.refuse('name', 'The name is missing.')
  return row.problems.length === 0
}

function fullName(row: Row): string | undefined {
  return (
    row.text('name') ?? ([row.text('firstName'), row.text('lastName')].filter(Boolean).join(' ') || undefined)
  )
}

/** Many systems have one date for both: of an open deal it is the day on which it is expected to close. */
function expectedOf(row: Row, planning: Planning): Values {
  const closing = row.value('closedAt')
  if (typeof closing !== 'string' || row.text('expectedClose') !== undefined) return {}
  planning.notice(row, 'closedAt', 'The deal is open, so its closing date is taken as the expected one.')
  return { expectedClose: closing }
}

function pipelineOf({ world, mapping }: Planning): Pipeline | undefined {
  return world.pipelines.find(each => each.key === mapping.options.pipeline) ?? world.pipelines[0]
}

function stageOf(row: Row, { mapping, world }: Planning, pipeline: Pipeline | undefined): string | undefined {
  if (!pipeline) {
    row.refuse('stage', 'There is no pipeline yet. Publish one under Processes first.')
    return undefined
  }
  if (mapping.options.pipeline && !world.pipelines.some(each => each.key === mapping.options.pipeline))
    row.refuse('stage', `There is no pipeline “${mapping.options.pipeline}”.`)
  const written = row.text('stage')
  if (written === undefined) return pipeline.stages[0]?.key
  const { stages = {} } = mapping.options
  const wanted = (Object.hasOwn(stages, written) ? stages[written] : undefined) ?? written
  const found = pipeline.stages.find(
    each => each.key === wanted || each.name.toLowerCase() === wanted.toLowerCase(),
  )
  if (!found)
    row.refuse(
      'stage',
      `“${written}” is no stage of the pipeline “${pipeline.name}”. Say which stage it means.`,
    )
  return found?.key
}

function currencyOf(row: Row, { world, mapping }: Planning, productId?: string | null): string | undefined {
  const written = row.text('currency')?.toUpperCase()
  if (written && !/^[A-Z]{3}$/.test(written))
    row.refuse('currency', `“${written}” is no currency code such as EUR.`)
  return (
    written ??
    mapping.options.currency ??
    (productId && world.prices.get(productId)?.currency) ??
    world.settings.currency
  )
}

function lineOf(row: Row, { world }: Planning, productId: string) {
  const price = world.prices.get(productId)?.price ?? row.numeric('amount') ?? row.numeric('closeValue') ?? 0
  return {
    product: productId,
    name: nameOfProduct(row, world, productId),
    quantity: row.numeric('quantity') ?? 1,
    price,
    discount: 0,
  }
}

function nameOfProduct(row: Row, world: Planning['world'], id: string): string {
  const written = row.text('product')!
  const found = world.names.product.find(written)
  return found?.id === id ? found.name : written
}

/** What the file says; else what the deal was closed at; and only where people want it the price of its product. */
function amountOf(
  row: Row,
  { mapping }: Planning,
  line: { quantity: number; price: number } | undefined,
): number | null {
  const [amount, value] = [row.numeric('amount'), row.numeric('closeValue')]
  if (amount !== undefined) return amount
  if (value || !line || !mapping.options.amountFromProduct) return value ?? null
  return Math.round(line.quantity * line.price * 100) / 100
}

function titleOf(row: Row, { world }: Planning, productId: string | null | undefined): string {
  const parts = [
    row.text('company') ?? row.text('contact'),
    productId ? nameOfProduct(row, world, productId) : row.text('product'),
  ]
  return parts.filter(Boolean).join(' – ') || row.text('externalId') || `Row ${row.number}`
}

const instantOf = (day: string) => new Date(`${day}T00:00:00.000Z`)
