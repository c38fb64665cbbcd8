import { type ElementKind, passing } from './kind.ts'
import { word } from './vocabulary.ts'

/** Boundary event (§10.5.4): the activity's state listens for it; a token that comes here has already caught it. */
export const boundaryEvent: ElementKind<'boundaryEvent'> = {
  state: (node, model) => passing(node, model, [word('pass', { node: node.id })]),
}
