import { called, error, type Finding, nodesOf, type Rule, warning } from '../rule.ts'

/** A compensation event has its handler; a handler stands outside the flow (§10.7). */
export const compensation: Rule = model => {
  const boundaries = nodesOf(model, 'boundaryEvent').filter(node =>
    node.triggers.some(t => t.type === 'compensation'),
  )
  const found: Finding[] = []
  for (const node of boundaries) {
    const host = model.nodes[node.host]
    if (host && 'boundary' in host && host.compensation === undefined)
      found.push(
        error(
          node.id,
          `Nothing undoes ${called(host)}: connect the compensation event to its handler by an association.`,
        ),
      )
  }
  for (const node of Object.values(model.nodes)) {
    if (!('forCompensation' in node) || !node.forCompensation) continue
    if (node.incoming.length + node.outgoing.length > 0)
      found.push(
        warning(
          node.id,
          `${called(node)} is a compensation handler, yet sequence flows lead to or from it. Remove them.`,
        ),
      )
  }
  for (const node of Object.values(model.nodes))
    for (const trigger of 'triggers' in node ? node.triggers : [])
      if (trigger.type === 'compensation' && trigger.activity !== undefined && !model.nodes[trigger.activity])
        found.push(
          error(
            node.id,
            `${called(node)} undoes "${trigger.activity}", which does not exist. Choose an activity.`,
            { property: 'activityRef' },
          ),
        )
  return found
}
