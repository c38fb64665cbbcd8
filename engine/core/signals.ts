import { hear } from './catching.ts'
import type { Json } from './instance.ts'
import type { Work } from './work.ts'

/** A signal thrown in this instance reaches everyone in it who listens at that moment. */
export function hearSignal(work: Work, name: string, payload: Json): void {
  for (const ear of [...work.subscriptions.values()])
    if (ear.kind === 'signal' && ear.name === name && work.subscriptions.has(ear.id)) hear(work, ear, payload)
}
