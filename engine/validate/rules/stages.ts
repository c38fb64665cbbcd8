import type { FlowNode } from '../../model/types.ts'
import { called, error, type Finding, info, type Rule, warning } from '../rule.ts'

/** Stages have keys of their own, and jumps come from stages that exist. */
export const stages: Rule = model => {
  const nodes = Object.values(model.nodes).filter(
    (node): node is FlowNode & { stage: object } => node.stage !== undefined,
  )
  const byKey = new Map<string, FlowNode>()
  const found: Finding[] = []
  for (const node of nodes) {
    const { key, name, jumpFrom } = node.stage!
    const first = byKey.get(key)
    if (first && first.stage!.name !== name)
      found.push(
        error(
          node.id,
          `${called(node)} and ${called(first)} both are stage "${key}" under different names. Give one another key.`,
          { property: 'stage.key', fix: 'renameStage' },
        ),
      )
    byKey.set(key, first ?? node)
    if (jumpFrom === '*') continue
    for (const from of jumpFrom.filter(other => !nodes.some(candidate => candidate.stage!.key === other)))
      found.push(
        warning(
          node.id,
          `Cards may jump to ${called(node)} from stage "${from}", which does not exist. Correct the name.`,
          { property: 'stage.jumpFrom' },
        ),
      )
  }
  if (!model.pipeline) return found
  if (nodes.length === 0)
    found.push(warning(model.key, 'A pipeline needs stages. Mark the steps that are columns of the board.'))
  else if (!nodes.some(node => node.stage!.kind !== 'open'))
    found.push(
      info(model.key, 'No stage is marked as won or lost, so deals of this pipeline never count as closed.'),
    )
  return found
}
