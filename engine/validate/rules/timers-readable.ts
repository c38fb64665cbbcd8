import { timerProblem } from '../../model/durations.ts'
import { called, error, type Finding, type Rule, warning } from '../rule.ts'

/** A literal timer is an ISO date, duration or cycle, or cron; a cycle needs an event that can occur again. */
export const timersReadable: Rule = model =>
  Object.values(model.nodes).flatMap(node => {
    if (!('triggers' in node)) return []
    return node.triggers.flatMap((trigger): Finding[] => {
      if (trigger.type !== 'timer' || trigger.value.type !== 'literal') return []
      const text = String(trigger.value.value ?? '')
      const problem = text === '' ? 'it says no time.' : timerProblem(trigger.kind, text)
      if (problem)
        return [
          error(
            node.id,
            `The timer ${called(node)} cannot be read: ${problem} Write for example PT48H, or =deal.closeDate.`,
            { property: 'timer' },
          ),
        ]
      const once = node.type === 'catchEvent' || (node.type === 'boundaryEvent' && node.interrupting)
      if (trigger.kind !== 'cycle' || !once) return []
      return [
        warning(
          node.id,
          `${called(node)} occurs once, though its timer repeats. Use a duration, or a non-interrupting event.`,
          { property: 'timer' },
        ),
      ]
    })
  })
