import { called, nodesOf, type Rule, warning } from '../rule.ts'

/** Several flows out of a user task are its buttons when all have names; some named and some not is a slip. */
export const outcomesNamed: Rule = model =>
  nodesOf(model, 'userTask').flatMap(node => {
    const flows = node.outgoing.map(id => model.flows[id]!)
    if (flows.length < 2 || flows.some(flow => flow.condition) || flows.every(flow => flow.name)) return []
    return flows
      .filter(flow => !flow.name)
      .map(flow =>
        warning(
          flow.id,
          `This flow out of ${called(node)} has no name, so all its flows are taken at once instead of being a choice. Name every one.`,
          { property: 'name' },
        ),
      )
  })
