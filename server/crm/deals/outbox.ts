/** Domain events on their way from a deal's own outbox to the engine: at least once, recognised by their ids. */
import type { Services } from '../../services.ts'
import { dealModel } from './model.ts'
import type { DealRecord, DomainEvent } from './types.ts'

/** What waits longer than this was left behind by somebody who died or lost the database. */
const leftBehind = 3000
const atOnce = 8

/** Delivers everything in a deal's outbox, oldest first. */
export async function deliver(services: Services, deal: DealRecord): Promise<void> {
  const deals = dealModel(services)
  for (const event of deal.outbox) {
    await deliverEvent(services, deal, event)
    await deals.updateOne({ _id: deal._id }, { $pull: { outbox: { id: event.id } } })
  }
  await deals.updateOne({ _id: deal._id, outbox: { $size: 0 } }, { $unset: { pendingAt: 1 } })
}

/** The same, but a failure is left to the sweeper: the write that caused the event has succeeded. */
export async function deliverSoon(services: Services, deal: DealRecord): Promise<void> {
  try {
    await deliver(services, deal)
  } catch (error) {
    services.log.warn({ err: error, deal: deal._id }, 'domain events will be delivered later')
  }
}

/** Delivers what was left behind; answers how many deals that were. */
export async function sweep(services: Services, olderThan = leftBehind): Promise<number> {
  const before = new Date(services.now().getTime() - olderThan)
  const waiting = await dealModel(services)
    .find({ pendingAt: { $lte: before } })
    .sort({ pendingAt: 1 })
    .limit(500)
    .lean<DealRecord[]>()
  await inParallel(waiting, atOnce, deal => deliverSoon(services, deal))
  return waiting.length
}

/** Works through a list, so many at a time. */
async function inParallel<T>(items: T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items]
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

async function deliverEvent(services: Services, deal: DealRecord, event: DomainEvent): Promise<void> {
  const subject = { entity: 'deal', id: deal._id }
  const pipelines = await services.processes.pipelines()
  if (event.event === 'deal.created' && deal.status === 'open') await startPipeline(services, deal, event.id)
  const except = pipelines.map(pipeline => pipeline.key)
  const { id, event: name, data: change } = event
  await services.engine.recordChanged({ id, event: name, subject, change, except })
}

/**
 * Starts the process that draws this deal's pipeline, where the deal stands. A deal on the first stage begins at the
 * start event; when that has a condition and it does not hold, the deal has no process.
 */
async function startPipeline(services: Services, deal: DealRecord, commandId: string): Promise<void> {
  const pipeline = await services.processes.pipeline(deal.pipeline)
  if (!pipeline) return
  const stage = pipeline.stages.find(each => each.key === deal.stage)
  const first = pipeline.stages[0]?.key === deal.stage
  const { startEvent, refused } = first ? await startOf(services, deal, pipeline.version) : {}
  if (refused) return
  const stepped = await services.engine.start({
    key: deal.pipeline,
    commandId,
    subject: { entity: 'deal', id: deal._id },
    by: deal.createdBy,
    ...(startEvent ? { startEvent } : { startAt: stage!.node }),
  })
  await services.processes.settle(stepped)
}

async function startOf(
  services: Services,
  deal: DealRecord,
  version: number,
): Promise<{ startEvent?: string; refused?: boolean }> {
  const { process } = await services.processes.definition(deal.pipeline, version)
  const [created] = process.triggers.flatMap(trigger =>
    trigger.type === 'record' && trigger.on === 'deal.created' ? [trigger] : [],
  )
  if (!created) return { startEvent: process.triggers.find(trigger => trigger.type === 'none')?.node }
  if (!created.condition) return { startEvent: created.node }
  const data = await services.context.read({ entity: 'deal', id: deal._id })
  const starting = await services.engine.wouldStart('deal.created', data)
  const started = starting.find(each => each.key === deal.pipeline)
  return started ? { startEvent: started.startEvent } : { refused: true }
}
