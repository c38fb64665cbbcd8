/** Changes of a deal's fields: guarded by its version, told to the timeline, the audit log and the processes. */
import type { Json } from '#engine'
import { conflict, invalid, notFound } from '../../middleware/errors.ts'
import { type Actor, inScope } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { checkFields } from '../records/index.ts'
import { demandOwners, demandTeam } from './create.ts'
import { dealModel } from './model.ts'
import type { DealChanges, DealRecord } from './types.ts'

interface Options {
  version?: number
  quiet?: boolean
  key?: string
  instance?: string
}

const attempts = 8

/** Writes what really changes; the same values again write nothing. */
export async function updateDeal(
  services: Services,
  actor: Actor,
  id: string,
  changes: DealChanges,
  options: Options,
): Promise<DealRecord> {
  if (changes.fields) await checkFields(services, 'deal', changes.fields)
  if (changes.owners) await demandKnownOwners(services, actor, changes.owners)
  demandTeam(actor, changes.team)
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = await readInScope(services, actor, id)
    if (options.version !== undefined && options.version !== before.version)
      throw tooLate(before, options.version)
    const set = differences(before, await withTeam(services, before, changes))
    if (Object.keys(set).length === 0) return before
    const after = await write(services, actor, before, set, options)
    if (!after) continue
    await tell(services, actor, before, after, Object.keys(set), options)
    return after
  }
  throw conflict('This deal is changing too fast at this moment. Nothing was changed; please try again.')
}

/** The deal, or 404 when it is not the actor's to see. */
export async function readInScope(services: Services, actor: Actor, id: string): Promise<DealRecord> {
  const deal = await dealModel(services).findById(id).lean<DealRecord>()
  if (!deal || !inScope(actor, deal)) throw notFound('deal', id)
  return deal
}

/** 409 that names who was quicker. */
export function tooLate(deal: DealRecord, version: number): Error {
  const message = `${deal.updatedBy} changed this deal meanwhile (you read version ${version}, it is at ${deal.version}). Reload it and try again.`
  return conflict(message, { version: deal.version, by: deal.updatedBy })
}

async function demandKnownOwners(services: Services, actor: Actor, owners: string[]): Promise<void> {
  if (owners.length === 0) throw invalid('A deal needs at least one responsible person.', { owners: 'empty' })
  const users = await services.users.findByIds(owners)
  demandOwners(actor, owners, new Map(users.map(user => [user._id, user])))
  const unknown = owners.find(owner => !users.some(user => user._id === owner))
  if (unknown) throw invalid(`There is no user "${unknown}".`, { owners: 'unknown' })
}

/** A deal goes along with its first owner to his team, unless a team is named. */
async function withTeam(services: Services, before: DealRecord, changes: DealChanges): Promise<DealChanges> {
  const owner = changes.owners?.[0]
  if (!owner || changes.team !== undefined || owner === before.owners[0]) return changes
  const [user] = await services.users.findByIds([owner])
  return { ...changes, team: user?.team ?? before.team }
}

/** What differs, as paths to set; custom fields one by one. */
function differences(before: DealRecord, { fields, ...plain }: DealChanges): Record<string, unknown> {
  const set: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(plain)) {
    if (value !== undefined && !same(before[key as keyof DealRecord], value)) set[key] = value
  }
  for (const [key, value] of Object.entries(fields ?? {})) {
    if (!same(before.fields[key] ?? null, value)) set[`fields.${key}`] = value
  }
  return set
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

async function write(
  services: Services,
  actor: Actor,
  before: DealRecord,
  set: Record<string, unknown>,
  { quiet }: Options,
): Promise<DealRecord | null> {
  const now = services.now()
  const changed = Object.keys(set) as Json[]
  const event = {
    id: `${before._id}/${before.version + 1}`,
    event: 'deal.changed',
    at: now,
    data: { changed },
  }
  const update = {
    $set: { ...set, updatedAt: now, updatedBy: actor.name, ...(!quiet && { pendingAt: now }) },
    $inc: { version: 1 },
    ...(!quiet && { $push: { outbox: event } }),
  }
  return dealModel(services)
    .findOneAndUpdate({ _id: before._id, version: before.version }, update as never, {
      returnDocument: 'after',
    })
    .lean<DealRecord>()
}

async function tell(
  services: Services,
  actor: Actor,
  before: DealRecord,
  after: DealRecord,
  changed: string[],
  options: Options,
): Promise<void> {
  const was = Object.fromEntries(changed.map(path => [path, valueAt(before, path)]))
  const is = Object.fromEntries(changed.map(path => [path, valueAt(after, path)]))
  const labels = await labelsOf(services, changed)
  await Promise.all([
    services.timeline.add({
      key: `${after._id}/${after.version}`,
      deal: after._id,
      type: 'change',
      title: `Changed: ${labels.join(', ')}`,
      by: actor,
      ...(options.instance && { instance: options.instance }),
      data: { before: was, after: is },
    }),
    services.audit.record({ actor, action: 'deal.changed', target: after._id, before: was, after: is }),
    changed.includes('owners') || changed.includes('team') ? follow(services, before, after) : undefined,
  ])
  publishDeal(services, after)
  if (before.team !== after.team || !same(before.owners, after.owners)) publishDeal(services, before)
}

/** What hangs on a deal is seen by those who see the deal. */
async function follow(services: Services, before: DealRecord, after: DealRecord): Promise<void> {
  await Promise.all([
    services.tasks.follow(after, before),
    services.documents.follow(after),
    services.mail.follow(after),
  ])
}

/** Custom fields by their label, others by their name in words: `closeValue` is “close value”. */
async function labelsOf(services: Services, paths: string[]): Promise<string[]> {
  const { customFields } = await services.settings.get()
  return paths.map(path => {
    const key = path.replace(/^fields\./, '')
    const defined = key !== path && customFields.deal.find(field => field.key === key)
    return defined ? defined.label : key.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)
  })
}

function valueAt(deal: DealRecord, path: string): unknown {
  return path.startsWith('fields.') ? (deal.fields[path.slice(7)] ?? null) : deal[path as keyof DealRecord]
}

/** Tells everyone who may see the deal that it changed. */
export function publishDeal(services: Services, deal: DealRecord): void {
  services.live.publish({
    type: 'deal',
    data: { id: deal._id },
    to: { owners: deal.owners, team: deal.team },
  })
}
