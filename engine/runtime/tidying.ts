/**
 * What may happen a moment after the step, because the instance itself remembers it: history entries are copied to
 * history, delivered effects leave the outbox. Many instances share one journey.
 */
import type { Settlement } from '../adapters/store.ts'
import { type Held, surelyIn, versionOf } from './desk.ts'
import { nextWake } from './plan.ts'
import type { Runtime } from './runtime.ts'

/** Milliseconds in which more is gathered. */
const gathering = 2
const mostAtOnce = 500

export function createTidying({ store, ports }: Runtime) {
  const waiting = new Set<Held>()
  let running: Promise<void> | undefined
  let stopped = false

  function add(held: Held): void {
    if (!waiting.has(held)) held.pins++
    waiting.add(held)
    running ??= work().finally(() => {
      running = undefined
      if (waiting.size > 0 && !stopped) add(waiting.values().next().value!)
    })
  }

  async function work(): Promise<void> {
    while (waiting.size > 0) {
      if (!stopped) await pause(gathering)
      const round = [...waiting].slice(0, mostAtOnce)
      for (const held of round) waiting.delete(held)
      try {
        await tidy(round)
        for (const held of round) held.pins--
      } catch (error) {
        for (const held of round)
          if (waiting.has(held)) held.pins--
          else waiting.add(held)
        if (stopped) return
        ports.log.warn({ error }, 'History and outbox could not be brought up to date; trying again')
        await pause(500)
      }
    }
  }

  /** Side by side, because every moment between delivery and settling may cost a second delivery; the end waits for its last entries. */
  async function tidy(round: Held[]): Promise<void> {
    const [ended, going] = [round.filter(isOver), round.filter(held => !isOver(held))]
    await Promise.all([file(round), settle(going)])
    await settle(ended)
  }

  async function file(round: Held[]): Promise<void> {
    const filing = round.map(held => ({ held, entries: surelyIn(held), to: held.sure }))
    const entries = filing.flatMap(one => one.entries)
    if (entries.length > 0) await store.history.file(entries)
    for (const { held, to } of filing) {
      held.filed = Math.max(held.filed, to)
      held.journal = held.journal.filter(({ revision }) => revision > to)
    }
  }

  async function settle(round: Held[]): Promise<void> {
    const settling = round.filter(({ delivered }) => delivered.size > 0)
    const settlements = settling.map(toSettlement)
    if (settlements.length > 0) await store.instances.settle(settlements)
    for (const [n, held] of settling.entries())
      for (const id of settlements[n]!.effects) held.delivered.delete(id)
  }

  return {
    add,
    /** Brings everything up to date now. */
    async stop() {
      stopped = true
      await running
      if (waiting.size > 0) await work()
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
