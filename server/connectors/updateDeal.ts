import type { Json } from '#engine'
import type { DealChanges } from '../crm/deals/types.ts'
import { systemActor } from '../policy.ts'
import { bpmnError, type Connector, type ConnectorContext, done, fail } from './connector.ts'
import { dealIdOf, dealOf, needsDeal } from './subject.ts'

/** Changes fields of the deal that the process is about. */
export const updateDeal: Connector = {
  type: 'updateDeal',
  title: 'Change the deal',
  description: 'Sets fields of the deal: amount, discount, expected close, owner, or your own fields.',
  group: 'deal',
  icon: 'edit',
  input: {
    type: 'object',
    properties: {
      changes: {
        type: 'object',
        title: 'Fields and values',
        description: '={discount: 10, source: "fair"}',
        format: 'expression',
      },
      amount: { type: 'number', title: 'Amount', format: 'money' },
      discount: { type: 'number', title: 'Discount in percent', minimum: 0, maximum: 100 },
      expectedClose: { type: 'string', title: 'Expected close', format: 'date' },
      owner: { type: 'string', title: 'Owner', description: 'A user, or head:<team>', format: 'user' },
      source: { type: 'string', title: 'Source' },
    },
  },
  output: { deal: { type: 'object', title: 'The deal after the change' } },
  async run({ changes: given, ...single }, context) {
    const id = dealIdOf(context)
    if (!id) return needsDeal
    const { services, idempotencyKey, instance } = context
    const deal = await dealOf(context)
    if (!deal) return bpmnError('DEAL_CLOSED', 'The deal has been deleted.')
    if (deal.status !== 'open')
      return bpmnError('DEAL_CLOSED', `Deal ${deal.number} is already ${deal.status}.`)
    const wanted = { ...(isObject(given) ? given : {}), ...single }
    const read = await changesOf(wanted, context)
    if ('problem' in read) return fail(read.problem, 'Correct the fields in the step, then retry.')
    const after = await services.deals.update(systemActor, id, read.changes, {
      key: idempotencyKey,
      instance,
    })
    const { number, title, amount, currency, discount, owners, source, expectedClose } = after
    return done({
      deal: {
        id,
        number,
        title,
        amount,
        currency,
        discount,
        owner: owners[0] ?? null,
        source,
        expectedClose,
      },
    })
  },
}

type Reading = { changes: DealChanges } | { problem: string }

async function changesOf(wanted: Record<string, Json>, context: ConnectorContext): Promise<Reading> {
  const changes: Record<string, unknown> = {}
  const fields: Record<string, Json> = {}
  for (const [key, value] of Object.entries(wanted)) {
    if (value === undefined || value === '') continue
    if (key === 'owner') {
      const [user] = await context.services.users.resolve(String(value))
      if (!user) return { problem: `There is no active user "${String(value)}" to own the deal.` }
      changes.owners = [user._id]
    } else if (key === 'fields' && isObject(value)) Object.assign(fields, value)
    else if (key in plain) {
      const parsed = plain[key]!(value)
      if (parsed === undefined) return { problem: `"${String(value)}" does not fit the field "${key}".` }
      changes[key] = parsed
    } else fields[key.replace(/^fields\./, '')] = value
  }
  if (Object.keys(fields).length > 0) changes.fields = fields
  return { changes: changes as DealChanges }
}

const number = (value: Json) =>
  value === null ? null : Number.isFinite(Number(value)) ? Number(value) : undefined
const string = (value: Json) =>
  value === null ? null : typeof value === 'object' ? undefined : String(value)
const date = (value: Json) =>
  value === null
    ? null
    : typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)
      ? value.slice(0, 10)
      : undefined

/** The deal's own fields; every other name is a custom field. */
const plain: Record<string, (value: Json) => unknown> = {
  title: string,
  amount: number,
  currency: string,
  discount: number,
  source: string,
  expectedClose: date,
  engagedAt: date,
  closedAt: date,
  closeValue: number,
  lossReason: string,
  probability: number,
  company: string,
  contact: string,
  team: string,
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
