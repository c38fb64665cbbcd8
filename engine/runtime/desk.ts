/**
 * The instances at hand: what this server read or wrote last, so that the next step of the same instance need not ask
 * the database first. It may be out of date, or tell of a step that died with the database before it reached the disk;
 * the guard of the commit finds that out.
 */
import type { HistoryEntry, InstanceStore, Stored, Version } from '../adapters/store.ts'
import type { ProcessInstance } from '../core/instance.ts'
import { createBatch } from './batch.ts'

/** An instance at hand. */
export interface Held {
  instance: ProcessInstance
  /** The mark of the commit that made it so. */
  commit: string | undefined
  /** Up to this revision it is known to be on disk: a commit made here was acknowledged. Beyond, it was only seen. */
  sure: number
  /** Entries not known to be in history yet. */
  journal: HistoryEntry[]
  /** Entries up to this revision are in history, though the instance may still carry them. */
  filed: number
  /** Effects delivered, not known to have left the outbox yet. */
  delivered: Set<string>
  /** How many things are still to be done with it; until then it is not let go. */
  pins: number
  /** It proved to be out of date: to be read again before the next step. */
  stale: boolean
}

export interface Desk {
  take(id: string): Promise<Held | null>
  /** Puts what a query brought, unless it is older than what is surely so. */
  put(stored: Stored): Held
  /** Forgets it: it proved to be out of date. */
  drop(id: string): void
  peek(id: string): Held | undefined
}

/** `room`: how many instances are kept at hand, whatever the number that waits. */
export function createDesk(store: InstanceStore, room: number): Desk {
  const held = new Map<string, Held>()
  const load = createBatch<string, Stored | null>(ids => store.load(ids), { size: 200, parallel: 4 })

  function keep(id: string, one: Held): Held {
    held.delete(id)
    held.set(id, one)
    if (held.size > room) letGo()
    return one
  }

  function letGo(): void {
    for (const [id, { pins }] of held) {
      if (held.size <= room) return
      if (pins === 0) held.delete(id)
    }
  }

  const desk: Desk = {
    async take(id) {
      const known = held.get(id)
      if (known && !known.stale) return keep(id, known)
      const stored = await load(id)
      if (!stored) held.delete(id)
      return stored && desk.put(stored)
    },
    put({ instance, journal, commit }) {
      const known = held.get(instance._id)
      if (!known) {
        const delivered = new Set<string>()
        const fresh = { sure: 0, filed: 0, delivered, pins: 0, stale: false }
        return keep(instance._id, { instance, journal, commit, ...fresh })
      }
      known.stale = false
      if (known.sure <= instance.revision) {
        // The same revision may still bring news of effects that other servers claimed or delivered; a lower one than
        // was seen before may be all that a fallen database still knows.
        known.instance = without(instance, known.delivered)
        known.commit = commit
        known.journal = [...surelyIn(known), ...journal.filter(({ revision }) => revision > known.sure)]
      }
      return keep(instance._id, known)
    },
    drop(id) {
      const known = held.get(id)
      if (known) known.stale = true
    },
    peek: id => held.get(id),
  }
  return desk
}

/** The instance as it is once these effects have left its outbox. */
export function without(instance: ProcessInstance, delivered: ReadonlySet<string>): ProcessInstance {
  if (!instance.outbox.some(({ id }) => delivered.has(id))) return instance
  return { ...instance, outbox: instance.outbox.filter(({ id }) => !delivered.has(id)) }
}

/** The entries that are sure to have happened. */
export function surelyIn({ journal, sure }: Held): HistoryEntry[] {
  return journal.filter(({ revision }) => revision <= sure)
}

export function versionOf({ instance: { _id: instance, revision }, commit }: Held): Version {
  return { instance, revision, commit }
}
