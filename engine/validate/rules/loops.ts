import { called, error, type Finding, type Rule, warning } from '../rule.ts'

/** A loop says how often (§10.3.7). */
export const loops: Rule = model =>
  Object.values(model.nodes).flatMap((node): Finding[] => {
    if (!('loop' in node) || !node.loop) return []
    if (node.loop.type === 'standard')
      return node.loop.condition || node.loop.maximum
        ? []
        : [
            warning(
              node.id,
              `${called(node)} is marked as a loop, but has no condition and no maximum, so it is done once. Say how often.`,
              { property: 'loopCondition' },
            ),
          ]
    return node.loop.collection || node.loop.cardinality
      ? []
      : [
          error(
            node.id,
            `${called(node)} is to be done several times, but not how often. Give a collection or a number.`,
            { property: 'collection' },
          ),
        ]
  })
