import { called, error, type Finding, nodesOf, type Rule } from '../rule.ts'

/** An event sub-process begins by exactly one event, and no flow leads in or out (§10.3.5.2). */
export const eventSubProcesses: Rule = model =>
  nodesOf(model, 'eventSubProcess').flatMap((node): Finding[] => {
    const starts = model.scopes[node.id]!.nodes.map(id => model.nodes[id]!).filter(
      inner => inner.type === 'startEvent',
    )
    const [start] = starts
    const found: Finding[] = []
    if (starts.length !== 1)
      found.push(error(node.id, `${called(node)} needs exactly one start event, but has ${starts.length}.`))
    else if (start!.triggers.length === 0)
      found.push(
        error(
          start!.id,
          `The start of ${called(node)} says no event. Make it a message, timer, error or other event.`,
        ),
      )
    if (node.incoming.length + node.outgoing.length > 0)
      found.push(
        error(
          node.id,
          `Sequence flows lead into or out of ${called(node)}, but its event alone starts it. Remove them.`,
        ),
      )
    return found
  })
