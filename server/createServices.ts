/** Makes every part of the server, and the engine between them. Nothing runs yet; see `begin` and `end`. */
import { createEngine, type Engine, type EngineOptions } from '#engine'
import { createConnectors } from './connectors/index.ts'
import { createAudit } from './crm/audit/index.ts'
import { createCalendars } from './crm/calendars/index.ts'
import { createContext } from './crm/context/index.ts'
import { createDeals } from './crm/deals/index.ts'
import { createDecisions } from './crm/decisions/index.ts'
import { createImports } from './crm/imports/index.ts'
import { createLive } from './crm/live/index.ts'
import { createMigrations } from './crm/migrations/index.ts'
import { createNotifications } from './crm/notifications/index.ts'
import { createProcesses } from './crm/processes/index.ts'
import { createCompanies, createContacts, createProducts } from './crm/records/index.ts'
import { createSessions } from './crm/sessions/index.ts'
import { createSettings } from './crm/settings/index.ts'
import { createTasks } from './crm/tasks/index.ts'
import { createTeams } from './crm/teams/index.ts'
import { createTimeline } from './crm/timeline/index.ts'
import { createUsers } from './crm/users/index.ts'
import { createWebhooks } from './crm/webhooks/index.ts'
import { createIndexes } from './database.ts'
import { createDocuments, createTemplates } from './documents/index.ts'
import { createMail } from './messages/index.ts'
import { createPorts, watchSteps } from './ports.ts'
import type { Base, Services } from './services.ts'
import { createSetup } from './setup.ts'

/** The adapters the engine stands on, e.g. its Mongo store; ports are given here. */
export type EngineAdapters = Omit<EngineOptions, 'ports'>

/** Everything the server can do over this database. */
export function createServices(base: Base, adapters: EngineAdapters & { now?: () => Date }): Services {
  const services = { ...base } as Services
  const { now, ...stores } = adapters
  return Object.assign(services, {
    audit: createAudit(services),
    settings: createSettings(services),
    users: createUsers(services),
    teams: createTeams(services),
    sessions: createSessions(services),
    setup: createSetup(services),
    companies: createCompanies(services),
    contacts: createContacts(services),
    products: createProducts(services),
    deals: createDeals(services),
    tasks: createTasks(services),
    timeline: createTimeline(services),
    notifications: createNotifications(services),
    live: createLive(services),
    context: createContext(services),
    processes: createProcesses(services),
    templates: createTemplates(services),
    documents: createDocuments(services),
    mail: createMail(services),
    connectors: createConnectors(services),
    imports: createImports(services),
    migrations: createMigrations(services),
    calendars: createCalendars(services),
    decisions: createDecisions(services),
    webhooks: createWebhooks(services),
    engine: createEngine({ ...stores, ports: createPorts(services, now) }) satisfies Engine,
  })
}

const sweepEvery = 3000
const remindEvery = 60_000

/** Starts everything that works by itself; answers how to stop it in good order. */
export async function begin(services: Services): Promise<() => Promise<void>> {
  await createIndexes(services.db)
  const unwatch = watchSteps(services)
  await services.engine.run()
  await services.processes.deployShipped()
  services.live.start()
  services.mail.start()
  services.imports.start()
  services.migrations.begin()
  const stopSweeping = repeat(services, sweepEvery, () => services.deals.deliverPending())
  const stopReminding = repeat(services, remindEvery, () => services.tasks.remind())
  const stopPrinting = repeat(services, remindEvery, () => services.documents.resume())
  return async () => {
    await Promise.all([stopSweeping(), stopReminding(), stopPrinting()])
    unwatch()
    await services.imports.stop()
    await services.migrations.end()
    await services.engine.stop()
    await services.mail.stop()
    await services.documents.stop()
    await services.live.stop()
  }
}

/** Does work that answers how much it did, one round after the other, until told to stop. */
function repeat(services: Services, every: number, work: () => Promise<number>): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  let running: Promise<void> = Promise.resolve()
  const round = async () => {
    const done = await work().catch(error => {
      services.log.warn({ err: error }, 'a round of background work failed; the next one comes')
      return 0
    })
    // A round that found work may have left some, as after an import: go on at once.
    if (!stopped) timer = setTimeout(next, done > 0 ? 50 : every)
    timer?.unref()
  }
  const next = () => {
    running = round()
  }
  next()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await running
  }
}
