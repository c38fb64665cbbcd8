/**
 * Instances for a backup that is made while everything runs. Each is whole in itself; but what it tells the world
 * (tasks, stages, other instances) was copied a little earlier or later than it. So the rule is: everything else first,
 * instances last, and what they told the world meanwhile goes back into their outbox. After a restore it is delivered
 * again, under the same keys, and whoever has it already takes no notice.
 */
import type { Connection } from 'mongoose'
import type { CompiledProcess } from '../../compiler/types.ts'
import type { Command } from '../../core/commands.ts'
import type { Effect } from '../../core/effects.ts'
import type { DefinitionRef, ProcessInstance } from '../../core/instance.ts'
import { step } from '../../core/step.ts'
import type { HistoryEntry, Stored } from '../store.ts'
import { mongoDefinitions } from './definitions.ts'
import { fromDocument, type InstanceDocument, outboxKey } from './instanceDocument.ts'
import { modelsOf } from './models.ts'

/** An instance as it goes into a backup, with its history up to that revision: documents as the database keeps them. */
export interface BackedUpInstance {
  instance: InstanceDocument
  history: HistoryEntry[]
}

/** Milliseconds between the moment a step is dated and the moment it is in the database, at the very most. */
const lag = 60_000
const page = 200

/** Notes what is on its way at this moment. Then copy everything else; then read the instances. */
export async function beginInstanceBackup(
  connection: Connection,
): Promise<{ instances(): AsyncGenerator<BackedUpInstance> }> {
  const models = modelsOf(connection)
  const documents = models.instances.collection
  const definitions = mongoDefinitions(models)
  const processes = new Map<string, Promise<CompiledProcess>>()
  const [time] = await connection.db!.aggregate([{ $documents: [{ now: '$$NOW' }] }]).toArray()
  const since = new Date(time!.now.getTime() - lag).toISOString()
  const onTheirWay = new Map<string, Effect[]>()
  const busy = documents.find({ outbox: { $ne: {} } }, { projection: { outbox: 1 } })
  for await (const { _id, outbox } of busy)
    onTheirWay.set(String(_id), Object.values(outbox as Record<string, Effect>))

  function process({ key, version }: DefinitionRef): Promise<CompiledProcess> {
    const name = `${key}/${version}`
    if (!processes.has(name))
      processes.set(
        name,
        definitions.get(key, version).then(found => {
          if (!found) throw new Error(`Version ${version} of ${key} is missing from the database`)
          return found.process
        }),
      )
    return processes.get(name)!
  }

  /** What the steps since then asked for, worked out once more from the commands that history recorded. */
  async function askedSince(history: HistoryEntry[]): Promise<Effect[]> {
    if (history.length === 0 || history.at(-1)!.at < since) return []
    const asked: Effect[] = []
    let current: ProcessInstance | null = null
    for (const { command, at } of history) {
      const result = step(await process(versionFor(command, current)), current, command)
      if (!result.ok) return asked
      current = result.instance
      if (at >= since) asked.push(...result.effects)
    }
    return asked
  }

  async function* instances(): AsyncGenerator<BackedUpInstance> {
    for (let last = ''; ; ) {
      const found = (await documents
        .find({ _id: { $gt: last } } as never)
        .sort({ _id: 1 })
        .limit(page)
        .toArray()) as unknown as InstanceDocument[]
      // Read after the instances: what left a journal since is in history by now.
      const filed = await models.history.collection
        .find({ instance: { $in: found.map(({ _id }) => _id) } })
        .sort({ instance: 1, revision: 1 })
        .toArray()
      const byInstance = groupBy(filed as unknown as HistoryEntry[], ({ instance }) => instance)
      for (const document of found) {
        const history = upTo(document, byInstance.get(document._id) ?? [])
        const told = [
          ...(onTheirWay.get(document._id) ?? []),
          ...(await askedSince(whole(document, history))),
        ]
        yield { instance: putBack(document, told), history }
      }
      if (found.length < page) return
      last = found.at(-1)!._id
    }
  }

  return { instances }
}

function versionFor(command: Command, current: ProcessInstance | null): DefinitionRef {
  if (command.type === 'start') return command.definition
  return command.type === 'migrate' ? command.to : current!.definition
}

/** Steps that the instance has taken since it was read are left out: after a restore it takes others. */
function upTo({ revision }: InstanceDocument, history: HistoryEntry[]): HistoryEntry[] {
  return history.filter(entry => entry.revision <= revision)
}

function whole(document: InstanceDocument, history: HistoryEntry[]): HistoryEntry[] {
  const filed = new Set(history.map(({ revision }) => revision))
  const { journal }: Stored = fromDocument(document)
  return [...history, ...journal.filter(({ revision }) => !filed.has(revision))]
}

/** Jobs stay where they are: their answers are part of the instance. Only one that waits outside is offered again. */
function putBack(document: InstanceDocument, told: Effect[]): InstanceDocument {
  const waiting = new Set(fromDocument(document).instance.tokens.map(({ context }) => context?.effect))
  const again = told.filter(
    ({ id, type }) =>
      type !== 'continue' && (type !== 'runJob' || waiting.has(id)) && !(outboxKey(id) in document.outbox),
  )
  if (again.length === 0) return document
  const outbox = { ...document.outbox }
  for (const { notBefore: _, ...effect } of again) outbox[outboxKey(effect.id)] = { ...effect, attempts: 0 }
  return { ...document, outbox, wakeAt: new Date() }
}

function groupBy<Item>(items: Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group) group.push(item)
    else groups.set(keyOf(item), [item])
  }
  return groups
}
