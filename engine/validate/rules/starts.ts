import { info, type Rule, warning } from '../rule.ts'

/** A process that is to run is marked as executable and begins somewhere. */
export const starts: Rule = model => {
  const scope = model.scopes[model.key]!
  const begins = scope.nodes.some(id => model.nodes[id]!.type === 'startEvent')
  return [
    ...(model.executable
      ? []
      : [
          warning(
            model.key,
            `"${model.name}" is not marked as executable, so it will not be started. Mark it as executable.`,
            { fix: 'makeExecutable', property: 'isExecutable' },
          ),
        ]),
    ...(begins || scope.nodes.length === 0
      ? []
      : [
          info(
            model.key,
            `"${model.name}" has no start event; it begins at every step no flow leads to. Add a start event to say where.`,
          ),
        ]),
    ...(scope.nodes.length > 0
      ? []
      : [warning(model.key, `"${model.name}" is empty. Draw a start, a step and an end.`)]),
  ]
}
