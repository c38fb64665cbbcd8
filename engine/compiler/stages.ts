import type { FlowNode, ProcessModel } from '../model/types.ts'
import type { StageInfo } from './types.ts'

/** The stages of a pipeline, by their `order`, else in the order in which a deal meets them. */
export function stagesOf(model: ProcessModel): StageInfo[] {
  const nodes = inFlowOrder(model).filter(node => node.stage)
  const seen = new Set<string>()
  const stages = nodes.flatMap((node, index) => {
    const { key, name, color, kind, probability, jumpFrom, order } = node.stage!
    if (seen.has(key)) return []
    seen.add(key)
    const info: StageInfo = {
      key,
      name,
      kind,
      node: node.id,
      jumpFrom,
      ...(color && { color }),
      ...(probability !== undefined && { probability }),
    }
    return [{ info, place: order ?? index }]
  })
  return stages.sort((a, b) => a.place - b.place).map(stage => stage.info)
}

/** Breadth first from the starts; what no flow reaches follows in drawing order. */
function inFlowOrder(model: ProcessModel): FlowNode[] {
  const order = new Set<string>()
  const visitScope = (id: string) => {
    const nodes = model.scopes[id]?.nodes ?? []
    const queue = nodes.filter(
      node => model.nodes[node]!.incoming.length === 0 && model.nodes[node]!.type !== 'boundaryEvent',
    )
    for (const node of [...queue, ...nodes]) visit(node)
  }
  const visit = (first: string) => {
    const queue = [first]
    for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
      if (order.has(id)) continue
      order.add(id)
      const node = model.nodes[id]!
      if (model.scopes[id]) visitScope(id)
      queue.push(...node.outgoing.map(flow => model.flows[flow]!.target))
      if ('boundary' in node) queue.push(...node.boundary)
    }
  }
  visitScope(model.key)
  return [...order].map(id => model.nodes[id]!)
}
