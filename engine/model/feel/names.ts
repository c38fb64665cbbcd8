/** Variables and paths. */
import { builtin } from './builtins.ts'
import { code, type Row, spaced, warn } from './code.ts'
import { entryOf, lookUp, nameOf, type Scope } from './scope.ts'
import { charge, isContext } from './values.ts'

export const compileVariable: Row = node => {
  const name = nameOf(spaced(node.text))
  const fallback = builtin(name.name)
  return code(scope => {
    const value = lookUp(scope, name)
    if (value !== undefined) return value
    if (fallback) return fallback(scope.run)
    return warn(scope, node, 'NO_VARIABLE_FOUND', `Nothing is called "${name.name}" here.`)
  }, 'any')
}

export const compilePath: Row = (_, [target, path], compile) => {
  const { evaluate } = compile(target!)
  const name = nameOf(spaced(path!.text))
  const step = (scope: Scope, from: unknown): unknown => {
    const value = typeof from === 'object' && from !== null ? entryOf(from, name) : undefined
    if (value !== undefined) return value
    const holder = from === null ? 'nothing (null)' : isContext(from) ? `"${target!.text}"` : 'this value'
    return warn(
      scope,
      path!,
      isContext(from) ? 'NO_CONTEXT_ENTRY_FOUND' : 'NO_PROPERTY_FOUND',
      `There is no "${name.name}" in ${holder}.`,
    )
  }
  return code(scope => {
    const from = evaluate(scope)
    if (!Array.isArray(from)) return step(scope, from)
    charge(scope.run, from.length)
    return from.map(item => step(scope, item))
  }, 'any')
}
