import { encode } from './encode.ts'
import { type ElementKind, passing } from './kind.ts'
import { throwing, undoing } from './triggers/index.ts'

/** Intermediate throw event (§10.5.4): throws all its triggers in drawing order; a link goes on at its target. */
export const throwEvent: ElementKind<'throwEvent'> = {
  state(node, model) {
    const state = { ...passing(node, model, throwing(node)), exit: undoing(node) }
    const link = node.triggers.find(trigger => trigger.type === 'link')
    if (!link) return state
    const target = Object.values(model.nodes).find(
      other =>
        other.type === 'catchEvent' &&
        other.scope === node.scope &&
        other.triggers.some(trigger => trigger.type === 'link' && trigger.name === link.name),
    )
    return target ? { ...state, on: { ...state.on, leave: [{ target: encode(target.id) }] } } : state
  },
}
