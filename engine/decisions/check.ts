/** What is wrong with a decision model before anybody asks it. */

import type { DecisionModel, DecisionTable, Logic } from '../model/decision.ts'
import { compileExpression } from '../model/expressions.ts'
import type { Problem } from '../model/types.ts'
import { withFunctions } from './decide.ts'

/** Unreadable expressions, missing requirements, rows that do not fit their table. */
export function checkDecisions(model: DecisionModel): Problem[] {
  const problems: Problem[] = []
  const report = (element: string, message: string, property?: string) =>
    problems.push({ rule: 'decision', severity: 'error', element, message, ...(property && { property }) })
  if (Object.keys(model.decisions).length === 0) report(model.id, 'The file holds no decision.')
  for (const decision of Object.values(model.decisions)) {
    if (decision.logic.type === 'none') report(decision.id, `The decision "${decision.name}" has no logic.`)
    for (const id of decision.requires) {
      if (!Object.hasOwn(model.decisions, id)) {
        report(decision.id, `"${decision.name}" requires the decision "${id}", which is not in the file.`)
      }
    }
    if (leadsTo(model, decision.id, decision.id))
      report(decision.id, `The decision "${decision.name}" requires itself.`)
    checkLogic(model, decision.logic, (message, property) =>
      report(decision.id, `${decision.name}: ${message}`, property),
    )
  }
  for (const { name, logic } of Object.values(model.functions)) {
    checkLogic(model, logic, (message, property) => report(name, `${name}: ${message}`, property))
  }
  return problems
}

type Report = (message: string, property?: string) => void

function leadsTo(model: DecisionModel, from: string, target: string, seen = new Set<string>()): boolean {
  return (model.decisions[from]?.requires ?? []).some(id => {
    if (id === target) return true
    if (seen.has(id)) return false
    seen.add(id)
    return leadsTo(model, id, target, seen)
  })
}

function checkLogic(model: DecisionModel, logic: Logic, report: Report): void {
  const text = (body: string, where: string, dialect?: 'unaryTests') => {
    if (body === '') return
    const whole = dialect ? body : withFunctions(model, body)
    const compiled = compileExpression(whole, { dialect, context: model.names })
    if (!compiled.ok) report(`"${body}" cannot be read. ${compiled.problem.message}`, where)
  }
  const checkAll = (parts: Logic[]) => {
    for (const part of parts) checkLogic(model, part, report)
  }
  switch (logic.type) {
    case 'literal':
      text(logic.text, 'expression')
      break
    case 'table':
      checkTable(logic, text, report)
      break
    case 'context':
      checkAll(logic.entries.map(entry => entry.logic))
      break
    case 'list':
      checkAll(logic.items)
      break
    case 'relation':
      checkAll(logic.rows.flat())
      break
    case 'invocation':
      if (!Object.hasOwn(model.functions, logic.name))
        report(`it calls "${logic.name}", which is not in the file.`)
      checkAll(logic.bindings.map(binding => binding.logic))
      break
    case 'none':
  }
}

function checkTable(
  table: DecisionTable,
  text: (body: string, where: string, dialect?: 'unaryTests') => void,
  report: Report,
): void {
  const ordered = table.hitPolicy === 'PRIORITY' || table.hitPolicy === 'OUTPUT ORDER'
  if (ordered && !table.outputs.some(output => output.values)) {
    report(`${table.hitPolicy} needs the outputs' values in order of priority.`, 'hitPolicy')
  }
  if (table.aggregation && table.outputs.length > 1)
    report(`${table.aggregation} needs a single output.`, 'hitPolicy')
  for (const input of table.inputs) text(input.text, 'input')
  for (const { values, otherwise } of table.outputs) {
    if (values) text(`[${values}]`, 'output values')
    if (otherwise) text(otherwise, 'default output')
  }
  for (const rule of table.rules) {
    if (rule.when.length !== table.inputs.length || rule.then.length !== table.outputs.length) {
      report(`the rule ${rule.id} has not one entry for each column.`, rule.id)
    }
    for (const test of rule.when) if (test !== '-') text(test, rule.id, 'unaryTests')
    for (const output of rule.then) if (output !== '-') text(output, rule.id)
  }
}
