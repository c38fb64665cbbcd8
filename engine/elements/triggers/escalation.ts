import { word } from '../vocabulary.ts'
import type { TriggerKind } from './kind.ts'

/** Escalation (§10.5.5): travels outwards to the nearest handler, which need not interrupt; uncaught it is ignored. */
export const escalation: TriggerKind<'escalation'> = {
  positions: [
    'eventSubProcess',
    'eventSubProcessNonInterrupting',
    'boundary',
    'boundaryNonInterrupting',
    'throw',
    'end',
  ],
  throws: (node, trigger) => [word('throwEscalation', { node, trigger })],
}
