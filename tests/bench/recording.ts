/**
 * What Baton asked of the database for one piece of work, taken from the wire: so that the bare driver can be asked for
 * exactly the same, with other ids.
 */
import type { Connection } from 'mongoose'
import type { Work } from './subject.ts'

type Document = Record<string, unknown>

/** A command as it goes over the wire: one of these verbs, with the name of a collection. */
export interface Command extends Document {
  insert?: string
  update?: string
  find?: string
  documents?: Document[]
  updates?: { q: Document; u: Document }[]
  filter?: Document
}

export interface Recording {
  /** Asked before the answer was there; the caller waits for these. */
  before: Command[]
  /** Asked behind the answer. */
  behind: Command[]
}

/** Ids that stand in a recording where other work has its own. */
export const recordedId = (n: number) => `recorded-${n}`
const recordedIds = /recorded-\d+/g
const collections = ['instances', 'history', 'messages']

/** Records what the work asks for. The connection monitors its commands; all ids the work makes are `recordedId`s. */
export async function record(
  connection: Connection,
  work: Work,
  quiet: () => Promise<unknown>,
): Promise<Recording> {
  const heard: Command[] = []
  const listen = ({ command }: { command: object }) => heard.push(command as Command)
  const client = connection.getClient()
  client.on('commandStarted', listen)
  await work()
  const answered = heard.length
  await quiet()
  client.off('commandStarted', listen)
  const isAboutIt = (command: Command) =>
    collections.includes(command.insert ?? command.update ?? command.find ?? '') &&
    JSON.stringify(command).match(recordedIds) !== null
  const mine = heard.map((command, n) => ({ command, n })).filter(({ command }) => isAboutIt(command))
  const waitedFor = mine.filter(({ command, n }) => n < answered && !isTidying(command))
  return {
    before: waitedFor.map(({ command }) => command),
    behind: mine.filter(one => !waitedFor.includes(one)).map(({ command }) => command),
  }
}

/** Copying to history and clearing the outbox: nobody waits for these, also where they come between two steps. */
function isTidying({ insert, update, updates }: Command): boolean {
  if (update === 'instances') return updates!.every(({ u }) => !isCommit(u))
  return insert === 'history'
}

/** Whether an update of an instance is a step rather than tidying up after one. */
export function isCommit(change: { $set?: { revision?: number } }): boolean {
  return change.$set?.revision !== undefined
}

/**
 * The same with other ids in every text it holds, and with leases that end tomorrow: else Baton would take over what it
 * must believe to be left by a dead server.
 */
export function renamed<Value>(value: Value, rename: (id: string) => string): Value {
  if (typeof value === 'string') return value.replace(recordedIds, rename) as Value
  if (Array.isArray(value)) return value.map(each => renamed(each, rename)) as Value
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype)
    return value
  const entries = Object.entries(value).map(([key, each]) => {
    if (each instanceof Date && (key === 'wakeAt' || key === 'lookAt')) return [key, tomorrow]
    if (key === 'notBefore') return [key, tomorrow.toISOString()]
    return [key, renamed(each, rename)]
  })
  return Object.fromEntries(entries) as Value
}

const tomorrow = new Date(Date.now() + 86_400_000)
