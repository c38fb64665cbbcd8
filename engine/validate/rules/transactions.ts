import type { FlowNode, ProcessModel } from '../../model/types.ts'
import { called, error, type Finding, type Rule, warning } from '../rule.ts'

/** Cancel events belong to transactions (§10.3.5.5). */
export const transactions: Rule = model =>
  Object.values(model.nodes).flatMap((node): Finding[] => {
    if (!('triggers' in node) || !node.triggers.some(trigger => trigger.type === 'cancel')) return []
    if (node.type === 'boundaryEvent')
      return model.nodes[node.host]?.type === 'transaction'
        ? []
        : [
            error(
              node.id,
              `${called(node)} catches a cancel, but is attached to no transaction. Attach it to one.`,
            ),
          ]
    const around = transactionAround(node, model)
    if (!around)
      return [
        error(
          node.id,
          `${called(node)} cancels a transaction, but there is none around it. Use an error end event.`,
        ),
      ]
    const caught = 'boundary' in around && around.boundary.some(id => catchesCancel(model.nodes[id]!))
    return caught
      ? []
      : [
          warning(
            around.id,
            `${called(around)} can be cancelled, but has no cancel boundary event, so it goes on as if completed. Attach one.`,
          ),
        ]
  })

function catchesCancel(node: FlowNode): boolean {
  return 'triggers' in node && node.triggers.some(trigger => trigger.type === 'cancel')
}

function transactionAround(node: FlowNode, model: ProcessModel): FlowNode | undefined {
  let around = model.nodes[node.scope]
  while (around && around.type !== 'transaction') around = model.nodes[around.scope]
  return around
}
