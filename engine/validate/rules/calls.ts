import { called, error, type Finding, nodesOf, type Rule, warning } from '../rule.ts'

/** A call activity names a process, and one that exists. */
export const calls: Rule = (model, known) =>
  nodesOf(model, 'callActivity').flatMap((node): Finding[] => {
    if (!node.called)
      return [error(node.id, `${called(node)} calls no process. Name one.`, { property: 'calledElement' })]
    if (node.called.type !== 'literal' || !known.processes) return []
    const key = String(node.called.value)
    if (known.processes.includes(key) || key === model.key) return []
    return [
      warning(
        node.id,
        `${called(node)} calls the process "${key}", which is not published. Publish it first.`,
        { property: 'calledElement' },
      ),
    ]
  })
