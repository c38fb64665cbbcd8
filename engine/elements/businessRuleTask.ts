import { activity, type ElementKind } from './kind.ts'
import { word } from './vocabulary.ts'

/** Business rule task (§10.3.3): decides by FEEL or by its own DMN tables at once, or waits for whoever evaluates the decision. */
export const businessRuleTask: ElementKind<'businessRuleTask'> = {
  state: (node, model) =>
    node.decision || node.decisions
      ? activity(node, model, {
          begin: [word('decide', { node: node.id }), word('pass', { node: node.id })],
        })
      : activity(node, model, {
          begin: [word('startJob', { node: node.id })],
          undo: [word('dropJob', { node: node.id })],
        }),
}
