import { called, error, type Finding, type Rule } from '../rule.ts'

/** An activity takes and gives at least one token (table 10.3). */
export const quantities: Rule = model =>
  Object.values(model.nodes).flatMap((node): Finding[] => {
    if (!('startQuantity' in node)) return []
    return (['startQuantity', 'completionQuantity'] as const)
      .filter(name => !(Number.isInteger(node[name]) && node[name] >= 1))
      .map(property =>
        error(node.id, `The ${property} of ${called(node)} is ${node[property]}. Make it 1 or more.`, {
          property,
        }),
      )
  })
