import type { TriggerKind } from './kind.ts'

/** Conditional (§10.5.5): happens when its condition becomes true; it must become false before it can happen again. */
export const conditional: TriggerKind<'conditional'> = {
  positions: [
    'start',
    'eventSubProcess',
    'eventSubProcessNonInterrupting',
    'catch',
    'boundary',
    'boundaryNonInterrupting',
  ],
  ear: 'condition',
}
