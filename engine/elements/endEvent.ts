import { type ElementKind, passing } from './kind.ts'
import { throwing } from './triggers/index.ts'
import { word } from './vocabulary.ts'

/** End event (§10.5.3): throws its triggers, then the token ends. */
export const endEvent: ElementKind<'endEvent'> = {
  state: (node, model) => ({
    ...passing(node, model, throwing(node)),
    exit: [word('silence', { node: node.id })],
  }),
}
