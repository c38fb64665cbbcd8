/** What expressions and templates may read about a record, as plain JSON. */
import type { Json, Subject } from '#engine'
import { systemActor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import type { DealRecord } from '../deals/types.ts'
import type { RecordBase } from '../records/types.ts'
import type { UserRecord } from '../users/types.ts'
import type { Context } from './types.ts'

const everything = ['deal', 'company', 'contact', 'owner', 'manager', 'products', 'settings', 'today', 'now']

/** Reads records for processes and templates. */
export function createContext(services: Services): Context {
  return {
    async read(subject, roots = everything) {
      const deal = subject?.entity === 'deal' ? await findDeal(services, subject.id) : null
      const readers: Record<string, () => Promise<Json>> = {
        deal: async () => deal && presentDeal(deal),
        company: async () => presentRecord(await findOne(services.companies, companyOf(subject, deal))),
        contact: async () => presentRecord(await findOne(services.contacts, contactOf(subject, deal))),
        owner: async () => presentUser(await userOf(services, deal?.owners[0])),
        manager: async () => presentUser(await managerOf(services, deal)),
        products: async () => (deal ? lines(deal) : []),
        settings: () => presentSettings(services),
        today: async () => day(services.now(), (await services.settings.get()).timeZone),
        now: async () => services.now().toISOString(),
      }
      const wanted = roots.filter(root => root in readers)
      const values = await Promise.all(wanted.map(root => readers[root]!()))
      return Object.fromEntries(wanted.map((root, index) => [root, values[index]!]))
    },
  }
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** The day it is at a place, as `YYYY-MM-DD`. A format is dear to make, and a page of tasks asks for a hundred days. */
export function day(at: Date, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('sv-SE', { timeZone })
    formats.set(timeZone, format)
  }
  return format.format(at)
}

async function findDeal(services: Services, id: string): Promise<DealRecord | null> {
  const [deal] = await services.deals.findByIds(systemActor, [id])
  return deal ?? null
}

function companyOf(subject: Subject | undefined, deal: DealRecord | null): string | null {
  return subject?.entity === 'company' ? subject.id : (deal?.company ?? null)
}

function contactOf(subject: Subject | undefined, deal: DealRecord | null): string | null {
  return subject?.entity === 'contact' ? subject.id : (deal?.contact ?? null)
}

async function findOne<T extends RecordBase>(
  store: { findByIds(ids: string[]): Promise<T[]> },
  id: string | null,
): Promise<T | null> {
  if (!id) return null
  const [record] = await store.findByIds([id])
  return record ?? null
}

async function userOf(services: Services, id: string | undefined): Promise<UserRecord | null> {
  if (!id) return null
  const [user] = await services.users.findByIds([id])
  return user ?? null
}

/** The head of the deal's team, else of its owner's team. */
async function managerOf(services: Services, deal: DealRecord | null): Promise<UserRecord | null> {
  const team = deal?.team ?? (await userOf(services, deal?.owners[0]))?.team
  if (!team) return null
  const [record] = await services.teams.findByIds([team])
  const head = await userOf(services, record?.head ?? undefined)
  return head?.active ? head : null
}

function presentDeal(deal: DealRecord): Json {
  return {
    id: deal._id,
    number: deal.number,
    title: deal.title,
    pipeline: deal.pipeline,
    stage: deal.stage,
    stageSince: deal.stageSince.toISOString(),
    status: deal.status,
    amount: deal.amount,
    currency: deal.currency,
    discount: deal.discount,
    owner: deal.owners[0] ?? null,
    owners: deal.owners,
    team: deal.team,
    companyId: deal.company,
    contactId: deal.contact,
    source: deal.source,
    expectedClose: deal.expectedClose,
    engagedAt: deal.engagedAt,
    closedAt: deal.closedAt,
    closeValue: deal.closeValue,
    lossReason: deal.lossReason,
    probability: deal.probability,
    products: lines(deal),
    fields: deal.fields,
    createdAt: deal.createdAt.toISOString(),
  }
}

function lines(deal: DealRecord): Json[] {
  return deal.products.map(({ product, name, quantity, price, discount }) => ({
    id: product ?? null,
    name,
    quantity,
    price,
    discount,
    total: Math.round(quantity * price * (100 - discount)) / 100,
  }))
}

function presentRecord(record: RecordBase | null): Json {
  if (!record) return null
  const { _id, createdAt, updatedAt: _u, createdBy: _c, version: _v, externalId: _e, ...rest } = record
  const { nameKey: _n, ...plain } = rest as typeof rest & { nameKey?: string }
  return { id: _id, ...(plain as Record<string, Json>), createdAt: createdAt.toISOString() }
}

function presentUser(user: UserRecord | null): Json {
  return user && { id: user._id, name: user.name, email: user.email, team: user.team }
}

async function presentSettings(services: Services): Promise<Json> {
  const {
    customFields: _c,
    httpAllowList: _h,
    version: _v,
    logo: _l,
    ...settings
  } = await services.settings.get()
  return settings
}
