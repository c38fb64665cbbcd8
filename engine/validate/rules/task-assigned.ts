import { called, nodesOf, type Rule, warning } from '../rule.ts'

/** Somebody has to find a user task in a list. */
export const taskAssigned: Rule = model =>
  nodesOf(model, 'userTask')
    .filter(
      ({ assignment }) => !assignment.assignee && !assignment.candidateUsers && !assignment.candidateGroups,
    )
    .map(node =>
      warning(
        node.id,
        `Nobody is asked to do ${called(node)}; it lands among the unassigned tasks. Name an assignee or a group, for example =deal.owner.`,
        { property: 'assignee' },
      ),
    )
