/**
 * What may happen a moment after the step, because the instance itself remembers it: history entries are copied to
 * history, delivered effects leave the outbox. Many instances share one journey.
 */
import type { Settlement } from '../adapters/store.ts'
import type { Held } from './desk.ts'
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

  async function tidy(round: Held[]): Promise<void> {
    const filing = round.map(held => ({ held, entries: held.journal, filedTo: held.instance.revision }))
    const entries = filing.flatMap(one => one.entries)
    if (entries.length > 0) await store.history.file(entries)
    const settling = filing.filter(({ held }) => held.delivered.size > 0)
    const settlements = settling.map(({ held, filedTo }) => toSettlement(held, filedTo))
    if (settlements.length > 0) await store.instances.settle(settlements)
    for (const { held, filedTo } of filing)
      held.journal = held.journal.filter(({ revision }) => revision > filedTo)
    for (const [n, { held }] of settling.entries())
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

function toSettlement({ instance, delivered }: Held, filedTo: number): Settlement {
  const { _id, revision } = instance
  return { instance: _id, revision, effects: [...delivered], filedTo, wakeAt: nextWake(instance) }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise(done => setTimeout(done, milliseconds))
}
