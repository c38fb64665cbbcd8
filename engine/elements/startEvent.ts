import { type ElementKind, passing } from './kind.ts'
import { word } from './vocabulary.ts'

/** Start event (§10.5.2): what started the scope has happened, so it passes; a parallel multiple one awaits the rest. */
export const startEvent: ElementKind<'startEvent'> = {
  state(node, model) {
    const awaits = node.parallelMultiple && node.triggers.length > 1 && node.scope === model.key
    return {
      ...passing(node, model, [word(awaits ? 'awaitRest' : 'pass', { node: node.id })]),
      ...(awaits && { exit: [word('silence', { node: node.id })] }),
    }
  },
}
