import { activity, type ElementKind } from './kind.ts'
import { word } from './vocabulary.ts'

/** Send task (§10.3.3): throws its message and passes, or waits for the connector that does the sending. */
export const sendTask: ElementKind<'sendTask'> = {
  state: (node, model) =>
    node.connector || !node.message
      ? activity(node, model, {
          begin: [word('startJob', { node: node.id })],
          undo: [word('dropJob', { node: node.id })],
        })
      : activity(node, model, {
          begin: [word('sendMessage', { node: node.id }), word('pass', { node: node.id })],
        }),
}
