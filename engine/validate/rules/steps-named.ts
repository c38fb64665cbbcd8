import { nodesOf, type Rule, warning } from '../rule.ts'

/** People see the names of steps on cards and lists. */
export const stepsNamed: Rule = model =>
  nodesOf(model, 'userTask', 'serviceTask', 'callActivity', 'subProcess')
    .filter(node => !node.name)
    .map(node =>
      warning(node.id, 'This step has no name, but people will see it in their lists. Name it.', {
        property: 'name',
        fix: 'nameStep',
      }),
    )
