/**
 * Demonstration data: people, price list, customers and deals on every stage of the B2B pipeline, with their
 * processes running and their tasks open. Loading it twice adds nothing.
 */
import { systemActor } from '../policy.ts'
import type { Services } from '../services.ts'
import { type DemoDeal, deals } from './deals.ts'
import { people as sellers } from './people.ts'
import { type DemoWorld, demoWorld } from './words.ts'

const DAY = 86_400_000

/** Loads what is missing and answers how many records were made. */
export async function loadDemo(
  services: Services,
  log: (line: string) => void,
): Promise<{ created: number }> {
  const world = await demoWorld(services)
  await nameHouse(services, world)
  const team = await ensureTeams(services, world)
  const user = await ensurePeople(services, world, team)
  await nameHeads(services, world, team, user)
  const product = await ensureRecords(services.products, world.products)
  const { company, contact } = await ensureCustomers(services, world)
  const made = await ensureDeals(services, world, { user, team, product, company, contact })
  await ensureTodos(services, world, user, team)
  log(
    `Demonstration data is in place: ${world.customers.length} companies, ${deals.length} deals (${made} new).`,
  )
  return { created: made }
}

/** A house that nobody has named yet gets the name and currency that go with the prices. */
async function nameHouse(services: Services, { language, say }: DemoWorld): Promise<void> {
  const { version, companyName } = await services.settings.get()
  if (language === 'en' || version > 0) return
  await services.settings.update(systemActor, { companyName: say(companyName), currency: 'RUB' })
}

async function ensureTeams(services: Services, { teams }: DemoWorld): Promise<Map<string, string>> {
  const known = await services.teams.findByNames(teams.map(each => each.name))
  const ids = new Map(known.map(each => [each.name, each._id]))
  for (const { name, office } of teams) {
    if (!ids.has(name)) ids.set(name, (await services.teams.create(systemActor, { name, office }))._id)
  }
  return ids
}

async function ensurePeople(
  services: Services,
  { people }: DemoWorld,
  team: Map<string, string>,
): Promise<Map<string, string>> {
  const known = await services.users.findByNames(people.map(each => each.name))
  const ids = new Map(known.map(each => [each.name, each._id]))
  for (const person of people) {
    if (ids.has(person.name)) continue
    const user = await services.users.create(systemActor, {
      name: person.name,
      email: person.address,
      role: 'manager',
      team: team.get(person.team) ?? null,
    })
    ids.set(person.name, user._id)
  }
  return ids
}

async function nameHeads(
  services: Services,
  { teams }: DemoWorld,
  team: Map<string, string>,
  user: Map<string, string>,
): Promise<void> {
  for (const { name, head } of teams)
    await services.teams.update(systemActor, team.get(name)!, { head: user.get(head)! })
}

interface NamedStore<T> {
  findByNames(names: string[]): Promise<{ _id: string; name: string }[]>
  createMany(actor: typeof systemActor, values: T[]): Promise<{ created: { _id: string; name: string }[] }>
}

/** Ids by name of these records; the missing ones are made. */
async function ensureRecords<T extends { name: string }>(
  store: NamedStore<T>,
  values: T[],
): Promise<Map<string, string>> {
  const known = await store.findByNames(values.map(each => each.name))
  const names = new Set(known.map(each => each.name))
  const { created } = await store.createMany(
    systemActor,
    values.filter(each => !names.has(each.name)),
  )
  return new Map([...known, ...created].map(each => [each.name, each._id]))
}

async function ensureCustomers(services: Services, { customers }: DemoWorld) {
  const company = await ensureRecords(
    services.companies,
    customers.map(each => ({ name: each.company, industry: each.industry, country: each.country })),
  )
  const contact = await ensureRecords(
    services.contacts,
    customers.map((each, index) => ({
      name: each.contact,
      position: each.position,
      phone: each.phone,
      company: company.get(each.company)!,
      // One customer has no address, so that the process shows what it does then.
      email: index === 3 ? null : `contact${index + 1}@customer.invalid`,
    })),
  )
  return { company, contact }
}

interface Ids {
  user: Map<string, string>
  team: Map<string, string>
  product: Map<string, string>
  company: Map<string, string>
  contact: Map<string, string>
}

async function ensureDeals(services: Services, world: DemoWorld, ids: Ids): Promise<number> {
  const known = await services.deals.findByExternalIds(
    systemActor,
    deals.map((_, index) => `demo-${index + 1}`),
  )
  const names = new Set(known.map(deal => deal.externalId))
  let made = 0
  for (const [index, deal] of deals.entries()) {
    const externalId = `demo-${index + 1}`
    if (names.has(externalId)) continue
    const closed = deal[3] === 'won' || deal[3] === 'lost'
    await services.deals.create(
      systemActor,
      { ...newDeal(services, world, ids, deal), externalId },
      { quiet: closed },
    )
    made++
  }
  return made
}

function newDeal(
  services: Services,
  { customers, products, people, say }: DemoWorld,
  ids: Ids,
  [customer, line, quantity, stage, seller, days]: DemoDeal,
) {
  const { company, contact } = customers[customer]!
  const { name, price } = products[line]!
  const owner = people[sellers.findIndex(each => each.name === seller)]!
  const since = new Date(services.now().getTime() - days * DAY)
  const closed = stage === 'won' || stage === 'lost'
  const day = since.toISOString().slice(0, 10)
  return {
    title: quantity > 1 ? `${name} × ${quantity}` : name,
    pipeline: 'b2b-sale',
    stage,
    stageSince: since,
    status: closed ? (stage as 'won' | 'lost') : ('open' as const),
    amount: price * quantity,
    company: ids.company.get(company)!,
    contact: ids.contact.get(contact)!,
    owners: [ids.user.get(owner.name)!],
    team: ids.team.get(owner.team)!,
    products: [{ product: ids.product.get(name)!, name, quantity, price, discount: 0 }],
    source: say(['Website', 'Phone', 'Referral', 'Trade fair'][customer % 4]!),
    engagedAt: day,
    closedAt: closed ? day : null,
    closeValue: stage === 'won' ? price * quantity : null,
    lossReason: stage === 'lost' ? say('Chose a competitor') : null,
  }
}

/** To-dos: two that are late, so that a newcomer sees how Baton says so, and three that wait for whoever takes them. */
async function ensureTodos(
  services: Services,
  { say }: DemoWorld,
  user: Map<string, string>,
  team: Map<string, string>,
): Promise<void> {
  const todos = [
    { name: 'Call back', deal: 'demo-2', assignee: user.get(say('Jonas Dahl'))!, days: -1 },
    { name: 'Send the floor plan', deal: 'demo-11', assignee: user.get(say('Jonas Dahl'))!, days: -1 },
    { name: 'Visit the site and measure', deal: 'demo-10', assignee: team.get(say('North'))!, days: 2 },
    { name: 'Ask the customer for a reference', deal: 'demo-18', assignee: team.get(say('South'))!, days: 4 },
    {
      name: 'Answer about delivery to Kazakhstan',
      deal: 'demo-5',
      assignee: 'manager',
      days: 1,
    },
  ]
  const deals = await services.deals.findByExternalIds(
    systemActor,
    todos.map(todo => todo.deal),
  )
  for (const [index, { name, deal, assignee, days }] of todos.entries()) {
    const found = deals.find(each => each.externalId === deal)
    if (!found) continue
    await services.tasks.createTodo(systemActor, {
      key: `demo-todo-${index + 1}`,
      name: say(name),
      deal: found._id,
      assignee,
      due: new Date(services.now().getTime() + days * DAY),
    })
  }
}
