import { activity, type ElementKind } from './kind.ts'
import { word } from './vocabulary.ts'

/** Script task (§10.3.3): evaluates FEEL and takes the value as its result. */
export const scriptTask: ElementKind<'scriptTask'> = {
  state: (node, model) =>
    activity(node, model, {
      begin: [word('runScript', { node: node.id }), word('pass', { node: node.id })],
    }),
}
