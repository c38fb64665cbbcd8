import type { FlowNode, FormFieldModel, ProcessModel, SequenceFlow } from '../../model/types.ts'
import { type Case, casesOf, said } from '../conditions/cases.ts'
import type { Domain } from '../conditions/values.ts'
import { called, type Finding, info, type Rule, warning } from '../rule.ts'

/**
 * The conditions of a choice leave no value without a way, each can hold, and at an exclusive gateway none is hidden by
 * those before it or shares values with another by accident. Looked at where they compare variables with constants or
 * with each other; silent about all else.
 */
export const conditionsCover: Rule = (model, known) => {
  const domains = domainsOf(model, known.choices ?? {})
  return Object.values(model.nodes).flatMap(node => check(node, model, domains))
}

function check(node: FlowNode, model: ProcessModel, domains: Map<string, Domain>): Finding[] {
  const otherwise = 'default' in node ? node.default : undefined
  const flows = node.outgoing.map(id => model.flows[id]!).filter(flow => flow.id !== otherwise)
  const texts = flows.flatMap(({ condition }) => (condition?.type === 'feel' ? [condition.text] : []))
  if (flows.length === 0 || texts.length < flows.length) return []
  const cases = casesOf(texts, domains)
  if (!cases) return []
  const never = flows.flatMap((flow, n) => neverTaken(node, flow, n, cases))
  return [
    ...(otherwise === undefined ? gap(node, cases) : []),
    ...never,
    ...(node.type === 'exclusiveGateway' ? overlap(node, flows, cases, model) : []),
  ]
}

function gap(node: FlowNode, cases: Case[]): Finding[] {
  const isGap = ({ holds }: Case) => !holds.includes(true)
  const found = cases.find(isGap)
  if (!found) return []
  const value = said(found, cases, isGap)
  const message =
    value === ''
      ? `${called(node)} has no way that can be taken. Add a default flow, or a condition for it.`
      : `${called(node)} has no way for ${value}. Add a default flow, or a condition for it.`
  return [warning(node.id, message, { property: 'condition', fix: 'setDefault' })]
}

/** A condition that holds nowhere, or only where an earlier one of an exclusive gateway does. */
function neverTaken(node: FlowNode, flow: SequenceFlow, n: number, cases: Case[]): Finding[] {
  const held = cases.filter(({ holds }) => holds[n])
  if (held.length === 0 && cases.some(({ samples }) => samples.length > 0))
    return [
      warning(
        flow.id,
        `The condition of this flow from ${called(node)} holds for no value, so it is never taken.`,
        {
          property: 'condition',
        },
      ),
    ]
  const hidden = held.length > 0 && held.every(({ holds }) => holds.slice(0, n).includes(true))
  if (node.type !== 'exclusiveGateway' || !hidden) return []
  return [
    warning(
      flow.id,
      `This flow from ${called(node)} is never taken: whenever its condition holds, that of a flow before it holds too. Narrow the earlier condition, or remove this flow.`,
      { property: 'condition', fix: 'removeElement' },
    ),
  ]
}

/** Two conditions that hold at once: the order of the drawing decides, which is easily overlooked. */
function overlap(node: FlowNode, flows: SequenceFlow[], cases: Case[], model: ProcessModel): Finding[] {
  const isOverlap = ({ holds }: Case) => {
    const open = flows.filter((_, n) => holds[n])
    return new Set(open.map(({ target }) => target)).size > 1
  }
  const reachable = flows.map((_, n) =>
    cases.some(({ holds }) => holds[n] && !holds.slice(0, n).includes(true)),
  )
  const pairs = flows.flatMap((_, n) => flows.slice(n + 1).map((__, m) => [n, n + 1 + m] as const))
  const shared = pairs.filter(
    ([n, m]) =>
      reachable[n] &&
      reachable[m] &&
      flows[n]!.target !== flows[m]!.target &&
      cases.some(({ holds }) => holds[n] && holds[m]),
  )
  // One inside the other, the narrower first, is how people write "otherwise"; a part in common is mostly a slip.
  const slips = shared
    .filter(([n, m]) => cases.some(({ holds }) => holds[n] && !holds[m]))
    .filter(([n, m]) => cases.some(({ holds }) => holds[m] && !holds[n]))
  const pair = slips.find(([n, m]) => !earlierBelow(n, m, cases)) ?? shared[0]
  if (!pair) return []
  const [n, m] = pair
  const both = ({ holds }: Case) => holds[n] === true && holds[m] === true
  const found = cases.find(one => both(one) && isOverlap(one))
  if (!found) return []
  const tell = slips.includes(pair) ? warning : info
  const ways = [flows[n]!, flows[m]!].map(flow => wayOf(flow, model))
  return [
    tell(
      node.id,
      `${called(node)} has ${found.holds.filter(Boolean).length} ways for ${said(found, cases, both)}; the first in the drawing is taken (${ways[0]}, not ${ways[1]}). Make the conditions exclude each other if that is not meant.`,
      { property: 'condition' },
    ),
  ]
}

/** Whether an even earlier way takes all that the two have in common. */
function earlierBelow(n: number, m: number, cases: Case[]): boolean {
  return cases.every(({ holds }) => !(holds[n] && holds[m]) || holds.slice(0, n).includes(true))
}

function wayOf(flow: SequenceFlow, model: ProcessModel): string {
  return flow.name ? `"${flow.name}"` : called(model.nodes[flow.target]!)
}

/** What forms and fields tell of variables: choices of a list, bounds of a number. */
function domainsOf(model: ProcessModel, choices: Record<string, string[]>): Map<string, Domain> {
  const domains = new Map<string, Domain>(
    Object.entries(choices).map(([path, list]) => [path, { choices: list }]),
  )
  const fields = new Map<string, FormFieldModel[]>()
  for (const node of Object.values(model.nodes))
    for (const field of 'form' in node ? node.form : []) {
      const path = field.bind ?? field.key
      fields.set(path, [...(fields.get(path) ?? []), field])
    }
  const written = new Set(Object.values(model.nodes).flatMap(writtenBy))
  for (const [path, list] of fields)
    if (!domains.has(path) && !written.has(path)) domains.set(path, domainOf(list))
  return domains
}

function domainOf(fields: FormFieldModel[]): Domain {
  const lists = fields.map(({ type, options }) =>
    type === 'select' && Array.isArray(options) ? options.map(({ value }) => value) : null,
  )
  const [first] = fields
  const numeric = first!.type === 'number' || first!.type === 'money'
  return {
    ...(lists.every(list => list !== null) && { choices: lists.flat() }),
    ...(fields.length === 1 && numeric && first!.min !== undefined && { min: first!.min }),
    ...(fields.length === 1 && numeric && first!.max !== undefined && { max: first!.max }),
  }
}

/** Variables that get their value elsewhere than in a form. */
function writtenBy(node: FlowNode): string[] {
  const results = 'result' in node && typeof node.result === 'string' ? [node.result] : []
  const connector = 'connector' in node ? node.connector?.result : undefined
  return [
    ...results,
    ...(connector === undefined ? [] : [connector]),
    ...node.mapping.outputs.map(({ target }) => target),
  ]
}
