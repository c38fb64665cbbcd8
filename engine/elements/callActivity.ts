import { activity, type ElementKind } from './kind.ts'
import { word } from './vocabulary.ts'

/** Call activity (§10.3.6): an instance of another process, or a global task, and waits for its end. */
export const callActivity: ElementKind<'callActivity'> = {
  state: (node, model) =>
    activity(node, model, {
      begin: [word('callProcess', { node: node.id })],
      undo: [word('dropCall', { node: node.id })],
    }),
}
