/** The collection of deals. */
import { type Model, Schema } from 'mongoose'
import { collection } from '../../database.ts'
import type { Services } from '../../services.ts'
import type { DealRecord } from './types.ts'

/** Deals as Mongo keeps them, with the indexes that the board and the lists use. */
export function dealModel(services: Services): Model<DealRecord> {
  return collection<DealRecord>(
    services.db,
    'deals',
    {
      _id: String,
      number: Number,
      title: String,
      pipeline: String,
      stage: String,
      stageSince: Date,
      status: String,
      amount: Number,
      currency: String,
      discount: Number,
      owners: [String],
      team: String,
      company: String,
      contact: String,
      source: String,
      expectedClose: String,
      engagedAt: String,
      closedAt: String,
      closeValue: Number,
      lossReason: String,
      probability: Number,
      products: [
        { _id: false, product: String, name: String, quantity: Number, price: Number, discount: Number },
      ],
      fields: Schema.Types.Mixed,
      externalId: String,
      createdAt: Date,
      updatedAt: Date,
      createdBy: String,
      updatedBy: String,
      version: Number,
      outbox: [{ _id: false, id: String, event: String, at: Date, data: Schema.Types.Mixed }],
      pendingAt: Date,
      stageEffect: String,
    },
    [
      [{ pipeline: 1, stage: 1, stageSince: -1, _id: -1 }],
      [{ owners: 1, pipeline: 1, stage: 1 }],
      [{ team: 1, pipeline: 1, stage: 1 }],
      [{ company: 1 }],
      [{ contact: 1 }],
      [{ 'products.product': 1 }],
      [{ number: 1 }],
      [{ createdAt: -1, _id: -1 }],
      [{ externalId: 1 }],
      [{ pendingAt: 1 }, { sparse: true }],
    ],
  )
}

interface Counter {
  _id: string
  last: number
}

/** The first of `count` numbers nobody has yet. */
export async function nextNumbers(services: Services, name: string, count: number): Promise<number> {
  const counters = collection<Counter>(services.db, 'counters', { _id: String, last: Number })
  const counter = await counters
    .findOneAndUpdate({ _id: name }, { $inc: { last: count } }, { upsert: true, returnDocument: 'after' })
    .lean<Counter>()
  return counter!.last - count + 1
}
