/** Second pass over a process: what nodes, flows, lanes and associations mean for each other. */
import type { Lane, ProcessModel } from '../types.ts'
import { extensions, idOf, type Moddle, type Reading } from './element.ts'
import { attributeValue } from './values.ts'

/** Incoming and outgoing come from the flows alone: many files have no such lists, and some have wrong ones. */
export function connect(model: ProcessModel, reading: Reading): void {
  for (const flow of Object.values(model.flows)) {
    const source = model.nodes[flow.source]
    const target = model.nodes[flow.target]
    if (source && target && source.scope === target.scope && source.scope === flow.scope) {
      source.outgoing.push(flow.id)
      target.incoming.push(flow.id)
      continue
    }
    delete model.flows[flow.id]
    const scope = model.scopes[flow.scope]!
    scope.flows = scope.flows.filter(id => id !== flow.id)
    // A flow written into another element than its ends still is theirs when both ends share a scope.
    if (source && target && source.scope === target.scope) {
      flow.scope = source.scope
      model.flows[flow.id] = flow
      model.scopes[flow.scope]!.flows.push(flow.id)
      source.outgoing.push(flow.id)
      target.incoming.push(flow.id)
    } else
      reading.problems.push({
        rule: 'broken-reference',
        severity: 'error',
        element: flow.id,
        message: `The sequence flow from "${flow.source}" to "${flow.target}" leaves its process or crosses the border of a sub-process. Keep both ends inside, or use a message or an event.`,
        fix: 'removeElement',
      })
  }
}

/** Boundary events to their activities, compensation handlers to what they undo. */
export function attach(process: Moddle, model: ProcessModel, reading: Reading): void {
  for (const node of Object.values(model.nodes)) {
    if (node.type !== 'boundaryEvent') continue
    const host = model.nodes[node.host]
    if (host && 'boundary' in host && host.scope === node.scope) host.boundary.push(node.id)
    else
      reading.problems.push({
        rule: 'broken-reference',
        severity: 'error',
        element: node.id,
        message: `The boundary event is attached to "${node.host}", which is no activity beside it. Attach it to an activity or delete it.`,
        fix: 'removeElement',
      })
  }
  const roots = ((reading.root.rootElements as Moddle[] | undefined) ?? []).filter(
    r => r.$type === 'bpmn:Collaboration',
  )
  for (const holder of [process, ...roots])
    for (const association of associationsOf(holder)) compensate(association)

  function compensate(association: Moddle): void {
    const source = model.nodes[(association.sourceRef as Moddle | undefined)?.id ?? '']
    const target = model.nodes[(association.targetRef as Moddle | undefined)?.id ?? '']
    if (source?.type !== 'boundaryEvent' || !source.triggers.some(t => t.type === 'compensation')) return
    const host = model.nodes[source.host]
    if (target && 'boundary' in target && host && 'boundary' in host) host.compensation = target.id
  }
}

function associationsOf(holder: Moddle): Moddle[] {
  const own = ((holder.artifacts as Moddle[] | undefined) ?? []).filter(a => a.$type === 'bpmn:Association')
  const inner = ((holder.flowElements as Moddle[] | undefined) ?? []).flatMap(associationsOf)
  return [...own, ...inner]
}

/** Lanes give their tasks the group that works them, unless the task names somebody itself (§10.8). */
export function readLanes(process: Moddle, model: ProcessModel, reading: Reading): void {
  for (const set of (process.laneSets as Moddle[] | undefined) ?? []) readLaneSet(set, model, reading)
  for (const lane of model.lanes)
    for (const id of lane.nodes) {
      const node = model.nodes[id]
      if (node?.type !== 'userTask') continue
      const { assignee, candidateUsers, candidateGroups } = node.assignment
      if (!assignee && !candidateUsers && !candidateGroups && lane.group)
        node.assignment.candidateGroups = attributeValue(lane.group)
    }
}

function readLaneSet(set: Moddle, model: ProcessModel, reading: Reading): void {
  for (const lane of (set.lanes as Moddle[] | undefined) ?? []) {
    const inner = lane.childLaneSet as Moddle | undefined
    if (inner) readLaneSet(inner, model, reading)
    const nodes = ((lane.flowNodeRef as Moddle[] | undefined) ?? []).map(node => idOf(node, reading))
    const group = extensions(lane, 'baton:Assignment')[0]?.candidateGroups
    const read: Lane = {
      id: idOf(lane, reading),
      name: lane.name ?? '',
      nodes,
      group: typeof group === 'string' ? group : (lane.name ?? ''),
    }
    model.lanes.push(read)
  }
}
