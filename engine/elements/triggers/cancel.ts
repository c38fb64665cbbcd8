import { word } from '../vocabulary.ts'
import type { TriggerKind } from './kind.ts'

/** Cancel (§10.5.5): gives a transaction up: its activities stop, completed ones are compensated, its boundary event catches. */
export const cancel: TriggerKind<'cancel'> = {
  positions: ['boundary', 'end'],
  throws: node => [word('throwCancel', { node })],
  holds: true,
}
