import type { Problem } from '#engine/pure.ts'
import type { Catalogue } from '../catalogue.ts'

/** The rules come when the drawing is on the screen: they weigh more than everything it takes to show it. */
const engine = () => import('#engine/pure.ts')

/** Everything wrong or doubtful in a drawing, by the very rules the server publishes by. */
export async function checkDrawing(xml: string, catalogue: Catalogue): Promise<Problem[]> {
  const { parseBpmn, requiredInputs, validate } = await engine()
  const parsed = await parseBpmn(xml)
  const known = { ...knownOf(catalogue), connectorInputs: requiredInputs(catalogue.connectors) }
  return [...parsed.problems, ...parsed.models.flatMap(model => validate(model, known))]
}

/** Names the rules compare with; a list that is empty is unknown rather than forbidden. */
function knownOf({ connectors, templates, processes, fields }: Catalogue) {
  const names = (list: string[]) => (list.length > 0 ? list : undefined)
  return {
    connectors: names(connectors.map(connector => connector.type)),
    templates: names(templates.map(template => template.id)),
    processes: names(processes.map(process => process.key)),
    choices: choicesOf(fields),
  }
}

/** What conditions may find in the CRM's fields that are chosen from a list. */
function choicesOf(fields: Catalogue['fields']): Record<string, string[]> {
  const listed = Object.entries(fields).flatMap(([entity, all]) =>
    all.flatMap(({ key, choices }) => (choices ? [[`${entity}.${key}`, choices] as const] : [])),
  )
  return Object.fromEntries(listed)
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
