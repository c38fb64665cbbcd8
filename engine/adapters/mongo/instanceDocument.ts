/** An instance as MongoDB keeps it, and the guarded update that makes one step of it. */
import type { Effect } from '../../core/effects.ts'
import type { ProcessInstance } from '../../core/instance.ts'
import { earsOf, type HistoryEntry, type Stored, slotOf, type Write } from '../store.ts'

type Entry = Omit<HistoryEntry, '_id' | 'instance'>

export interface InstanceDocument extends Omit<ProcessInstance, 'outbox' | 'wakeAt'> {
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
  const { outbox, wakeAt, ...rest } = next
  const ears = earsOf(next)
  return {
    ...rest,
    outbox: Object.fromEntries(outbox.map(effect => [outboxKey(effect.id), effect])),
    ...(wakeAt && { wakeAt: new Date(wakeAt) }),
    journal: journal.map(toEntry),
    commit: journal.at(-1)!.commit,
    slot: slotOf(next._id),
    ...(ears.length > 0 && { ears }),
    ...(next.incidents.length > 0 && { troubled: true as const }),
  }
}

export function fromDocument(document: InstanceDocument): Stored {
  const { outbox, wakeAt, journal, commit, slot: _, ears: __, troubled: ___, ...rest } = document
  const keys = Object.keys(outbox)
  if (keys.length > 1) keys.sort(inOrder)
  return {
    instance: {
      ...rest,
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
  for (const field of fieldsOf(previous!, next)) {
    if (next[field] === previous![field] || field === 'outbox' || field === 'wakeAt') continue
    if (field === 'recentCommands' && isOneMore(previous!.recentCommands, next.recentCommands)) continue
    if (next[field] === undefined) unset[field] = ''
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
    ...(!('recentCommands' in set) &&
      recentCommands !== previous!.recentCommands && {
        $push: { recentCommands: { $each: recentCommands.slice(-1), $slice: -recentCommands.length } },
      }),
  }
}

/** The latest command was added and the oldest perhaps dropped: a hundred ids need not travel for one. */
function isOneMore(before: string[], after: string[]): boolean {
  const kept = after.length - 1
  return kept > 0 && kept <= before.length && before.slice(-kept).every((id, n) => id === after[n])
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

function toEntry({ _id: _, instance: __, ...entry }: HistoryEntry): Entry {
  return entry
}

function inOrder(a: string, b: string): number {
  const [r, n] = a.split('-').map(Number)
  const [s, m] = b.split('-').map(Number)
  return r! - s! || n! - m!
}
