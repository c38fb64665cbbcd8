import { called, error, type Finding, nodesOf, type Rule } from '../rule.ts'

/** An event that waits says what for; messages and signals have names, conditions are there. */
export const eventDefinition: Rule = model => [
  ...nodesOf(model, 'catchEvent', 'boundaryEvent')
    .filter(node => node.triggers.length === 0)
    .map(node =>
      error(
        node.id,
        `${called(node)} does not say what it waits for. Make it a message, timer or other event.`,
      ),
    ),
  ...Object.values(model.nodes).flatMap((node): Finding[] => {
    const triggers = node.type === 'receiveTask' ? [node.message] : 'triggers' in node ? node.triggers : []
    return triggers.flatMap((trigger): Finding[] => {
      if (trigger.type !== 'message' && trigger.type !== 'signal') return []
      if (trigger.name.type !== 'literal' || trigger.name.value !== '') return []
      if ('connector' in node && node.connector) return []
      return [
        error(node.id, `${called(node)} names no ${trigger.type}. Say which one.`, {
          property: trigger.type,
        }),
      ]
    })
  }),
]
