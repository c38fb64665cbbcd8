import { activity, type ElementKind } from './kind.ts'
import { word } from './vocabulary.ts'

/** Receive task (§10.3.3): waits for its message. */
export const receiveTask: ElementKind<'receiveTask'> = {
  state: (node, model) => activity(node, model, { begin: [word('listen', { node: node.id })] }),
}
