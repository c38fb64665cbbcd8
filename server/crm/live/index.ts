/**
 * Live updates. Events are merged for a moment, told to this process's listeners at once, and written to a collection
 * that every server process reads, so that it does not matter which one a browser is connected to.
 */
import { Schema } from 'mongoose'
import { collection } from '../../database.ts'
import { type Actor, can, inScope } from '../../policy.ts'
import type { Services } from '../../services.ts'
import type { Live, LiveEvent } from './types.ts'

interface StoredEvent extends LiveEvent {
  /** Grows with time; what `Last-Event-ID` holds. */
  _id: string
  at: Date
  /** The server process that told its own listeners already. */
  from: string
}

interface Listener {
  actor: Actor
  send(id: string, event: LiveEvent): void
  end?(): void
}

const mergeFor = 150
const pollEvery = 700
/** Clocks of server processes differ a little, so each poll looks back a little. */
const lookBack = 5000
/** More changes of one sort than this at once are told as one. */
const burst = 60
const mostReplayed = 500

/** The live stream of this house. */
export function createLive(services: Services): Live {
  const events = model(services)
  const me = services.newId()
  const listeners = new Set<Listener>()
  const waiting = new Map<string, LiveEvent>()
  const seen = new Map<string, number>()
  let merging: NodeJS.Timeout | undefined
  let polling: NodeJS.Timeout | undefined
  let writing: Promise<unknown> = Promise.resolve()
  let stopped = true

  function flush(): void {
    merging = undefined
    const batch = calmed([...waiting.values()]).map(event => ({
      ...event,
      _id: services.newId(),
      at: new Date(),
      from: me,
    }))
    waiting.clear()
    for (const event of batch) tell(event)
    if (batch.length === 0) return
    writing = writing
      .then(() => events.insertMany(batch, { ordered: false }))
      .catch(error => services.log.warn({ err: error }, 'live events were not kept'))
  }

  function tell(event: StoredEvent): void {
    for (const listener of listeners)
      if (mayHear(listener.actor, event)) listener.send(event._id, strip(event))
  }

  async function poll(): Promise<void> {
    const since = new Date(Date.now() - lookBack)
    const found = await events
      .find({ at: { $gt: since }, from: { $ne: me } })
      .sort({ _id: 1 })
      .limit(2000)
      .lean<StoredEvent[]>()
    for (const event of found) {
      if (seen.has(event._id)) continue
      seen.set(event._id, event.at.getTime())
      tell(event)
    }
    for (const [id, at] of seen) if (at < since.getTime() - lookBack) seen.delete(id)
  }

  function schedule(): void {
    if (stopped) return
    polling = setTimeout(() => {
      const look = listeners.size > 0 ? poll() : Promise.resolve()
      look.catch(error => services.log.debug({ err: error }, 'live events were not read')).finally(schedule)
    }, pollEvery)
    polling.unref()
  }

  return {
    publish(event) {
      waiting.set(
        `${event.type}/${JSON.stringify(event.data.id ?? event.data.key ?? event.to?.users ?? '')}`,
        event,
      )
      merging ??= setTimeout(flush, mergeFor)
    },
    subscribe(actor, after, send, end) {
      const listener: Listener = { actor, send, ...(end && { end }) }
      if (after) {
        const missed = events
          .find({ _id: { $gt: after } })
          .sort({ _id: 1 })
          .limit(mostReplayed)
          .lean<StoredEvent[]>()
        missed
          .then(list => {
            for (const event of list) if (mayHear(actor, event)) send(event._id, strip(event))
          })
          .catch(error => services.log.debug({ err: error }, 'missed live events were not read'))
      }
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start() {
      stopped = false
      schedule()
    },
    async stop() {
      stopped = true
      for (const listener of listeners) listener.end?.()
      clearTimeout(polling)
      if (merging) {
        clearTimeout(merging)
        flush()
      }
      await writing
    },
  }
}

/** Many deals changed at once, as in an import, are one hint: look at the deals again. */
function calmed(batch: LiveEvent[]): LiveEvent[] {
  const byType = new Map<string, LiveEvent[]>()
  for (const event of batch) byType.set(event.type, [...(byType.get(event.type) ?? []), event])
  return [...byType.values()].flatMap(events =>
    events.length > burst
      ? [{ type: events[0]!.type, data: { id: '*' }, to: { permission: 'signedIn' } } as LiveEvent]
      : events,
  )
}

function mayHear(actor: Actor, { to }: LiveEvent): boolean {
  if (!to) return true
  if (to.users) return to.users.includes(actor.id)
  if (to.permission) return can(actor, to.permission)
  return inScope(actor, { owners: to.owners, team: to.team })
}

function strip({ type, data }: LiveEvent): LiveEvent {
  return { type, data }
}

function model(services: Services) {
  return collection<StoredEvent>(
    services.db,
    'events',
    {
      _id: String,
      at: Date,
      from: String,
      type: { type: String },
      data: Schema.Types.Mixed,
      to: Schema.Types.Mixed,
    },
    [[{ at: 1 }, { expireAfterSeconds: 3600 }]],
  )
}
