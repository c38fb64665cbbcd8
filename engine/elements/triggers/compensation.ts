import { word } from '../vocabulary.ts'
import type { TriggerKind } from './kind.ts'

/** Compensation (§10.7): undoes completed activities, last first, one after another. */
export const compensation: TriggerKind<'compensation'> = {
  positions: ['eventSubProcess', 'boundary', 'throw', 'end'],
  throws: (node, trigger) => [word('compensate', { node, trigger })],
  holds: true,
}
