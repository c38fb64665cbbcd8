import { called, info, type Rule } from '../rule.ts'

/** A step nothing follows ends its branch; an end event says so to the reader. */
export const ends: Rule = model =>
  Object.values(model.nodes)
    .filter(node => node.outgoing.length === 0 && node.incoming.length > 0 && !silent.has(node.type))
    .filter(node => !(node.type === 'throwEvent' && node.triggers.some(trigger => trigger.type === 'link')))
    .map(node =>
      info(
        node.id,
        `Nothing follows ${called(node)}, so its branch ends there. Add an end event to say so.`,
        { fix: 'addEndEvent' },
      ),
    )

const silent = new Set(['endEvent', 'eventSubProcess'])
