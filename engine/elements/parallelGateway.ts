import { type ElementKind, passing } from './kind.ts'
import { word } from './vocabulary.ts'

/** Parallel gateway (§13.4.1): one token from each incoming flow becomes one on each outgoing flow. */
export const parallelGateway: ElementKind<'parallelGateway'> = {
  state: (node, model) =>
    passing(node, model, [
      node.incoming.length > 1
        ? word('arrive', { node: node.id, rule: 'parallel' })
        : word('pass', { node: node.id }),
    ]),
}
