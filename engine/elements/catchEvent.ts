import { type ElementKind, passing } from './kind.ts'
import { word } from './vocabulary.ts'

/** Intermediate catch event (§10.5.4): waits for any of its triggers, or for all of them; a link target just passes. */
export const catchEvent: ElementKind<'catchEvent'> = {
  state(node, model) {
    const waits = node.triggers.some(trigger => trigger.type !== 'link')
    if (!waits) return passing(node, model, [word('pass', { node: node.id })])
    return {
      ...passing(node, model, [word('mapInputs', { node: node.id }), word('listen', { node: node.id })]),
      exit: [word('silence', { node: node.id })],
    }
  },
}
