import { compileExpression } from '../model/expressions.ts'
import type { ProcessModel } from '../model/types.ts'

/** The root names that the expressions of a drawing read; the runtime brings CRM data under these names. */
export function readsOf(model: ProcessModel): string[] {
  const names = new Set<string>()
  const visit = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return
    const { type, text, showWhen, bind } = value as Record<string, unknown>
    if (type === 'feel' && typeof text === 'string') read(text)
    if (typeof showWhen === 'string') read(showWhen)
    if (typeof bind === 'string') names.add(bind.split('.')[0]!)
    for (const inner of Array.isArray(value) ? value : Object.values(value)) visit(inner)
  }
  const read = (text: string) => {
    const compiled = compileExpression(text)
    if (compiled.ok) for (const name of compiled.expression.reads) names.add(name)
  }
  visit(model.nodes)
  visit(model.flows)
  visit(model.scopes)
  for (const { properties } of model.correlations) visit(properties.map(({ binding }) => binding))
  return [...names].sort()
}
