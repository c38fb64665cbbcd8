import { type Problem, type ProcessModel, parseBpmn, validate } from '#engine/pure.ts'
import type { Catalogue } from '../catalogue.ts'

/** Everything wrong or doubtful in a drawing, by the very rules the server publishes by. */
export async function checkDrawing(xml: string, catalogue: Catalogue): Promise<Problem[]> {
  const parsed = await parseBpmn(xml)
  const known = knownOf(catalogue)
  const found = parsed.models.flatMap(model => [
    ...validate(model, known),
    ...missingInputs(model, catalogue),
  ])
  return [...parsed.problems, ...found]
}

/** Inputs that a connector's schema requires and nobody gave; only who knows the connectors can tell. */
function missingInputs(model: ProcessModel, { connectors }: Catalogue): Problem[] {
  return Object.values(model.nodes).flatMap(node => {
    const used = 'connector' in node ? node.connector : undefined
    const known = connectors.find(connector => connector.type === used?.type)
    if (!used || !known) return []
    const given = new Set(used.parameters.map(parameter => parameter.name))
    const missing = (known.input.required ?? []).filter(name => !given.has(name))
    return missing.map((name): Problem => {
      const label = known.input.properties[name]?.title ?? name
      const message = `"${node.name || node.id}" needs a value for "${label}". Write one, or an expression.`
      return {
        rule: 'connector-inputs',
        severity: 'error',
        element: node.id,
        property: `connector.${name}`,
        message,
      }
    })
  })
}

/** Names the rules compare with; a list that is empty is unknown rather than forbidden. */
function knownOf({ connectors, templates, processes }: Catalogue) {
  const names = (list: string[]) => (list.length > 0 ? list : undefined)
  return {
    connectors: names(connectors.map(connector => connector.type)),
    templates: names(templates.map(template => template.id)),
    processes: names(processes.map(process => process.key)),
  }
}

const rank = { error: 0, warning: 1, info: 2 } as const

/** Worst first, then in the order of the drawing; the same sentence about the same element only once. */
export function sortProblems(problems: Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems
    .filter(problem => {
      const key = `${problem.element}|${problem.message}`
      return seen.has(key) ? false : Boolean(seen.add(key))
    })
    .sort((a, b) => rank[a.severity] - rank[b.severity])
}
