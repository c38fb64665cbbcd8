import { type Parsed, parseBpmn as parseDrawing } from '../model/parse.ts'
import type { Problem, ProcessModel } from '../model/types.ts'
import { parseDecisions } from './parse.ts'

/** Reads a BPMN file as `model/parse.ts` does, and the DMN files that its business rule tasks carry. */
export async function parseBpmn(...args: Parameters<typeof parseDrawing>): Promise<Parsed> {
  const parsed = await parseDrawing(...args)
  const problems = await Promise.all(parsed.models.map(readDecisions))
  return { ...parsed, problems: [...parsed.problems, ...problems.flat()] }
}

/** Puts what the DMN texts of a process mean into its tasks, in the place of the texts. */
async function readDecisions(process: ProcessModel): Promise<Problem[]> {
  const problems: Problem[] = []
  for (const node of Object.values(process.nodes)) {
    if (node.type !== 'businessRuleTask' || node.dmn === undefined) continue
    const { model, problems: found } = await parseDecisions(node.dmn)
    delete node.dmn
    if (model) node.decisions = model
    problems.push(...found.map(problem => ({ ...problem, element: node.id, property: 'dmn' })))
    const asked = model && node.decisionRef
    if (asked && !Object.values(model.decisions).some(({ id, name }) => id === asked || name === asked)) {
      const message = `"${node.name}" asks for the decision "${asked}", which is not in its table. Choose one of: ${Object.keys(model.decisions).join(', ')}.`
      problems.push({
        rule: 'decision',
        severity: 'error',
        element: node.id,
        property: 'decisionRef',
        message,
      })
    }
  }
  return problems
}
