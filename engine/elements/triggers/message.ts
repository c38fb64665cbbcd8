import { word } from '../vocabulary.ts'
import type { TriggerKind } from './kind.ts'

/** Message (§10.5.5): sent to one receiver, found by name and correlation key. */
export const message: TriggerKind<'message'> = {
  positions: [
    'start',
    'eventSubProcess',
    'eventSubProcessNonInterrupting',
    'catch',
    'boundary',
    'boundaryNonInterrupting',
    'throw',
    'end',
  ],
  throws: (node, trigger) => [word('sendMessage', { node, trigger })],
  ear: 'message',
}
