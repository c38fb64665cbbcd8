import { type ElementKind, passing } from './kind.ts'
import { throwing, undoing } from './triggers/index.ts'

/** End event (§10.5.3): throws its triggers, then the token ends. */
export const endEvent: ElementKind<'endEvent'> = {
  state: (node, model) => ({
    ...passing(node, model, throwing(node)),
    exit: undoing(node),
  }),
}
