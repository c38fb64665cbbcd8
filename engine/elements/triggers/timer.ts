import type { TriggerKind } from './kind.ts'

/** Timer (§10.5.5): an instant, a duration or a cycle. */
export const timer: TriggerKind<'timer'> = {
  positions: [
    'start',
    'eventSubProcess',
    'eventSubProcessNonInterrupting',
    'catch',
    'boundary',
    'boundaryNonInterrupting',
  ],
  ear: 'timer',
}
