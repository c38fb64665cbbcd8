import { word } from '../vocabulary.ts'
import type { TriggerKind } from './kind.ts'

/** Signal (§10.5.5): broadcast to whoever listens at that moment, never kept. */
export const signal: TriggerKind<'signal'> = {
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
  throws: (node, trigger) => [word('throwSignal', { node, trigger })],
  holds: true,
  ear: 'signal',
}
