/** Functions: their definition, their call, and the constructors of dates and times. */
import { builtin } from './builtins.ts'
import {
  type Compile,
  code,
  constant,
  type Evaluate,
  locate,
  partsOf,
  type Row,
  spaced,
  warn,
} from './code.ts'
import { lookUp, nameOf, type Scope } from './scope.ts'
import type { Node } from './tree.ts'
import {
  charge,
  chargeDeep,
  chargeFor,
  emptyRun,
  FeelFunction,
  FeelRange,
  isContext,
  isFailure,
  library,
  MAX_CALLS,
  TooMuchWork,
} from './values.ts'

export const compileFunction: Row = (node, parts, compile) => {
  if (node.children.some(child => child.name === 'external')) {
    return code(scope => warn(scope, node, 'UNSUPPORTED', 'Functions from outside are not supported.'))
  }
  const parameters = (parts.find(part => part.name === 'FormalParameters')?.children ?? [])
    .filter(child => child.name === 'FormalParameter')
    .map(parameter => spaced(partsOf(parameter)[0]!.text))
  const body = compile(parts.find(part => part.name === 'FunctionBody')!).evaluate
  return code(
    scope => new FeelFunction((...args: unknown[]) => call(scope, parameters, args, body), parameters),
  )
}

function call(scope: Scope, parameters: string[], args: unknown[], body: Evaluate): unknown {
  const { run } = scope
  charge(run, 1)
  if (++run.depth > MAX_CALLS) throw new TooMuchWork('A function calls itself without end.')
  const vars = Object.fromEntries(parameters.map((name, i) => [name, args[i]]))
  const result = body({ run, vars, outer: scope })
  run.depth--
  return result
}

export const compileInvocation: Row = (node, [callee, given], compile) => {
  const name = callee!.name === 'VariableName' ? spaced(callee!.text) : undefined
  const fallback = name === undefined ? undefined : builtin(name)
  const known = name === undefined ? undefined : nameOf(name)
  const target = known ? (scope: Scope) => lookUp(scope, known) : compile(callee!).evaluate
  const args = compileArguments(given, compile)
  return code(scope => {
    const found = target(scope)
    const callable = isCallable(found) ? found : fallback?.(scope.run)
    if (!isCallable(callable)) {
      const message =
        found === undefined ? `There is no function "${callee!.text}".` : `"${callee!.text}" is no function.`
      return warn(scope, node, 'NO_FUNCTION_FOUND', message)
    }
    return invoke(scope, node, callable, args(scope), name)
  }, 'any')
}

function isCallable(value: unknown): value is FeelFunction | FeelRange {
  return value instanceof FeelFunction || value instanceof FeelRange
}

/** Functions that walk into their arguments, however often a part is shared. */
const DEEP = new Set(['string', 'flatten', 'distinct values', 'union', 'is', 'string join'])

function invoke(
  scope: Scope,
  node: Node,
  callable: FeelFunction | FeelRange,
  args: unknown,
  name?: string,
): unknown {
  const { run } = scope
  const target =
    callable instanceof FeelFunction
      ? callable
      : new FeelFunction(value => callable.includes(value), ['value'])
  for (const arg of Array.isArray(args) ? args : Object.values(args as object)) {
    if (name !== undefined && DEEP.has(name)) chargeDeep(run, arg)
    else charge(run, Array.isArray(arg) ? 1 + (arg.length >> 3) : 1)
  }
  const result = target.invoke(args as unknown[])
  if (isFailure(result)) {
    const message = Object.entries(result.values).reduce(
      (text, [key, value]) => text.replace(`{${key}}`, shown(value)),
      result.template,
    )
    return warn(scope, node, result.warning, message)
  }
  chargeFor(run, result)
  return locate(scope, node, result ?? null)
}

function shown(value: unknown): string {
  if (value instanceof FeelFunction) return `function(${value.parameterNames.join(', ')})`
  if (Array.isArray(value)) return `(${value.map(shown).join(', ').slice(0, 80)})`
  if (isContext(value)) return '{…}'
  return typeof value === 'string' ? `"${value.slice(0, 80)}"` : String(value)
}

function compileArguments(given: Node | undefined, compile: Compile): Evaluate {
  if (!given) return () => []
  if (given.name === 'NamedParameters') {
    const rows = partsOf(given).map(row => {
      const [name, value] = partsOf(row)
      return { name: spaced(name!.text), evaluate: compile(value!).evaluate }
    })
    return scope => Object.fromEntries(rows.map(({ name, evaluate }) => [name, evaluate(scope)]))
  }
  const values = partsOf(given).map(part => compile(part).evaluate)
  return scope => values.map(value => value(scope))
}

export const compileDateTime: Row = (node, parts, compile) => {
  const [first, given] = parts
  const isAt = first!.name === 'AtLiteral'
  const args = isAt ? undefined : partsOf(given ?? node)
  if (isAt || args!.every(arg => arg.name === 'StringLiteral' || arg.name === 'NumericLiteral')) {
    const run = emptyRun()
    const value = library([], node.text)(run)
    if (run.warnings.length === 0) return constant(value, 'date')
    const { type, message } = run.warnings[0]!
    return code(scope => warn(scope, node, type, message), 'date')
  }
  const construct = builtin(spaced(first!.text))!
  const compiled = compileArguments(given, compile)
  return code(scope => invoke(scope, node, construct(scope.run), compiled(scope)), 'date')
}
