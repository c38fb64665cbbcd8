/** Boxed expressions as dmn-moddle reads them, to ours. */
import type { Aggregation, DecisionTable, HitPolicy, Logic } from '../model/decision.ts'
import type { DmnElement } from './parse.ts'

/** The logic of a decision, a context entry, a list item …; `none` where there is nothing to compute. */
export function logicOf(element: DmnElement | undefined): Logic {
  const read = element && readers[element.$type]
  return read ? read(element) : { type: 'none' }
}

const readers: Record<string, (element: DmnElement) => Logic> = {
  'dmn:LiteralExpression': element => ({ type: 'literal', text: textOf(element.text) }),
  'dmn:DecisionTable': readTable,
  'dmn:Context': element => ({
    type: 'context',
    entries: children(element.contextEntry).map(entry => {
      const name = textOf(entry.variable?.name)
      return { ...(name && { name }), logic: logicOf(entry.value as DmnElement | undefined) }
    }),
  }),
  'dmn:List': element => ({ type: 'list', items: children(element.elements).map(logicOf) }),
  'dmn:Relation': element => ({
    type: 'relation',
    columns: children(element.column).map(column => column.name ?? ''),
    rows: children(element.row).map(row => children(row.elements).map(logicOf)),
  }),
  'dmn:Invocation': element => ({
    type: 'invocation',
    name: textOf((element.calledFunction as DmnElement | undefined)?.text),
    bindings: children(element.binding).map(binding => ({
      name: (binding.parameter as DmnElement | undefined)?.name ?? '',
      logic: logicOf(binding.bindingFormula as DmnElement | undefined),
    })),
  }),
}

function readTable(element: DmnElement): DecisionTable {
  const outputs = children(element.output).map((output, i) => {
    const values = textOf((output.outputValues as DmnElement | undefined)?.text)
    const otherwise = textOf((output.defaultOutputEntry as DmnElement | undefined)?.text)
    return {
      name: output.name ?? (output.label as string | undefined) ?? `output ${i + 1}`,
      ...(values && { values }),
      ...(otherwise && { otherwise }),
    }
  })
  return {
    type: 'table',
    hitPolicy: (element.hitPolicy as HitPolicy | undefined) ?? 'UNIQUE',
    ...(element.aggregation ? { aggregation: element.aggregation as Aggregation } : {}),
    inputs: children(element.input).map(input => {
      const text = textOf((input.inputExpression as DmnElement | undefined)?.text)
      return { text: text || textOf(input.label), ...(input.label ? { label: textOf(input.label) } : {}) }
    }),
    outputs,
    rules: children(element.rule).map((rule, i) => ({
      id: rule.id ?? `rule ${i + 1}`,
      when: children(rule.inputEntry).map(entry => textOf(entry.text)),
      // biome-ignore lint/suspicious/noThenProperty: DMN's word; a rule is never awaited.
      then: children(rule.outputEntry).map(entry => textOf(entry.text)),
    })),
  }
}

function children(value: unknown): DmnElement[] {
  return Array.isArray(value) ? (value as DmnElement[]) : []
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : ''
}
