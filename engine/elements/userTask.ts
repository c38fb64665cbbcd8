import { activity, type ElementKind } from './kind.ts'
import { word } from './vocabulary.ts'

/** User task (§10.3.4.1): waits for a person; its outgoing flows may be the answers the person chooses from. */
export const userTask: ElementKind<'userTask'> = {
  state: (node, model) =>
    activity(node, model, {
      begin: [word('createUserTask', { node: node.id })],
      undo: [word('closeUserTask', { node: node.id })],
    }),
}
