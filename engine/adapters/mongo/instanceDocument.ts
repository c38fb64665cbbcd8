/** An instance as MongoDB keeps it, and the guarded update that makes one step of it. */
import type { Effect } from '../../core/effects.ts'
import type { ProcessInstance } from '../../core/instance.ts'
import { earsOf, type HistoryEntry, type Stored, slotOf, type Write } from '../store.ts'

type Entry = Omit<HistoryEntry, '_id' | 'instance'>
type Item = { id: string }

/** A list by its items' ids, so that a step writes the items it changed; as it is where ids do not tell the order. */
type Keyed = Record<string, Item> | Item[]

/** Lists that may grow long, as with a thousand tasks at once. */
const long = ['scopes', 'tokens', 'subscriptions', 'timers'] as const
type Long = (typeof long)[number]

export interface InstanceDocument
  extends Omit<ProcessInstance, 'outbox' | 'wakeAt' | Long>,
    Record<Long, Keyed> {
  /** By `revision-n`, so that one effect can come or go without touching the others. */
  outbox: Record<string, Effect>
  wakeAt?: Date
  journal: Entry[]
  /** The mark of the latest commit; absent in documents of earlier releases. */
  commit?: string
  slot: number
  /** Absent when it listens for nothing: such instances cost the index nothing. */
  ears?: string[]
  /** Present while it has incidents. */
  troubled?: true
}

/** The key of an effect in the outbox. */
export function outboxKey(effect: string): string {
  const [revision, n] = effect.split('/').slice(-2)
  return `${revision}-${n}`
}

export function toDocument({ next, journal }: Write): InstanceDocument {
  const ears = earsOf(next)
  // One spread, then field by field: with more of them, V8 keeps the document as a dictionary, and BSON takes longer.
  const document = { ...next } as unknown as InstanceDocument
  for (const list of long) document[list] = toKeyed(next[list])
  document.outbox = {}
  for (const effect of next.outbox) document.outbox[outboxKey(effect.id)] = effect
  if (next.wakeAt) document.wakeAt = new Date(next.wakeAt)
  document.journal = journal.map(toEntry)
  document.commit = journal.at(-1)!.commit
  document.slot = slotOf(next._id)
  if (ears.length > 0) document.ears = ears
  if (next.incidents.length > 0) document.troubled = true
  return document
}

export function fromDocument(document: InstanceDocument): Stored {
  const { outbox, wakeAt, journal, commit, slot: _, ears: __, troubled: ___, ...rest } = document
  const keys = Object.keys(outbox)
  if (keys.length > 1) keys.sort(inOrder)
  return {
    instance: {
      ...rest,
      ...(listsOf(list => fromKeyed(document[list])) as Pick<ProcessInstance, Long>),
      outbox: keys.map(key => outbox[key]!),
      ...(wakeAt && { wakeAt: wakeAt.toISOString() }),
    },
    journal: journal.map(entry => ({
      _id: `${rest._id}/${entry.revision}`,
      instance: rest._id,
      ...entry,
    })),
    commit,
  }
}

/** Only what the step changed, by field; effects one by one, because others deliver them meanwhile. */
export function toUpdate({
  previous,
  next,
  journal,
  delivered,
}: Write): Record<string, Record<string, unknown>> {
  const set: Record<string, unknown> = { journal: journal.map(toEntry), commit: journal.at(-1)!.commit }
  const unset: Record<string, ''> = {}
  const added = addedTo(previous!.recentCommands, next.recentCommands)
  for (const field of fieldsOf(previous!, next)) {
    if (next[field] === previous![field] || field === 'outbox' || field === 'wakeAt') continue
    if (field === 'recentCommands' && added > 0) continue
    if (next[field] === undefined) unset[field] = ''
    else if (isLong(field)) moveItems(field, previous![field], next[field], set, unset)
    else set[field] = next[field]
  }
  if (next.wakeAt) set.wakeAt = new Date(next.wakeAt)
  else unset.wakeAt = ''
  if (next.subscriptions !== previous!.subscriptions || next.status !== previous!.status) {
    const ears = earsOf(next)
    if (ears.length > 0) set.ears = ears
    else unset.ears = ''
  }
  if (next.incidents.length > 0) set.troubled = true
  else if (previous!.incidents.length > 0) unset.troubled = ''
  moveEffects(previous!, next, delivered, set, unset)
  const { recentCommands } = next
  return {
    $set: set,
    ...(Object.keys(unset).length > 0 && { $unset: unset }),
    ...(added > 0 && {
      $push: { recentCommands: { $each: recentCommands.slice(-added), $slice: -recentCommands.length } },
    }),
  }
}

