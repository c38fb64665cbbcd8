import { type ElementKind, passing } from './kind.ts'
import { word } from './vocabulary.ts'

/** Start event (§10.5.2): what started the scope has happened already, so it passes. */
export const startEvent: ElementKind<'startEvent'> = {
  state: (node, model) => passing(node, model, [word('pass', { node: node.id })]),
}
