/** What a decision model needs to be told. */

import type { DecisionModel, Logic } from '../model/decision.ts'
import { compileExpression } from '../model/expressions.ts'

/** Root names its expressions read that it does not make itself. */
export function readsOf(model: DecisionModel): string[] {
  const found = new Set<string>()
  for (const { logic, requires } of Object.values(model.decisions)) {
    const made = new Set(requires.map(id => model.decisions[id]?.variable))
    for (const name of namesIn(model, logic)) if (!made.has(name)) found.add(name)
  }
  for (const { logic, parameters } of Object.values(model.functions)) {
    for (const name of namesIn(model, logic)) if (!parameters.includes(name)) found.add(name)
  }
  for (const name of Object.keys(model.functions)) found.delete(name)
  return [...found]
}

function namesIn(model: DecisionModel, logic: Logic): string[] {
  const read = (text: string, dialect?: 'unaryTests') => {
    const compiled =
      text === '' || text === '-' ? undefined : compileExpression(text, { dialect, context: model.names })
    return compiled?.ok ? compiled.expression.reads : []
  }
  switch (logic.type) {
    case 'literal':
      return read(logic.text)
    case 'table':
      return [
        ...logic.inputs.flatMap(({ text }) => read(text)),
        ...logic.outputs.flatMap(({ otherwise }) => read(otherwise ?? '')),
        ...logic.rules.flatMap(rule => [
          ...rule.when.flatMap(test => read(test, 'unaryTests')),
          ...rule.then.flatMap(text => read(text)),
        ]),
      ]
    case 'context': {
      const known = new Set(logic.entries.map(({ name }) => name))
      return logic.entries.flatMap(entry => namesIn(model, entry.logic)).filter(name => !known.has(name))
    }
    case 'list':
      return logic.items.flatMap(item => namesIn(model, item))
    case 'relation':
      return logic.rows.flat().flatMap(cell => namesIn(model, cell))
    case 'invocation':
      return logic.bindings.flatMap(binding => namesIn(model, binding.logic))
    case 'none':
      return []
  }
}
