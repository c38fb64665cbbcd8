import type { FlowNode } from '../model/types.ts'

/** Whether a node begins when its scope does if there is no start event: no flow leads to it, and no event is awaited. */
export function beginsByItself(node: FlowNode): boolean {
  if (node.incoming.length > 0) return false
  if (node.type === 'boundaryEvent' || node.type === 'eventSubProcess') return false
  if (node.type === 'receiveTask' && node.instantiate) return false
  if (node.type === 'eventBasedGateway' && node.instantiate) return false
  if (node.type === 'catchEvent' && node.triggers.some(trigger => trigger.type === 'link')) return false
  return !('forCompensation' in node && node.forCompensation)
}

/**
 * Nodes no flow leads to in a scope that has a start event, and which begin with it all the same: activities (§10.3,
 * §13.3.2), and in a sub-process, where nobody chooses the start, events and gateways too. `owner` is the sub-process,
 * absent for a process.
 */
export function beginsBeside(nodes: FlowNode[], owner: FlowNode | undefined): FlowNode[] {
  if (owner?.type === 'adHocSubProcess' || !nodes.some(node => node.type === 'startEvent')) return []
  const undoing = new Set(nodes.map(node => ('compensation' in node ? node.compensation : undefined)))
  return nodes.filter(
    node =>
      node.type !== 'startEvent' &&
      beginsByItself(node) &&
      !undoing.has(node.id) &&
      (owner !== undefined || 'boundary' in node),
  )
}
