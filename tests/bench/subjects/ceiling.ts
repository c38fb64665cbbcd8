/**
 * The ceiling: what Baton was seen asking of the database, asked by the bare driver, each for itself. As with Baton, the
 * caller waits for what came before the answer; the rest goes on behind it.
 */
import mongoose, { type Connection } from 'mongoose'
import { openDurably } from '#engine/adapters/mongo/connection.ts'
import { type Command, isCommit, type Recording, record, recordedId, renamed } from '../recording.ts'
import type { Subject, Work } from '../subject.ts'
import { type Straight, straights } from '../workloads.ts'
import { createBaton } from './baton.ts'

type Scenario = Straight | 'startTask' | 'task' | 'startMessage' | 'message' | 'taskOf' | 'messageOf'

export interface Ceiling extends Subject {
  straight(workload: Straight): Work
  task(): Promise<Work>
  message(): Promise<Work>
  taskOf(member: string): Promise<Work>
  messageOf(member: string): Promise<Work>
  quiet(): Promise<number>
}

const writing = { ignoreUndefined: true } as const
const filing = { ...writing, ordered: false } as const
/** Ids of the two whose completion is recorded as members of the crowd. */
const members = { task: recordedId(1_000_001), message: recordedId(1_000_002) }

/** `plant` makes an instance that has waited for long, under the given id. */
export function createCeiling(
  uri: string,
  plant: (kind: 'task' | 'message', id: string) => Promise<void>,
): Ceiling {
  const recordings = new Map<Scenario, Recording>()
  const behind = new Set<Promise<void>>()
  let connection: Connection | undefined
  let last = 0
  let failure: unknown
  let ids = 0

  async function learn(): Promise<void> {
    const watched = await openDurably(mongoose.createConnection(), uri, { monitorCommands: true })
    let names = 0
    const baton = createBaton({ connection: watched, newId: () => recordedId(names++) })
    await baton.open()
    const take = async (scenario: Scenario, work: Work) => {
      await baton.quiet()
      recordings.set(scenario, await record(watched, work, baton.quiet))
    }
    for (const workload of straights) await take(workload, baton.straight(workload))
    for (const kind of ['task', 'message'] as const) {
      let finish: Work | undefined
      await take(kind === 'task' ? 'startTask' : 'startMessage', async () => {
        finish = await baton[kind]()
      })
      await take(kind, finish!)
      await plant(kind, members[kind])
      await take(`${kind}Of`, await baton[`${kind}Of`](members[kind]))
    }
    await baton.close()
    await watched.close()
  }

  /** Whose the recorded ids are in this piece of work; each new one is its own. */
  function naming(): (id: string) => string {
    const mine = `bare-${ids++}`
    return id => `${mine}-${id.slice(recordedId(0).length - 1)}`
  }

  function work(scenario: Scenario, rename: (id: string) => string): Work {
    const recording = recordings.get(scenario)
    if (!recording) throw new Error(`nothing was recorded for ${scenario}`)
    const { before, behind: after } = renamed(recording, rename)
    return async () => {
      for (const command of before) await send(command)
      const rest = followUp(after)
      behind.add(rest)
      void rest.finally(() => behind.delete(rest))
    }
  }

  async function followUp(commands: Command[]): Promise<void> {
    try {
      for (const command of commands) await send(command)
    } catch (error) {
      failure ??= error
    }
    last = performance.now()
  }

  async function send(command: Command): Promise<void> {
    const { insert, update, find, documents, updates, filter, sort, limit } = command
    const of = (name: string) => connection!.db!.collection(name)
    if (insert === 'history')
      await of(insert)
        .insertMany(documents as never, filing)
        .catch(unlessThere)
    else if (insert) await of(insert).insertOne(documents![0] as never, writing)
    else if (update)
      for (const { q, u } of updates!) await of(update).updateOne(q, u, writing).then(matched(u))
    else if (find) {
      const found = of(find).find(filter!)
      if (sort) found.sort(sort as never)
      if (limit) found.limit(limit as number)
      await found.toArray()
    }
  }

  return {
    name: 'bare driver',
    durable: true,
    async open() {
      connection = await openDurably(mongoose.createConnection(), uri, { maxPoolSize: 40 })
      await learn()
    },
    straight: workload => work(workload, naming()),
    async task() {
      const rename = naming()
      await work('startTask', rename)()
      return work('task', rename)
    },
    async message() {
      const rename = naming()
      await work('startMessage', rename)()
      return work('message', rename)
    },
    async taskOf(member) {
      const rename = naming()
      return work('taskOf', id => (id === members.task ? member : rename(id)))
    },
    async messageOf(member) {
      const rename = naming()
      return work('messageOf', id => (id === members.message ? member : rename(id)))
    },
    async quiet() {
      while (behind.size > 0) await Promise.all(behind)
      if (failure) throw failure
      return last || performance.now()
    },
    async close() {
      await connection?.close()
    },
  }
}

/** A ceiling that commits nothing would be quick. */
const matched =
  (change: object) =>
  ({ matchedCount }: { matchedCount: number }): void => {
    if (matchedCount !== 1 && isCommit(change)) throw new Error('a commit met no document')
  }

/** An entry that travelled with its instance may be in history already. */
function unlessThere(error: { code?: number }): void {
  if (error.code !== 11000) throw error
}