function listsOf<Value>(value: (list: Long) => Value): Record<Long, Value> {
  return Object.fromEntries(long.map(list => [list, value(list)])) as Record<Long, Value>
}

function isLong(field: string): field is Long {
  return (long as readonly string[]).includes(field)
}

/** Lists read as such: their items are not there under their ids. */
const asLists = new WeakSet<readonly Item[]>()

/** Ids are counted, so items come in the order of their ids; a list in another order stays a list. */
function isKeyed(list: readonly Item[]): boolean {
  if (asLists.has(list)) return false
  return list.every(({ id }, n) => /^\d+$/.test(id) && (n === 0 || Number(id) > Number(list[n - 1]!.id)))
}

function toKeyed(list: Item[]): Keyed {
  return isKeyed(list) ? Object.fromEntries(list.map(item => [item.id, item])) : list
}

function fromKeyed(stored: Keyed): Item[] {
  if (!Array.isArray(stored)) return Object.values(stored)
  asLists.add(stored)
  return stored
}

function moveItems(
  field: Long,
  previous: readonly Item[],
  next: Item[],
  set: Record<string, unknown>,
  unset: Record<string, ''>,
): void {
  if (!isKeyed(previous) || !isKeyed(next)) {
    set[field] = toKeyed(next)
    return
  }
  const before = new Map(previous.map(item => [item.id, item]))
  for (const item of next) {
    if (before.get(item.id) !== item) set[`${field}.${item.id}`] = item
    before.delete(item.id)
  }
  for (const gone of before.keys()) unset[`${field}.${gone}`] = ''
}

/**
 * How many commands were added at the end while the oldest perhaps were dropped: a hundred ids need not travel for a few.
 * None when the list is the same, or quite another.
 */
function addedTo(before: string[], after: string[]): number {
  if (after === before) return 0
  for (let added = 1; added < after.length; added++) {
    const kept = after.length - added
    if (kept <= before.length && before.slice(-kept).every((id, n) => id === after[n])) return added
  }
  return 0
}

function moveEffects(
  previous: ProcessInstance,
  next: ProcessInstance,
  delivered: string[],
  set: Record<string, unknown>,
  unset: Record<string, ''>,
): void {
  for (const id of delivered) unset[`outbox.${outboxKey(id)}`] = ''
  if (next.outbox === previous.outbox) return
  const before = new Set(previous.outbox.map(({ id }) => id))
  for (const effect of next.outbox)
    if (!before.delete(effect.id)) set[`outbox.${outboxKey(effect.id)}`] = effect
  for (const gone of before) unset[`outbox.${outboxKey(gone)}`] = ''
}

function fieldsOf(previous: ProcessInstance, next: ProcessInstance): (keyof ProcessInstance)[] {
  const fields = Object.keys(next) as (keyof ProcessInstance)[]
  for (const field of Object.keys(previous) as (keyof ProcessInstance)[])
    if (!(field in next)) fields.push(field)
  return fields
}

function toEntry({ revision, at, by, command, trace, commit }: HistoryEntry): Entry {
  const entry: Entry = { revision, at, command, trace, commit }
  if (by !== undefined) entry.by = by
  return entry
}

function inOrder(a: string, b: string): number {
  const [r, n] = a.split('-').map(Number)
  const [s, m] = b.split('-').map(Number)
  return r! - s! || n! - m!
}
