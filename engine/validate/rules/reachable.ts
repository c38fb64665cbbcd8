import type { FlowNode, ProcessModel } from '../../model/types.ts'
import { called, type Rule, warning } from '../rule.ts'

/** Every node can be reached from a beginning of its scope. */
export const reachable: Rule = model =>
  Object.values(model.scopes).flatMap(scope => {
    const nodes = scope.nodes.map(id => model.nodes[id]!)
    const seen = reach(nodes.filter(begins), model)
    return nodes
      .filter(node => !seen.has(node.id))
      .map(node =>
        warning(node.id, `No way leads to ${called(node)}. Connect it, or delete it.`, {
          fix: 'removeElement',
        }),
      )
  })

function begins(node: FlowNode): boolean {
  if (node.type === 'boundaryEvent') return false
  if (node.type === 'catchEvent' && node.triggers.some(trigger => trigger.type === 'link')) return false
  return node.incoming.length === 0 || node.type === 'startEvent'
}

function reach(from: FlowNode[], model: ProcessModel): Set<string> {
  const seen = new Set<string>()
  const queue = [...from]
  for (let node = queue.pop(); node; node = queue.pop()) {
    if (seen.has(node.id)) continue
    seen.add(node.id)
    queue.push(...node.outgoing.map(id => model.nodes[model.flows[id]!.target]!))
    if ('boundary' in node) queue.push(...node.boundary.map(id => model.nodes[id]!))
    if ('compensation' in node && node.compensation !== undefined) queue.push(model.nodes[node.compensation]!)
    queue.push(...linkedFrom(node, model))
  }
  return seen
}

function linkedFrom(node: FlowNode, model: ProcessModel): FlowNode[] {
  if (node.type !== 'throwEvent') return []
  const names = node.triggers.flatMap(trigger => (trigger.type === 'link' ? [trigger.name] : []))
  return Object.values(model.nodes).filter(
    other =>
      other.type === 'catchEvent' &&
      other.scope === node.scope &&
      other.triggers.some(trigger => trigger.type === 'link' && names.includes(trigger.name)),
  )
}
