import { type ElementKind, passing } from './kind.ts'
import { word } from './vocabulary.ts'

/** Complex gateway (§13.4.5): fires when its activation condition holds, then waits for the rest before it may again. */
export const complexGateway: ElementKind<'complexGateway'> = {
  state: (node, model) =>
    passing(node, model, [
      node.incoming.length > 1
        ? word('arrive', { node: node.id, rule: 'complex' })
        : word('pass', { node: node.id }),
    ]),
}
