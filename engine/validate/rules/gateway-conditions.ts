import type { FlowNode, ProcessModel } from '../../model/types.ts'
import { called, error, type Rule, warning } from '../rule.ts'

/** A gateway that chooses needs a condition on every flow but one, which is then the default (§13.4.2, §13.4.3). */
export const gatewayConditions: Rule = model =>
  Object.values(model.nodes).flatMap(node => {
    if (node.type !== 'exclusiveGateway' && node.type !== 'inclusiveGateway') return []
    if (node.outgoing.length < 2) return []
    const free = node.outgoing.filter(id => !model.flows[id]!.condition && id !== node.default)
    if (free.length === 0) return []
    if (
      node.type === 'exclusiveGateway' &&
      free.length === node.outgoing.length &&
      afterUserTasks(node, model)
    )
      return []
    if (node.type === 'inclusiveGateway' && free.length < node.outgoing.length) return []
    if (free.length === 1 && !node.default)
      return [
        warning(
          free[0]!,
          `The flow from ${called(node)} has no condition, so it is taken when no other holds. Mark it as the default flow.`,
          {
            property: 'condition',
            fix: 'setDefault',
          },
        ),
      ]
    return free.map(id =>
      error(
        id,
        `${called(node)} cannot choose: this flow has no condition. Write one, or make it the default flow.`,
        {
          property: 'condition',
          fix: 'addCondition',
        },
      ),
    )
  })

/** Then the flows are answers a person chooses from. */
function afterUserTasks(gateway: FlowNode, model: ProcessModel): boolean {
  const sources = gateway.incoming.map(id => model.nodes[model.flows[id]!.source]!)
  return (
    sources.length > 0 && sources.every(source => source.type === 'userTask' && source.outgoing.length === 1)
  )
}
