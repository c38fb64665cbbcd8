import { createHash } from 'node:crypto'
import type { Json } from '#engine'
import { systemActor } from '../policy.ts'
import { type Connector, type ConnectorContext, done, fail } from './connector.ts'

/** A new deal, with its contact and company where they are named: how a form or a message becomes a lead. */
export const createDeal: Connector = {
  type: 'createDeal',
  title: 'Create a deal',
  description:
    'Makes a deal with contact and company, e.g. from a website form. People known by their e-mail are found again.',
  group: 'deal',
  icon: 'briefcase',
  input: {
    type: 'object',
    required: ['title'],
    properties: {
      title: { type: 'string', title: 'Title' },
      amount: { type: 'number', title: 'Amount', format: 'money' },
      company: { type: 'string', title: 'Company', description: 'A name; found again or created' },
      contact: { type: 'string', title: 'Contact', description: 'A name; found again or created' },
      email: { type: 'string', title: 'The contact’s e-mail', format: 'email' },
      phone: { type: 'string', title: 'The contact’s phone' },
      owner: {
        type: 'string',
        title: 'Owner',
        description: 'A user, or head:<team>. Empty: nobody yet.',
        format: 'user',
      },
      source: { type: 'string', title: 'Source' },
      pipeline: { type: 'string', title: 'Pipeline', format: 'pipeline' },
    },
  },
  output: {
    deal: { type: 'string', title: 'Id of the deal' },
    number: { type: 'integer', title: 'Its number' },
  },
  async run(input, context) {
    const { services } = context
    const owner = text(input.owner)
    const [user] = owner ? await services.users.resolve(owner) : []
    if (owner && !user)
      return fail(`There is no active user "${owner}" to own the deal.`, 'Name another one in the step.')
    const company = await companyOf(text(input.company), context)
    const contact = await contactOf(
      text(input.contact),
      text(input.email)?.toLowerCase(),
      text(input.phone),
      company,
      context,
    )
    const _id = idFor(context, 'deal')
    const values = {
      _id,
      title: String(input.title),
      amount: input.amount === undefined || input.amount === null ? null : Number(input.amount),
      company,
      contact,
      owners: user ? [user._id] : [],
      source: text(input.source) ?? null,
      ...(text(input.pipeline) && { pipeline: text(input.pipeline) }),
    }
    await services.deals.create(systemActor, values)
    const [deal] = await services.deals.findByIds(systemActor, [_id])
    return deal
      ? done({ deal: _id, number: deal.number })
      : fail('The deal was made, but somebody has deleted it since.')
  },
}

async function companyOf(name: string | undefined, context: ConnectorContext): Promise<string | null> {
  if (!name) return null
  const { companies } = context.services
  const [known] = await companies.findByNames([name])
  if (known) return known._id
  const _id = idFor(context, 'company')
  await companies.create(systemActor, { _id, name })
  return _id
}

async function contactOf(
  name: string | undefined,
  email: string | undefined,
  phone: string | undefined,
  company: string | null,
  context: ConnectorContext,
): Promise<string | null> {
  if (!name && !email) return null
  const { contacts } = context.services
  const { items } = email ? await contacts.list({ q: email, limit: 50 }) : { items: [] }
  const known = items.find(contact => contact.email?.toLowerCase() === email)
  if (known) return known._id
  const _id = idFor(context, 'contact')
  await contacts.create(systemActor, {
    _id,
    name: name ?? email!,
    email: email ?? null,
    phone: phone ?? null,
    company,
  })
  return _id
}

/** The same step always makes the same record. */
function idFor({ idempotencyKey }: ConnectorContext, what: string): string {
  return createHash('sha256').update(`${idempotencyKey}/${what}`).digest('hex').slice(0, 24)
}

const text = (value: Json | undefined) =>
  typeof value === 'string' && value.trim() ? value.trim().slice(0, 300) : undefined
