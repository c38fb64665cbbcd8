/** Takes versions of a process away: refused while something of theirs is left, unless that is to go as well. */
import type { InstanceFilter } from '../adapters/store.ts'
import { NotFound, Refused } from '../errors.ts'
import type { Removed, Runtime } from './runtime.ts'

const batch = 200
/** Rounds of a fiftieth of a second in which what a cancelled instance has still to tell may be told. */
const mostRounds = 500

export interface RemoveRequest {
  key: string
  /** Every version when unset. */
  version?: number
  /** Cancels what runs and removes every instance with its history, before the version goes. */
  cascade?: boolean
  by?: string
}

export async function removeDefinition(
  runtime: Runtime,
  { key, version, cascade = false, by }: RemoveRequest,
): Promise<Removed> {
  const all = await runtime.definitions.versions(key)
  const versions = all.map(one => one.version).filter(one => version === undefined || one === version)
  if (versions.length === 0) throw new NotFound('definition', key, `There is no such version of ${key}.`)
  const filter = { key, ...(version !== undefined && { version }) }
  if (!cascade) await demandUnused(runtime, filter)
  let cancelled = 0
  let removed = 0
  // What was started while the others went is found by another look, when nothing can be started any more.
  for (const gone of [false, true]) {
    const cleared = cascade ? await clear(runtime, filter, by) : { cancelled: 0, removed: 0 }
    cancelled += cleared.cancelled
    removed += cleared.removed
    if (!gone) for (const one of versions) await runtime.definitions.remove(key, one)
  }
  return { versions, cancelled, removed }
}

async function demandUnused({ store }: Runtime, filter: InstanceFilter & { key: string }): Promise<void> {
  const count = (status?: InstanceFilter['status']) =>
    store.instances.count({ ...filter, ...(status && { status }) })
  const [running, any] = await Promise.all([count(['running', 'suspended']), count()])
  if (any === 0) return
  const reason =
    running > 0
      ? `${running} of its instances are running. Let them end, carry them over to another version, or remove them with it.`
      : `The history of ${any} ended instances is shown by its drawing. Remove them with it, or keep it.`
  throw new Refused({ code: 'notAllowed', reason }, filter.key)
}

/** Cancels and removes until none is left. */
async function clear(
  runtime: Runtime,
  filter: InstanceFilter,
  by: string | undefined,
): Promise<{ cancelled: number; removed: number }> {
  const { store } = runtime
  let [cancelled, removed] = [0, 0]
  for (;;) {
    const found = await store.instances.find({ ...filter, limit: batch })
    if (found.length === 0) return { cancelled, removed }
    const ids = found.map(({ _id }) => _id)
    for (const { _id, status } of found)
      if (status === 'running' || status === 'suspended') cancelled += await cancel(runtime, _id, by)
    await told(runtime, ids)
    await store.instances.remove(ids)
    for (const id of ids) runtime.desk.drop(id)
    removed += ids.length
  }
}

async function cancel(runtime: Runtime, instance: string, by = 'system'): Promise<number> {
  const body = { type: 'cancel', reason: 'Its process is removed' } as const
  try {
    await runtime.perform.command(instance, { body, id: `removed/${instance}`, by })
    return 1
  } catch (error) {
    // It has ended by itself a moment ago.
    if (error instanceof Refused || error instanceof NotFound) return 0
    throw error
  }
}

/** Until the world has heard what the instances decided: tasks are closed, callers know, history is filed. */
async function told({ store }: Runtime, ids: string[]): Promise<void> {
  for (let round = 0; round < mostRounds; round++) {
    const stored = await store.instances.load(ids)
    if (stored.every(one => !one || one.instance.outbox.length === 0)) return
    await new Promise(done => setTimeout(done, 20))
  }
}
