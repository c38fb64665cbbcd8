import { called, nodesOf, type Rule, warning } from '../rule.ts'

/** A parallel gateway takes all its flows (§13.4.1). */
export const parallelConditions: Rule = model =>
  nodesOf(model, 'parallelGateway').flatMap(node =>
    node.outgoing
      .filter(id => model.flows[id]!.condition)
      .map(id =>
        warning(
          id,
          `${called(node)} takes all its flows, so this condition is ignored. Use an inclusive gateway, or remove it.`,
          {
            property: 'condition',
          },
        ),
      ),
  )
