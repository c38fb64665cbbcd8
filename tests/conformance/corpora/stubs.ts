/** Makes other people's models runnable here: foreign scripts become jobs, foreign expressions plain ones. */
import type { Expression, FlowNode, Json, ProcessModel } from '#engine/pure.ts'

const STUB = 'stub'

export interface Stubs {
  /** Another expression in the place of this one; undefined keeps it. `where` is the property that holds it. */
  expression?: (expression: Expression, where: string, owner: string) => Expression | undefined
  /** Script tasks whose script becomes the input of a job. */
  scripts?: boolean
  /** Variables a job wants to see. */
  reads?: string[]
}

/** A model with its foreign parts replaced; the file itself stays as it is. */
export function stubbed(model: ProcessModel, stubs: Stubs): ProcessModel {
  const copy: ProcessModel = JSON.parse(JSON.stringify(model))
  for (const node of Object.values(copy.nodes)) copy.nodes[node.id] = stubNode(node, stubs)
  replaceIn(copy, '', copy.key, stubs)
  return copy
}

function stubNode(node: FlowNode, stubs: Stubs): FlowNode {
  if ('connector' in node && node.connector?.external) node.connector.parameters = []
  if (node.type === 'scriptTask' && stubs.scripts) {
    const { script, result, format, ...rest } = node
    const text = script?.type === 'literal' ? String(script.value) : (script?.text ?? '')
    return { ...rest, type: 'serviceTask', connector: connector(text, stubs) }
  }
  if (node.type === 'serviceTask' && !node.connector) return { ...node, connector: connector('', stubs) }
  if (node.type === 'callActivity' && node.called?.type === 'literal' && !node.called.value) {
    return { ...node, called: literal(STUB) }
  }
  if (node.type === 'businessRuleTask' && !node.decision) return { ...node, connector: connector('', stubs) }
  if (node.type === 'sendTask' && !node.connector && !node.message)
    return { ...node, connector: connector('', stubs) }
  return node
}

function connector(script: string, { reads = [] }: Stubs) {
  return {
    type: STUB,
    parameters: [
      { name: 'script', value: literal(script) },
      ...reads.map(name => ({ name, value: { type: 'feel' as const, text: name } })),
    ],
    retries: 0,
    backoff: 'PT1M',
  }
}

export function literal(value: Json): Expression {
  return { type: 'literal', value }
}

export function feel(text: string): Expression {
  return { type: 'feel', text }
}

function replaceIn(value: unknown, where: string, owner: string, stubs: Stubs): void {
  if (typeof value !== 'object' || value === null) return
  const id = (value as { id?: unknown }).id
  const inside = typeof id === 'string' ? id : owner
  for (const [key, entry] of Object.entries(value)) {
    const place = Array.isArray(value) ? where : key
    if (isExpression(entry)) {
      const other = stubs.expression?.(entry, place === 'value' ? where : place, inside)
      if (other) (value as Record<string, unknown>)[key] = other
    } else replaceIn(entry, place, inside, stubs)
  }
}

function isExpression(value: unknown): value is Expression {
  if (typeof value !== 'object' || value === null) return false
  const { type } = value as { type?: unknown }
  return (
    (type === 'literal' && 'value' in value) || ((type === 'feel' || type === 'foreign') && 'text' in value)
  )
}
