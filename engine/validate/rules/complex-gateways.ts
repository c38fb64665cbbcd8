import { called, nodesOf, type Rule, warning } from '../rule.ts'

/** A complex gateway that joins says when (§13.4.5). */
export const complexGateways: Rule = model =>
  nodesOf(model, 'complexGateway')
    .filter(node => node.incoming.length > 1 && !node.activation)
    .map(node =>
      warning(
        node.id,
        `${called(node)} has no activation condition, so it joins like an inclusive gateway. Write one, for example activationCount >= 2.`,
        { property: 'activationCondition' },
      ),
    )
