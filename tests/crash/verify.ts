/** Checks a run afterwards: the database against itself, against what was acknowledged, against what the world heard. */
import type { HistoryEntry, Store } from '#engine/adapters/store.ts'
import type { CompiledProcess } from '#engine/compiler/types.ts'
import type { Effect } from '#engine/core/effects.ts'
import type { ProcessInstance } from '#engine/core/instance.ts'
import { step } from '#engine/core/step.ts'
import type { Told } from './asks.ts'

export interface Findings {
  instances: number
  steps: number
  /** Acknowledged commands that history does not know, steps missing from history, effects nobody heard of. */
  lost: number
  /** Commands that took place twice, effects that no committed step had asked for. */
  duplicated: number
  /** Instances that did not come to their end. */
  stuck: number
  /** Effects told more than once, each time under the same key. */
  redelivered: number
  effects: number
  /** The first few things found, in words. */
  notes: string[]
}

export async function verify(
  store: Store,
  acknowledged: Set<string>,
  { told }: { told: Told[] },
  started: number,
): Promise<Findings> {
  const found: Findings = {
    instances: 0,
    steps: 0,
    lost: 0,
    duplicated: 0,
    stuck: 0,
    redelivered: 0,
    effects: 0,
    notes: [],
  }
  const note = (kind: 'lost' | 'duplicated' | 'stuck', text: string) => {
    found[kind]++
    if (found.notes.length < 20) found.notes.push(`${kind}: ${text}`)
  }
  const { process } = (await store.definitions.get('fire'))!
  const heard = new Map<string, number>()
  for (const { id } of told) heard.set(id, (heard.get(id) ?? 0) + 1)
  const asked = new Set<string>()
  const happened = new Set<string>()

  for await (const instance of all(store)) {
    found.instances++
    if (instance.status !== 'completed') note('stuck', describe(instance))
    const history = await wholeHistory(store, instance)
    found.steps += history.length
    checkHistory(instance, history, happened, note)
    for (const effect of replay(process, instance, history, note)) asked.add(effect.id)
    if (instance.status === 'completed')
      for (const { id } of instance.outbox) note('lost', `${id} never left the outbox`)
  }
  if (found.instances < started) note('lost', `${started - found.instances} of ${started} instances`)
  for (const command of acknowledged) if (!happened.has(command)) note('lost', `acknowledged ${command}`)
  for (const id of asked) if (!heard.has(id)) note('lost', `effect ${id} was never told`)
  for (const [id, times] of heard) {
    if (!asked.has(id)) note('duplicated', `effect ${id} was told, but no step asked for it`)
    found.redelivered += times - 1
  }
  found.effects = asked.size
  return found
}

async function* all(store: Store): AsyncGenerator<ProcessInstance> {
  for (let before: string | undefined; ; ) {
    const page = await store.instances.find({ limit: 200, ...(before !== undefined && { before }) })
    yield* page
    if (page.length < 200) return
    before = page.at(-1)!._id
  }
}

/** What was filed, and what still travels with the instance. */
export async function wholeHistory(store: Store, { _id }: ProcessInstance): Promise<HistoryEntry[]> {
  const filed = await store.history.read(_id, { after: 0, limit: 10_000 })
  const [stored] = await store.instances.load([_id])
  const last = filed.at(-1)?.revision ?? 0
  return [...filed, ...(stored?.journal ?? []).filter(({ revision }) => revision > last)]
}

/** Revisions without a gap up to the instance's own; no command twice. */
function checkHistory(
  { _id, revision }: ProcessInstance,
  history: HistoryEntry[],
  happened: Set<string>,
  note: (kind: 'lost' | 'duplicated', text: string) => void,
): void {
  for (let n = 1; n <= revision; n++) if (history[n - 1]?.revision !== n) note('lost', `step ${_id}/${n}`)
  if (history.length > revision)
    note('duplicated', `${_id} has ${history.length} steps at revision ${revision}`)
  for (const { command } of history) {
    const key = `${_id}|${command.id}`
    if (happened.has(key)) note('duplicated', `command ${key}`)
    happened.add(key)
  }
}

/** Plays the recorded commands again: the same instance must come out; what the steps asked for is the answer. */
export function replay(
  process: CompiledProcess,
  instance: ProcessInstance,
  history: HistoryEntry[],
  note: (kind: 'lost', text: string) => void,
): Effect[] {
  let current: ProcessInstance | null = null
  const effects: Effect[] = []
  for (const { command, _id } of history) {
    const result = step(process, current, command)
    if (!result.ok) {
      note('lost', `replay of ${_id}: ${result.refused.reason}`)
      return effects
    }
    current = result.instance
    effects.push(...result.effects)
  }
  if (current && !sameInstance(current, instance))
    note('lost', `replay of ${instance._id} gives another instance`)
  return effects
}

function sameInstance(a: ProcessInstance, b: ProcessInstance): boolean {
  const comparable = ({ outbox: _, wakeAt: __, ...rest }: ProcessInstance) => JSON.stringify(sorted(rest))
  return comparable(a) === comparable(b)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, one]) => one !== undefined)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, one]) => [key, sorted(one)]),
  )
}

function describe({ _id, status, tokens, outbox, wakeAt, timers }: ProcessInstance): string {
  const waits = tokens.map(({ at, state }) => `${at}:${state}`).join(' ')
  const effects = outbox.map(({ id, attempts, notBefore }) => `${id}x${attempts}@${notBefore}`).join(' ')
  return `${_id} ${status} [${waits}] outbox [${effects}] timers ${timers.length} wakes ${wakeAt}`
}
