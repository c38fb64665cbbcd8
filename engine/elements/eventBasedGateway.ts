import { encode } from './encode.ts'
import type { ElementKind } from './kind.ts'
import { word } from './vocabulary.ts'

/** Event-based gateway (§13.4.4): the first of the events behind it decides the way. */
export const eventBasedGateway: ElementKind<'eventBasedGateway'> = {
  state: (node, model) => ({
    entry: [word('offer', { node: node.id })],
    exit: [word('silence', { node: node.id })],
    on: Object.fromEntries(
      node.outgoing.map(id => {
        const flow = model.flows[id]!
        return [
          `event:${encode(flow.target)}`,
          [{ target: encode(flow.target), actions: [word('take', { flow: id })] }],
        ]
      }),
    ),
  }),
}
