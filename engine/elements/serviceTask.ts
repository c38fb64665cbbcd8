import { activity, type ElementKind } from './kind.ts'
import { word } from './vocabulary.ts'

/** Service task (§10.3.3): a job for a connector; waits until it is done. */
export const serviceTask: ElementKind<'serviceTask'> = {
  state: (node, model) =>
    activity(node, model, {
      begin: [word('startJob', { node: node.id })],
      undo: [word('dropJob', { node: node.id })],
    }),
}
