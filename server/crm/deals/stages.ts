/** The stage of a deal: set by its process, read by everyone. */
import type { Effect, ProcessInstance } from '#engine'
import { invalid } from '../../middleware/errors.ts'
import { type Actor, systemActor } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { dealModel } from './model.ts'
import { deliverSoon } from './outbox.ts'
import type { DealRecord } from './types.ts'
import { publishDeal, readInScope } from './update.ts'

/** The deal's process stands at a stage now. Only the pipeline's own process moves the deal. */
export async function enterStage(
  services: Services,
  effect: Effect & { type: 'enterStage' },
  instance: ProcessInstance,
): Promise<void> {
  if (instance.subject?.entity !== 'deal') return
  const deals = dealModel(services)
  const deal = await deals.findById(instance.subject.id).lean<DealRecord>()
  if (!deal || deal.pipeline !== instance.definition.key || deal.stageEffect === effect.id) return
  if (isOlder(effect.id, deal.stageEffect)) return
  if (deal.stage === effect.stage && deal.status === effect.kind) {
    await deals.updateOne({ _id: deal._id }, { $set: { stageEffect: effect.id } })
    return
  }
  const after = await deals
    .findOneAndUpdate(
      { _id: deal._id, version: deal.version },
      transition(deal, effect, services.now()) as never,
      { returnDocument: 'after' },
    )
    .lean<DealRecord>()
  // Somebody changed the deal in between: the engine delivers the effect again.
  if (!after) return enterStage(services, effect, instance)
  await tell(services, deal, after, effect, instance)
  await deliverSoon(services, after)
}

/** `instance/revision/n`: an effect of an earlier revision that arrives late must not move the deal back. */
function isOlder(effect: string, last: string | undefined): boolean {
  if (!last) return false
  const [instance, revision, n] = effect.split('/')
  const [lastInstance, lastRevision, lastN] = last.split('/')
  if (instance !== lastInstance) return false
  return Number(revision) < Number(lastRevision) || (revision === lastRevision && Number(n) < Number(lastN))
}

function transition(deal: DealRecord, effect: Effect & { type: 'enterStage' }, now: Date) {
  const closed = effect.kind !== 'open'
  const event = {
    id: effect.id,
    event: 'deal.stageChanged',
    at: now,
    data: { from: deal.stage, to: effect.stage },
  }
  return {
    $set: {
      stage: effect.stage,
      status: effect.kind,
      stageSince: new Date(effect.at),
      stageEffect: effect.id,
      closedAt: closed ? effect.at.slice(0, 10) : null,
      ...(effect.kind === 'won' && deal.closeValue === null && { closeValue: deal.amount }),
      updatedAt: now,
      updatedBy: systemActor.name,
      pendingAt: now,
    },
    $inc: { version: 1 },
    $push: { outbox: event },
  }
}

async function tell(
  services: Services,
  before: DealRecord,
  after: DealRecord,
  effect: Effect & { type: 'enterStage' },
  instance: ProcessInstance,
): Promise<void> {
  const pipeline = await services.processes.pipeline(after.pipeline)
  const name = (key: string) => pipeline?.stages.find(stage => stage.key === key)?.name ?? key
  await services.timeline.add({
    key: effect.id,
    deal: after._id,
    at: new Date(effect.at),
    type: 'stage',
    title: `${name(before.stage)} → ${name(after.stage)}`,
    instance: instance._id,
    data: { from: before.stage, to: after.stage },
  })
  publishDeal(services, after)
}

/** For imports: puts a deal that no process moves on a stage. */
export async function setStage(
  services: Services,
  actor: Actor,
  id: string,
  stage: string,
  dates: { since?: Date; closedAt?: string | null } = {},
): Promise<DealRecord> {
  const deal = await readInScope(services, actor, id)
  const pipeline = await services.processes.pipeline(deal.pipeline)
  const info = pipeline?.stages.find(each => each.key === stage)
  if (!info) throw invalid(`The pipeline "${deal.pipeline}" has no stage "${stage}".`, { stage: 'unknown' })
  const running = await services.engine.instances.count({
    subject: { entity: 'deal', id },
    key: deal.pipeline,
    status: 'running',
  })
  if (running > 0)
    throw invalid(`Deal ${deal.number} has a running process, which alone decides its stage.`, {
      stage: 'processRunning',
    })
  const now = services.now()
  const closedAt =
    dates.closedAt ?? (info.kind === 'open' ? null : (deal.closedAt ?? now.toISOString().slice(0, 10)))
  const $set = {
    stage,
    status: info.kind,
    stageSince: dates.since ?? now,
    closedAt,
    updatedAt: now,
    updatedBy: actor.name,
  }
  const after = await dealModel(services)
    .findOneAndUpdate({ _id: id }, { $set, $inc: { version: 1 } }, { returnDocument: 'after' })
    .lean<DealRecord>()
  publishDeal(services, after!)
  return after!
}
