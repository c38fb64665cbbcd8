import { triggerKinds } from '../../elements/triggers/index.ts'
import type { Position } from '../../elements/triggers/kind.ts'
import type { EventNode, ProcessModel } from '../../model/types.ts'
import { called, error, type Rule } from '../rule.ts'

/** BPMN allows each trigger only at some positions (§10.5.6): no error start outside an event sub-process, and so on. */
export const eventPosition: Rule = model =>
  Object.values(model.nodes).flatMap(node => {
    if (!('triggers' in node)) return []
    const position = positionOf(node, model)
    return node.triggers
      .filter(trigger => !(triggerKinds[trigger.type].positions as Position[]).includes(position))
      .map(trigger =>
        error(
          node.id,
          `${called(node)} cannot be ${words[position]} of type ${trigger.type}. Choose another type of event.`,
        ),
      )
  })

const words: Record<Position, string> = {
  start: 'a start event',
  eventSubProcess: 'the start event of an event sub-process',
  eventSubProcessNonInterrupting: 'a non-interrupting start event',
  catch: 'an intermediate catch event',
  boundary: 'a boundary event',
  boundaryNonInterrupting: 'a non-interrupting boundary event',
  throw: 'an intermediate throw event',
  end: 'an end event',
}

function positionOf(node: EventNode, model: ProcessModel): Position {
  if (node.type === 'catchEvent') return 'catch'
  if (node.type === 'throwEvent') return 'throw'
  if (node.type === 'endEvent') return 'end'
  if (node.type === 'boundaryEvent') return node.interrupting ? 'boundary' : 'boundaryNonInterrupting'
  if (model.nodes[node.scope]?.type !== 'eventSubProcess') return 'start'
  return node.interrupting ? 'eventSubProcess' : 'eventSubProcessNonInterrupting'
}
