import { activity, type ElementKind } from './kind.ts'
import { word } from './vocabulary.ts'

/** Ad-hoc sub-process (§10.3.5.3): its activities begin in any order, by command, until its condition holds. */
export const adHocSubProcess: ElementKind<'adHocSubProcess'> = {
  state: (node, model) =>
    activity(node, model, {
      begin: [word('openAdHoc', { node: node.id })],
      undo: [word('closeScope', { node: node.id })],
    }),
}
