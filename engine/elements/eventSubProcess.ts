import type { ElementKind } from './kind.ts'
import { word } from './vocabulary.ts'

/**
 * Event sub-process (§10.3.5.2): no flow leads in or out. Its scope listens for its start event; each occurrence is a
 * token at this node, which holds the enclosing scope open until the inside is empty.
 */
export const eventSubProcess: ElementKind<'eventSubProcess'> = {
  state: ({ id }) => ({
    entry: [word('openScope', { node: id })],
    exit: [word('closeScope', { node: id })],
    on: {
      done: [{ actions: [word('leave', { node: id })] }],
      leave: [{ target: '$done', actions: [word('end', { node: id })] }],
    },
  }),
}
