/**
 * What may happen a moment after the step, because the instance itself remembers it: delivered effects leave the outbox,
 * history entries are copied to history. Many instances share one journey.
 *
 * The outbox is in a hurry: what was told and has not left it yet is told a second time when this server dies. So it
 * waits for no other journey. History does, because nothing is lost or done again when it is late.
 */
import type { Settlement } from '../adapters/store.ts'
import { createBatch } from './batch.ts'
import { type Held, surelyIn, versionOf } from './desk.ts'
import { nextWake } from './plan.ts'
import type { Runtime } from './runtime.ts'

/** Milliseconds in which more history is gathered, unless an instance has ended. */
const gathering = 20
/** Milliseconds until what the database did not take is tried again. */
const patience = 100

type Journey = (held: Held) => Promise<undefined>

export function createTidying({ store, ports }: Runtime) {
  const toFile = new Set<Held>()
  const toSettle = new Set<Held>()
  const filing = new Map<Held, Promise<void>>()
  const underWay = new Set<Promise<void>>()
  let stopped = false

  let hurry = () => {}
  const file: Journey = createBatch(unhurried(fileAll), {
    gather(next) {
      const timer = setTimeout(next, stopped ? 0 : gathering)
      hurry = () => {
        clearTimeout(timer)
        setImmediate(next)
      }
    },
  })
  const settle: Journey = createBatch(unhurried(settleAll), {
    parallel: 8,
    gather: next => setImmediate(next),
  })

  /** It has entries that may be filed. */
  function committed(held: Held): void {
    const journey = send(held, toFile, file)
    if (isOver(held)) hurry()
    if (!journey) return
    filing.set(held, journey)
    void journey.then(() => filing.get(held) === journey && filing.delete(held))
  }

  /** It has effects that may leave the outbox. At its end it waits for the last entries, which leave in the same write. */
  function delivered(held: Held): void {
    const waits = isOver(held) && held.filed < held.sure
    if (!waits) send(held, toSettle, settle)
  }

  /** Once at a time; what comes while the journey is under way makes another one necessary. */
  function send(held: Held, waiting: Set<Held>, journey: Journey): Promise<void> | undefined {
    if (waiting.has(held)) return undefined
    waiting.add(held)
    held.pins++
    const mine = insist(held, waiting, journey).finally(() => {
      underWay.delete(mine)
      held.pins--
    })
    underWay.add(mine)
    return mine
  }

  async function insist(held: Held, waiting: Set<Held>, journey: Journey): Promise<void> {
    for (let again = true; again; ) {
      again = await journey(held).then(
        () => false,
        () => !stopped && !waiting.has(held),
      )
      if (again) waiting.add(held)
    }
  }

  /** A journey that failed comes back a while later: those on it try again. */
  function unhurried(journey: (round: Held[]) => Promise<void>) {
    return async (round: Held[]) => {
      try {
        await journey(round)
        return round.map(() => undefined)
      } catch (error) {
        if (!stopped) {
          ports.log.warn({ error }, 'History and outbox could not be brought up to date; trying again')
          await pause(patience)
        }
        throw error
      }
    }
  }

  async function fileAll(round: Held[]): Promise<void> {
    for (const held of round) toFile.delete(held)
    const filing = round.map(held => ({ held, entries: surelyIn(held), to: held.sure }))
    const entries = filing.flatMap(one => one.entries)
    if (entries.length > 0) await store.history.file(entries)
    for (const { held, to } of filing) {
      held.filed = Math.max(held.filed, to)
      held.journal = held.journal.filter(({ revision }) => revision > to)
      if (isOver(held) && held.delivered.size > 0) delivered(held)
    }
  }

  async function settleAll(round: Held[]): Promise<void> {
    for (const held of round) toSettle.delete(held)
    const settling = round.filter(({ delivered }) => delivered.size > 0)
    const settlements = settling.map(toSettlement)
    if (settlements.length > 0) await store.instances.settle(settlements)
    for (const [n, held] of settling.entries())
      for (const id of settlements[n]!.effects) held.delivered.delete(id)
  }

  return {
    committed,
    delivered,
    /** Resolves when the entries of an instance that has ended are filed: what it tells then leaves the outbox at once. */
    async filed(held: Held): Promise<void> {
      if (isOver(held)) await filing.get(held)
    },
    /** Brings everything up to date now. */
    async stop() {
      stopped = true
      while (underWay.size > 0) await Promise.all(underWay)
    },
  }
}

function isOver({ instance: { status } }: Held): boolean {
  return status !== 'running' && status !== 'suspended'
}

function toSettlement(held: Held): Settlement {
  const { instance, delivered, filed } = held
  return { ...versionOf(held), effects: [...delivered], filedTo: filed, wakeAt: nextWake(instance) }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(done => setTimeout(done, milliseconds))
}
