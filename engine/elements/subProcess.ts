import { activity, type ElementKind } from './kind.ts'
import { word } from './vocabulary.ts'

/** Embedded sub-process and transaction (§10.3.5): a scope of its own, done when its last token is gone. */
export const subProcess: ElementKind<'subProcess' | 'transaction'> = {
  state: (node, model) =>
    activity(node, model, {
      begin: [word('openScope', { node: node.id })],
      undo: [word('closeScope', { node: node.id })],
    }),
}
