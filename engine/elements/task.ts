import { activity, type ElementKind } from './kind.ts'
import { word } from './vocabulary.ts'

/** Undefined task and manual task (§10.3.3): nothing for an engine to do, they pass and leave their mark in history. */
export const task: ElementKind<'task' | 'manualTask'> = {
  state: (node, model) => activity(node, model, { begin: [word('pass', { node: node.id })] }),
}
