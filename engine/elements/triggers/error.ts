import { word } from '../vocabulary.ts'
import type { TriggerKind } from './kind.ts'

/** Error (§10.5.5): travels outwards to the nearest handler, which interrupts; uncaught it is an incident. */
export const error: TriggerKind<'error'> = {
  positions: ['eventSubProcess', 'boundary', 'end'],
  throws: (node, trigger) => [word('throwError', { node, trigger })],
  holds: true,
}
