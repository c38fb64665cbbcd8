import { type ElementKind, passing } from './kind.ts'
import { word } from './vocabulary.ts'

/** Exclusive gateway (§13.4.2): every token passes by the first flow whose condition holds. */
export const exclusiveGateway: ElementKind<'exclusiveGateway'> = {
  state: (node, model) => passing(node, model, [word('pass', { node: node.id })]),
}
