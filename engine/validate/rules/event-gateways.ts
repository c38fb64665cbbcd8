import { called, error, type Finding, nodesOf, type Rule } from '../rule.ts'

/** Behind an event-based gateway stand events that wait: catch events or receive tasks, at least two (§13.4.4). */
export const eventGateways: Rule = model =>
  nodesOf(model, 'eventBasedGateway').flatMap((node): Finding[] => {
    const targets = node.outgoing.map(id => model.nodes[model.flows[id]!.target]!)
    const wrong = targets.filter(target => target.type !== 'catchEvent' && target.type !== 'receiveTask')
    return [
      ...wrong.map(target =>
        error(
          target.id,
          `${called(target)} follows the event-based gateway ${called(node)}, but waits for no event. Put a catch event or a receive task there.`,
        ),
      ),
      ...(targets.length === 0
        ? [error(node.id, `${called(node)} waits for nothing. Connect it to the events it chooses between.`)]
        : []),
    ]
  })
