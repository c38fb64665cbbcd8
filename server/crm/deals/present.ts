/** Deals as the API shows them, field by field. */
import { describeWaits, type ProcessInstance, type Wait } from '#engine'
import type { Services } from '../../services.ts'
import { lookUpNames, type NameOf, present } from '../names.ts'
import type { TaskRecord } from '../tasks/types.ts'
import type { DealRecord } from './types.ts'

/** Cards with the next step of each: names, tasks and processes by a handful of queries, however many cards. */
export async function presentCards(
  services: Services,
  deals: DealRecord[],
): Promise<Record<string, unknown>[]> {
  const [names, next] = await Promise.all([namesOf(services, deals), nextSteps(services, deals)])
  return deals.map(deal => card(deal, names, next.get(deal._id) ?? null))
}

/** Rows of the table: cards with a little more. */
export async function presentRows(
  services: Services,
  deals: DealRecord[],
): Promise<Record<string, unknown>[]> {
  const cards = await presentCards(services, deals)
  return deals.map((deal, index) => ({ ...cards[index], ...rowOnly(deal) }))
}

/** Everything about one deal. */
export async function presentDeal(services: Services, deal: DealRecord): Promise<Record<string, unknown>> {
  const [[row], names, contacts, processes] = await Promise.all([
    presentRows(services, [deal]),
    lookUpNames(services, { teams: [deal.team] }),
    deal.contact ? services.contacts.findByIds([deal.contact]) : [],
    processesOf(services, deal),
  ])
  const [contact] = contacts
  return {
    ...row,
    ...present({
      contact:
        contact &&
        present({ id: contact._id, name: contact.name, email: contact.email, phone: contact.phone }),
      engagedAt: deal.engagedAt,
      discount: deal.discount,
      lossReason: deal.lossReason,
      probability: deal.probability,
      team: names.teams(deal.team),
    }),
    products: deal.products.map(line => ({
      productId: line.product ?? '',
      name: line.name,
      quantity: line.quantity,
      price: line.price,
      discount: line.discount,
    })),
    fields: deal.fields ?? {},
    processes,
  }
}

type DealNames = { users: NameOf; companies: NameOf }

function namesOf(services: Services, deals: DealRecord[]): Promise<DealNames> {
  return lookUpNames(services, {
    users: deals.flatMap(deal => deal.owners),
    companies: deals.map(deal => deal.company),
  })
}

function card(deal: DealRecord, names: DealNames, next: unknown): Record<string, unknown> {
  return {
    ...present({ company: names.companies(deal.company) }),
    id: deal._id,
    number: deal.number,
    title: deal.title,
    amount: deal.amount ?? deal.closeValue,
    currency: deal.currency,
    owners: deal.owners.map(owner => names.users(owner)).filter(Boolean),
    stage: deal.stage,
    stageSince: deal.stageSince.toISOString(),
    version: deal.version,
    next,
  }
}

function rowOnly(deal: DealRecord): Record<string, unknown> {
  return {
    status: deal.status,
    pipeline: deal.pipeline,
    createdAt: deal.createdAt.toISOString(),
    ...present({
      source: deal.source,
      expectedClose: deal.expectedClose,
      closedAt: deal.closedAt,
      closeValue: deal.closeValue,
    }),
  }
}

/** What each deal waits for. Closed ones wait for nothing worth showing, so nothing is asked about them. */
async function nextSteps(services: Services, deals: DealRecord[]): Promise<Map<string, unknown>> {
  const open = deals.filter(deal => deal.status === 'open').map(deal => deal._id)
  if (open.length === 0) return new Map()
  const [tasks, instances] = await Promise.all([
    services.tasks.openOf(open),
    services.engine.instances.find({ subjects: open, status: ['running', 'suspended'], limit: 2000 }),
  ])
  const names = await lookUpNames(services, { users: tasks.map(task => task.assignee) })
  const now = services.now()
  const steps = new Map<string, unknown>()
  for (const id of open) {
    const running = instances.filter(instance => instance.subject?.id === id)
    const task = tasks.find(each => each.deal === id)
    steps.set(
      id,
      incidentOf(running) ?? (task && taskStep(task, names.users, now)) ?? (await waitOf(services, running)),
    )
  }
  return steps
}

function incidentOf(instances: ProcessInstance[]): unknown {
  const incident = instances.flatMap(instance => instance.incidents)[0]
  return incident && { type: 'incident', text: incident.message }
}

function taskStep(task: TaskRecord, users: NameOf, now: Date): unknown {
  return {
    type: 'task',
    id: task._id,
    name: task.name,
    overdue: task.due !== null && task.due < now,
    ...present({ due: task.due?.toISOString(), assignee: users(task.assignee) }),
  }
}

/**
 * Of several waits the one that says most. A timer beside another wait of the same token is only its deadline; a task
 * that is not in the list yet says least of all.
 */
const telling: Record<Wait['kind'], number> = {
  incident: 0,
  message: 1,
  signal: 2,
  child: 3,
  worker: 4,
  job: 5,
  condition: 6,
  timer: 7,
  join: 8,
  task: 9,
}

async function waitOf(services: Services, instances: ProcessInstance[]): Promise<unknown> {
  const waits: Wait[] = []
  for (const instance of instances) {
    const { key, version } = instance.definition
    const { process } = await services.processes.definition(key, version)
    waits.push(...describeWaits(process, instance))
  }
  const [wait] = waits.sort((a, b) => telling[a.kind] - telling[b.kind])
  if (!wait) return null
  const deadlines = waits.flatMap(each => (each.token === wait.token && each.until) || [])
  return {
    type: 'wait',
    kind: wait.kind,
    name: wait.name,
    text: wait.name,
    ...present({ until: wait.until ?? deadlines.sort()[0] }),
  }
}

async function processesOf(services: Services, deal: DealRecord): Promise<unknown[]> {
  const instances = await services.engine.instances.find({
    subject: { entity: 'deal', id: deal._id },
    limit: 50,
  })
  return Promise.all(
    instances.map(async ({ _id, definition: { key, version }, status }) => {
      const { name } = await services.processes.definition(key, version)
      return { instance: _id, key, name, version, status }
    }),
  )
}
