import { compileExpression } from '../../model/expressions.ts'
import type { Expression, ProcessModel } from '../../model/types.ts'
import { error, type Finding, type Rule } from '../rule.ts'

/** Every expression of the drawing can be read; other languages than FEEL cannot be run. */
export const expressionsReadable: Rule = model => {
  const elements = [...Object.values(model.nodes), ...Object.values(model.flows)]
  return [...elements.flatMap(element => findIn(element, element.id, undefined)), ...correlationsIn(model)]
}

function correlationsIn({ key, correlations }: ProcessModel): Finding[] {
  return correlations.flatMap(({ properties }) =>
    properties.flatMap(({ name, binding, retrievals }) => [
      ...(binding ? check(binding, key, `correlation.${name}.binding`) : []),
      ...Object.entries(retrievals).flatMap(([message, path]) =>
        check(path, key, `correlation.${name}.in.${message}`),
      ),
    ]),
  )
}

function findIn(value: unknown, element: string, property: string | undefined): Finding[] {
  if (value === null || typeof value !== 'object') return []
  if (isExpression(value)) return check(value, element, property)
  if (Array.isArray(value)) return value.flatMap(inner => findIn(inner, element, property))
  const named = nameOf(value)
  return Object.entries(value).flatMap(([key, inner]) =>
    findIn(inner, element, named ?? propertyOf(key, property)),
  )
}

function isExpression(value: object): value is Expression {
  const { type, text } = value as { type?: unknown; text?: unknown }
  return (type === 'feel' || type === 'foreign') && typeof text === 'string'
}

/** A connector's parameter, a form's field or a mapping's target is what the author looks for. */
function nameOf(value: object): string | undefined {
  const { name, target, key } = value as { name?: unknown; target?: unknown; key?: unknown }
  if ('value' in value && typeof name === 'string') return `connector.${name}`
  if ('source' in value && typeof target === 'string') return `mapping.${target}`
  return typeof key === 'string' && 'label' in value ? `form.${key}` : undefined
}

function propertyOf(key: string, outer: string | undefined): string | undefined {
  if (outer?.includes('.')) return outer
  return ['value', 'assignment', 'triggers', 'loop', 'script'].includes(key)
    ? (({ value: outer ?? 'timer', script: 'expression' } as Record<string, string>)[key] ?? outer)
    : key
}

function check(expression: Expression, element: string, property: string | undefined): Finding[] {
  const more = property === undefined ? {} : { property }
  if (expression.type === 'foreign')
    return [
      error(
        element,
        `The expression "${expression.text}" is ${expression.language}, which Baton does not run. Write it in FEEL.`,
        more,
      ),
    ]
  if (expression.type === 'literal') return []
  const compiled = compileExpression(expression.text)
  if (compiled.ok) return []
  return [error(element, `"${expression.text}" is no FEEL expression: ${compiled.problem.message}`, more)]
}
