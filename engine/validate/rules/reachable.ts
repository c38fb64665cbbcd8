import { beginsBeside, beginsByItself } from '../../elements/beginnings.ts'
import type { FlowNode, ProcessModel } from '../../model/types.ts'
import { called, type Rule, warning } from '../rule.ts'

/** Every node can be reached from a beginning of its scope. */
export const reachable: Rule = model =>
  Object.values(model.scopes).flatMap(scope => {
    const nodes = scope.nodes.map(id => model.nodes[id]!)
    const owner = model.nodes[scope.id]
    const beside = beginsBeside(nodes, owner)
    const started = owner?.type !== 'adHocSubProcess' && nodes.some(({ type }) => type === 'startEvent')
    const free = started ? beside : nodes.filter(beginsByItself)
    const seen = reach([...nodes.filter(waitsToBegin), ...free], model)
    return nodes
      .filter(node => !seen.has(node.id) || beside.includes(node))
      .map(node => {
        const then = beside.includes(node) ? ', so it begins together with the start' : ''
        return warning(node.id, `No way leads to ${called(node)}${then}. Connect it, or delete it.`, {
          fix: 'removeElement',
        })
      })
  })

/** Where an event or a compensation lets a token begin. */
function waitsToBegin(node: FlowNode): boolean {
  if (node.type === 'startEvent' || node.type === 'eventSubProcess') return true
  if ('forCompensation' in node && node.forCompensation) return true
  return 'instantiate' in node && node.instantiate && node.incoming.length === 0
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
