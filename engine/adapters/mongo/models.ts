/** The engine's collections, their shape and the indexes by which each hot query finds its way. */
import { type Connection, type IndexDefinition, type IndexOptions, type Model, Schema } from 'mongoose'
import type { Definition, HistoryEntry, Letter, WaitingJob } from '../store.ts'
import type { InstanceDocument } from './instanceDocument.ts'

export type DefinitionDocument = Omit<Definition, 'process'> & {
  _id: string
  process: string
  removed?: true
}
export interface LetterDocument extends Omit<Letter, 'receivedAt' | 'expiresAt' | 'lookAt'> {
  receivedAt: Date
  expiresAt: Date
  /** Absent once it is done with. */
  lookAt?: Date
}
export interface JobDocument extends Omit<WaitingJob, 'createdAt' | 'availableAt'> {
  createdAt: Date
  availableAt: Date
  /** Tells what one request took from what the same worker took at the same moment. */
  lock?: string
}
export interface WorkerDocument {
  _id: string
  until: Date
}

export interface Models {
  definitions: Model<DefinitionDocument>
  instances: Model<InstanceDocument>
  history: Model<HistoryEntry>
  messages: Model<LetterDocument>
  workers: Model<WorkerDocument>
  jobs: Model<JobDocument>
}

const anything = Schema.Types.Mixed

/** Models on the given connection; asking twice gives the same. */
export function modelsOf(connection: Connection): Models {
  const model = <Document>(
    name: string,
    shape: Record<string, unknown>,
    indexes: [IndexDefinition, IndexOptions?][],
  ): Model<Document> => {
    const known = connection.models[`engine.${name}`]
    if (known) return known as unknown as Model<Document>
    const schema = new Schema(shape as never, {
      collection: name,
      strict: 'throw',
      versionKey: false,
      minimize: false,
      autoIndex: false,
      autoCreate: false,
      id: false,
    })
    schema.set('strictQuery', 'throw')
    for (const [fields, options] of indexes) schema.index(fields, options)
    return connection.model(`engine.${name}`, schema) as unknown as Model<Document>
  }

  return {
    definitions: model<DefinitionDocument>(
      'definitions',
      {
        ...texts('_id key name hash xml process deployedAt deployedBy comment svg'),
        version: Number,
        removed: Boolean,
      },
      [[{ key: 1, version: -1 }, { unique: true }]],
    ),
    instances: model<InstanceDocument>(
      'instances',
      {
        ...texts('_id status businessKey startedAt endedAt commit'),
        ...mixed('definition subject parent variables scopes tokens subscriptions timers incidents outbox'),
        ...mixed('recentCommands journal agenda'),
        revision: Number,
        counter: Number,
        momentum: Number,
        wakeAt: Date,
        slot: Number,
        ears: [String],
        troubled: Boolean,
      },
      [
        // Only $exists makes a partial index that `wakeAt <= $$NOW` may use; {$type: 'date'} would mean a full scan.
        [{ slot: 1, wakeAt: 1 }, { partialFilterExpression: { wakeAt: { $exists: true } } }],
        [{ ears: 1, _id: 1 }, { partialFilterExpression: { ears: { $exists: true } } }],
        [
          { 'subject.id': 1, startedAt: -1 },
          { partialFilterExpression: { 'subject.id': { $exists: true } } },
        ],
        [{ 'definition.key': 1, status: 1, startedAt: -1 }],
        [{ status: 1, startedAt: -1 }],
        [{ startedAt: -1, _id: -1 }],
        [{ 'parent.instance': 1 }, { partialFilterExpression: { 'parent.instance': { $exists: true } } }],
        [
          { businessKey: 1, 'definition.key': 1 },
          { partialFilterExpression: { businessKey: { $exists: true } } },
        ],
        [{ troubled: 1, startedAt: -1 }, { partialFilterExpression: { troubled: { $exists: true } } }],
      ],
    ),
    history: model<HistoryEntry>(
      'history',
      { ...texts('_id instance at by commit'), ...mixed('command trace'), revision: Number },
      [[{ instance: 1, revision: 1 }, { unique: true }]],
    ),
    messages: model<LetterDocument>(
      'messages',
      {
        ...texts('_id kind name key instance status mode'),
        ...mixed('subject payload takers'),
        receivedAt: Date,
        expiresAt: Date,
        lookAt: Date,
        started: [String],
      },
      [
        [{ status: 1, name: 1, key: 1, receivedAt: 1 }],
        [{ lookAt: 1 }, { partialFilterExpression: { lookAt: { $exists: true } } }],
        [{ receivedAt: 1 }],
      ],
    ),
    workers: model<WorkerDocument>('workers', { _id: String, until: Date }, []),
    jobs: model<JobDocument>(
      'jobs',
      {
        ...texts('_id topic instance node backoff worker failure lock'),
        ...mixed('process input'),
        retries: Number,
        attempts: Number,
        createdAt: Date,
        availableAt: Date,
      },
      [[{ topic: 1, availableAt: 1 }], [{ topic: 1, _id: 1 }], [{ instance: 1, _id: 1 }]],
    ),
  }
}

function texts(names: string): Record<string, unknown> {
  return Object.fromEntries(names.split(' ').map(name => [name, String]))
}

function mixed(names: string): Record<string, unknown> {
  return Object.fromEntries(names.split(' ').map(name => [name, anything]))
}
