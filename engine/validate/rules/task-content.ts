import { called, error, nodesOf, type Rule } from '../rule.ts'

/** Script, business rule and send tasks say what they evaluate or send. */
export const taskContent: Rule = model => [
  ...nodesOf(model, 'scriptTask')
    .filter(node => !node.script)
    .map(node =>
      error(node.id, `${called(node)} has no script. Write a FEEL expression.`, { property: 'expression' }),
    ),
  ...nodesOf(model, 'businessRuleTask')
    .filter(node => !node.decision && !node.decisions && !node.decisionRef && !node.connector)
    .map(node =>
      error(
        node.id,
        `${called(node)} decides nothing. Write a FEEL expression, or give it a decision table.`,
        {
          property: 'expression',
        },
      ),
    ),
  ...nodesOf(model, 'sendTask')
    .filter(node => !node.message && !node.connector)
    .map(node =>
      error(node.id, `${called(node)} sends nothing. Name a message or choose a connector.`, {
        property: 'connector',
      }),
    ),
]
