import { type ElementKind, passing } from './kind.ts'
import { word } from './vocabulary.ts'

/** Inclusive gateway (§13.4.3): joins what can still come, goes on by every flow whose condition holds. */
export const inclusiveGateway: ElementKind<'inclusiveGateway'> = {
  state: (node, model) =>
    passing(node, model, [
      node.incoming.length > 1
        ? word('arrive', { node: node.id, rule: 'inclusive' })
        : word('pass', { node: node.id }),
    ]),
}
