/** Deals: the house's heart. Their stage follows their process; everything else people may change. */
import { type Actor, inScope, scopeOf } from '../../policy.ts'
import type { Services } from '../../services.ts'
import { readTogether } from '../together.ts'
import { createDeals as store } from './create.ts'
import { dealModel } from './model.ts'
import { moveDeal, movesOf } from './moves.ts'
import { deliverSoon, sweep } from './outbox.ts'
import { board, column, figuresOf, list } from './read.ts'
import { enterStage, setStage } from './stages.ts'
import type { DealRecord, Deals, NewDeal } from './types.ts'
import { publishDeal, readInScope, updateDeal } from './update.ts'

/** The deals of this house. */
export function createDeals(services: Services): Deals {
  const deals = dealModel(services)
  const byIds = readTogether(ids =>
    deals
      .find({ _id: { $in: ids } })
      .lean<DealRecord[]>()
      .exec(),
  )

  async function create(actor: Actor, input: NewDeal, { quiet = false } = {}): Promise<DealRecord> {
    const { created, failed } = await store(services, actor, [input], { quiet })
    const [fresh] = created
    const deal = fresh ?? (input._id && (await deals.findById(input._id).lean<DealRecord>()))
    if (!deal) throw failed[0]!.error ?? new Error(failed[0]!.message)
    if (fresh || !(await services.audit.has('deal.created', deal._id))) {
      await services.audit.record({
        actor,
        action: 'deal.created',
        target: deal._id,
        after: { title: deal.title, stage: deal.stage },
      })
    }
    await deliverSoon(services, deal)
    publishDeal(services, deal)
    return readInScope(services, { ...actor, role: 'system' }, deal._id)
  }

  async function remove(actor: Actor, id: string): Promise<void> {
    const deal = await readInScope(services, actor, id)
    const subject = { entity: 'deal', id }
    const running = await services.engine.instances.find({
      subject,
      status: ['running', 'suspended'],
      limit: 100,
    })
    for (const instance of running) {
      await services.engine.command(
        instance._id,
        { type: 'cancel', reason: `Deal ${deal.number} was deleted` },
        actor.id,
      )
    }
    await deals.deleteOne({ _id: id })
    await Promise.all([services.tasks.removeOf(id), services.timeline.removeOf(id)])
    await services.audit.record({
      actor,
      action: 'deal.deleted',
      target: id,
      before: { number: deal.number, title: deal.title },
    })
    publishDeal(services, deal)
  }

  return {
    create,
    remove,
    get: (actor, id) => readInScope(services, actor, id),
    findByIds: async (actor, ids) => (await byIds(ids)).filter(deal => inScope(actor, deal)),
    findByExternalIds: (actor, ids) =>
      deals.find({ externalId: { $in: ids }, ...scopeOf(actor) }).lean<DealRecord[]>(),
    async createMany(actor, inputs, { quiet }) {
      const { created, failed } = await store(services, actor, inputs, { quiet })
      services.live.publish({ type: 'deal', data: { id: '*' }, to: { permission: 'deals.read' } })
      return { created, failed: failed.map(({ index, message }) => ({ index, message })) }
    },
    async update(actor, id, changes, options = {}) {
      const deal = await updateDeal(services, actor, id, changes, options)
      await deliverSoon(services, deal)
      return deal
    },
    setStage: (actor, id, stage, dates) => setStage(services, actor, id, stage, dates),
    moves: (actor, id) => movesOf(services, actor, id),
    move: (actor, id, stage, options = {}) => moveDeal(services, actor, id, stage, options),
    figuresOf: (actor, companies) => figuresOf(services, actor, companies),
    countUsing(entity, id) {
      const field = entity === 'product' ? 'products.product' : entity
      return deals.countDocuments({ [field]: id })
    },
    onEnterStage: (effect, instance) => enterStage(services, effect, instance),
    board: (actor, filter) => board(services, actor, filter),
    column: (actor, filter, page) => column(services, actor, filter, page),
    list: (actor, filter, page) => list(services, actor, filter, page),
    deliverPending: (olderThan?: number) => sweep(services, olderThan),
  }
}
