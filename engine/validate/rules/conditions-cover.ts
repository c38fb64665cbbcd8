import { evaluate } from '../../model/expressions.ts'
import type { Json } from '../../model/json.ts'
import type { FlowNode, ProcessModel } from '../../model/types.ts'
import { called, type Finding, info, type Rule, warning } from '../rule.ts'
import { contextsOf, samplesFor } from '../samples.ts'

/** The conditions of an exclusive gateway leave no value without a way, and none with two. */
export const conditionsCover: Rule = model =>
  Object.values(model.nodes).flatMap(node => (node.type === 'exclusiveGateway' ? check(node, model) : []))

function check(node: Extract<FlowNode, { type: 'exclusiveGateway' }>, model: ProcessModel): Finding[] {
  const flows = node.outgoing.map(id => model.flows[id]!).filter(flow => flow.id !== node.default)
  const texts = flows.flatMap(({ condition }) => (condition?.type === 'feel' ? [condition.text] : []))
  if (flows.length === 0 || texts.length < flows.length) return []
  const samples = samplesFor(texts)
  const contexts = samples && contextsOf(samples)
  if (!contexts) return []
  const holding = (context: Record<string, Json>) =>
    flows.filter((_, i) => evaluate(texts[i]!, context) === true)
  const gap = node.default === undefined ? contexts.find(context => holding(context).length === 0) : undefined
  const overlap = contexts.find(context => holding(context).length > 1)
  return [
    ...(gap
      ? [
          warning(
            node.id,
            `${called(node)} has no way for ${said(gap)}. Add a default flow, or a condition for it.`,
            { property: 'condition', fix: 'setDefault' },
          ),
        ]
      : []),
    ...(overlap
      ? [
          info(
            node.id,
            `${called(node)} has ${holding(overlap).length} ways for ${said(overlap)}; the first in the drawing is taken. Make the conditions exclude each other if that is not meant.`,
            { property: 'condition' },
          ),
        ]
      : []),
  ]
}

/** `deal.amount = 100 and region = "north"` */
function said(context: Record<string, Json>, prefix = ''): string {
  return Object.entries(context)
    .map(([name, value]) =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? said(value, `${prefix}${name}.`)
        : `${prefix}${name} = ${JSON.stringify(value)}`,
    )
    .join(' and ')
}
