/** The collection of tasks. */
import { type Model, Schema } from 'mongoose'
import { collection } from '../../database.ts'
import type { Services } from '../../services.ts'
import type { TaskRecord } from './types.ts'

/** Tasks as Mongo keeps them, with the indexes of *My tasks* and of the board. */
export function taskModel(services: Services): Model<TaskRecord> {
  return collection<TaskRecord>(
    services.db,
    'tasks',
    {
      _id: String,
      kind: String,
      name: String,
      documentation: String,
      deal: String,
      subject: Schema.Types.Mixed,
      owners: [String],
      team: String,
      instance: String,
      token: String,
      node: String,
      process: Schema.Types.Mixed,
      assignee: String,
      candidateUsers: [String],
      candidateGroups: [String],
      due: Date,
      dueSort: Date,
      priority: Number,
      form: Schema.Types.Mixed,
      outcomes: Schema.Types.Mixed,
      values: Schema.Types.Mixed,
      status: String,
      outcome: String,
      completedAt: Date,
      completedBy: String,
      createdAt: Date,
      createdBy: String,
      version: Number,
      remindedAt: Date,
      delegatedBy: String,
      trail: Schema.Types.Mixed,
    },
    [
      [{ assignee: 1, status: 1, dueSort: 1, _id: 1 }],
      [{ team: 1, status: 1, dueSort: 1, _id: 1 }],
      [{ deal: 1, status: 1, dueSort: 1 }],
      [{ status: 1, dueSort: 1, _id: 1 }],
      [{ instance: 1 }],
      [{ completedBy: 1, completedAt: -1 }],
      [{ owners: 1, status: 1 }],
      [{ candidateGroups: 1, status: 1 }],
      [{ candidateUsers: 1, status: 1 }],
      [{ delegatedBy: 1, status: 1 }, { partialFilterExpression: { delegatedBy: { $type: 'string' } } }],
    ],
  )
}

/** Where tasks without a date stand in the order. */
export const farAhead = new Date('9999-12-31T00:00:00Z')
