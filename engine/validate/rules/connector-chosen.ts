import { called, error, type Finding, nodesOf, type Rule } from '../rule.ts'

/** A service task says what it does, with a connector and templates that exist. */
export const connectorChosen: Rule = (model, known) => {
  const silent = nodesOf(model, 'serviceTask')
    .filter(node => !node.connector)
    .map(node =>
      error(node.id, `${called(node)} does not say what it does. Choose a connector.`, {
        property: 'connector',
      }),
    )
  const unknown = Object.values(model.nodes).flatMap((node): Finding[] => {
    if (!('connector' in node) || !node.connector) return []
    const { type, parameters } = node.connector
    if (known.connectors && !node.connector.external && !known.connectors.includes(type))
      return [
        error(
          node.id,
          `${called(node)} uses the connector "${type}", which does not exist here. Choose another.`,
          { property: 'connector' },
        ),
      ]
    const template = parameters.find(parameter => parameter.name === 'template')?.value
    if (!known.templates || template?.type !== 'literal' || known.templates.includes(String(template.value)))
      return []
    return [
      error(
        node.id,
        `${called(node)} uses the template "${template.value}", which does not exist. Choose or create it.`,
        {
          property: 'connector.template',
        },
      ),
    ]
  })
  return [...silent, ...unknown]
}
