import type { TriggerKind } from './kind.ts'

/** Link (§10.5.5): a sequence flow drawn in two halves; the throw event's state leads straight to the catch event. */
export const link: TriggerKind<'link'> = {
  positions: ['catch', 'throw'],
  throws: () => [],
}
