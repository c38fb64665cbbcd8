import { called, type Rule, warning } from '../rule.ts'

/** The condition of a default flow is never looked at. */
export const defaultCondition: Rule = model =>
  Object.values(model.nodes).flatMap(node => {
    const flow = 'default' in node && node.default !== undefined ? model.flows[node.default] : undefined
    if (!flow?.condition) return []
    return [
      warning(
        flow.id,
        `This flow is the default of ${called(node)}, so its condition is ignored. Remove the condition.`,
        {
          property: 'condition',
        },
      ),
    ]
  })
