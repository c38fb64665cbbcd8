import { called, error, type Rule } from '../rule.ts'

/** Every input that a connector cannot do without has a value; what they are, only the world outside knows. */
export const connectorInputs: Rule = (model, { connectorInputs: needed = {} }) =>
  Object.values(model.nodes).flatMap(node => {
    if (!('connector' in node) || !node.connector) return []
    const given = new Set(node.connector.parameters.map(parameter => parameter.name))
    const missing = (needed[node.connector.type] ?? []).filter(({ name }) => !given.has(name))
    return missing.map(({ name, title }) =>
      error(node.id, `${called(node)} needs a value for "${title}". Write one, or an expression.`, {
        property: `connector.${name}`,
      }),
    )
  })
