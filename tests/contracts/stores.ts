/** Every store that must keep the contract, each fresh and empty. */
import { createMemoryStore } from '#engine/adapters/memory/memoryStore.ts'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import type { HistoryEntry, Store, Write } from '#engine/adapters/store.ts'
import type { Effect } from '#engine/core/effects.ts'
import type { ProcessInstance } from '#engine/core/instance.ts'
import { freshDatabase } from '#tests/support/database.ts'

export const stores: [string, (now?: () => Date) => Promise<Store>][] = [
  ['memory', async now => createMemoryStore(now ? { now } : {})],
  [
    'MongoDB',
    async now => {
      const { connection } = await freshDatabase()
      const store = createMongoStore({ connection, ...(now && { now }) })
      await store.open()
      return store
    },
  ],
]

/** A running instance of no particular process. */
export function anInstance(changes: Partial<ProcessInstance> = {}): ProcessInstance {
  return {
    _id: 'i1',
    definition: { key: 'sale', version: 1, hash: 'abc' },
    revision: 1,
    status: 'running',
    startedAt: '2026-11-22T09:00:00.000Z',
    variables: {},
    scopes: [],
    tokens: [],
    subscriptions: [],
    timers: [],
    incidents: [],
    outbox: [],
    counter: 1,
    recentCommands: [],
    ...changes,
  }
}

/** An effect of `i1`, decided at the given revision. */
export function anEffect(revision: number, n: number, changes: Partial<Effect> = {}): Effect {
  return {
    type: 'enterStage',
    stage: 'won',
    kind: 'won',
    id: `i1/${revision}/${n}`,
    at: '2026-11-22T09:00:00.000Z',
    attempts: 1,
    notBefore: '2026-11-22T09:00:15.000Z',
    ...changes,
  } as Effect
}

let commits = 0

/** The write that brings `next` into being, after `previous` or as new. */
export function aWrite(
  previous: ProcessInstance | null,
  next: ProcessInstance,
  more: Partial<Pick<Write, 'delivered' | 'journal'>> = {},
): Write {
  return { previous, next, journal: [anEntry(next)], delivered: [], ...more }
}

export function anEntry({ _id, revision }: ProcessInstance): HistoryEntry {
  return {
    _id: `${_id}/${revision}`,
    instance: _id,
    revision,
    at: '2026-11-22T09:00:00.000Z',
    command: { type: 'suspend', id: `c${revision}`, at: '2026-11-22T09:00:00.000Z' },
    trace: [],
    commit: `commit${commits++}`,
  }
}
