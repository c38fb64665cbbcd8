/**
 * The instances at hand: what this server read or wrote last, so that the next step of the same instance need not ask
 * the database first. It may be out of date; the guard of the commit finds that out.
 */

import type { HistoryEntry, InstanceStore, Stored } from '../adapters/store.ts'
import type { ProcessInstance } from '../core/instance.ts'
import { createBatch } from './batch.ts'

/** An instance at hand. */
export interface Held {
  instance: ProcessInstance
  /** Entries not known to be in history yet. */
  journal: HistoryEntry[]
  /** Effects delivered, not known to have left the outbox yet. */
  delivered: Set<string>
  /** How many things are still to be done with it; until then it is not let go. */
  pins: number
  /** It proved to be out of date: to be read again before the next step. */
  stale: boolean
}

export interface Desk {
  take(id: string): Promise<Held | null>
  /** Puts what a query or a commit brought, unless something newer is there. */
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
      return stored && desk.put(stored)
    },
    put({ instance, journal }) {
      const known = held.get(instance._id)
      if (!known)
        return keep(instance._id, { instance, journal, delivered: new Set(), pins: 0, stale: false })
      known.stale = false
      if (known.instance.revision <= instance.revision) {
        // The same revision may still bring news of effects that other servers claimed or delivered.
        known.instance = without(instance, known.delivered)
        known.journal = union(known.journal, journal)
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

function union(a: HistoryEntry[], b: HistoryEntry[]): HistoryEntry[] {
  const known = new Set(a.map(({ revision }) => revision))
  return [...a, ...b.filter(({ revision }) => !known.has(revision))].sort((x, y) => x.revision - y.revision)
}
