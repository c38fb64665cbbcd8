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
    for (const name of clocksOf(value as Record<string, unknown>)) names.add(name)
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

/** Timers and due dates are counted by the house's clock; by its calendar where working time may be meant. */
function clocksOf({ type, value, due, calendar, within, dueCounting }: Record<string, unknown>): string[] {
  const written = type === 'timer' ? value : due
  if (written === null || typeof written !== 'object') return []
  const { type: kind, value: literal } = written as { type?: unknown; value?: unknown }
  const plain = kind === 'literal' && !/working|business/i.test(String(literal))
  return plain && !calendar && !within && !dueCounting ? ['zone'] : ['calendar', 'zone']
}
