import { word } from '../vocabulary.ts'
import type { TriggerKind } from './kind.ts'

/** Terminate (§10.5.3): ends everything in its scope at once, without compensation. */
export const terminate: TriggerKind<'terminate'> = {
  positions: ['end'],
  throws: (node, _, trigger) => [word('terminate', { node, all: trigger.all === true })],
  holds: true,
}
