/**
 * From a FEEL tree to closures, once; evaluation then only calls them.
 *
 * One row of the table compiles one kind of node of lezer-feel's grammar. A kind without a row is left to feelin,
 * compiled once too. The meaning of every construct is feelin's, its quirks included; `tests/engine/model` holds
 * the two against each other.
 */
import { builtin } from './builtins.ts'
import { arithmetic, comparison, isBetween, isIn, makeRange, passes } from './operators.ts'
import { compileFilter, compileFor, compileQuantified } from './rounds.ts'
import { entryOf, lookUp, nameOf, type Scope } from './scope.ts'
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
  isTruthy,
  library,
  MAX_CALLS,
  TooMuchWork,
  type Warning,
} from './values.ts'

export type Evaluate = (scope: Scope) => unknown

/** What is known of a value before it is computed; feelin lets filters and unary tests depend on it. */
export type Kind = 'test' | 'number' | 'string' | 'boolean' | 'date' | 'nil' | 'any' | 'other'

export interface Code {
  evaluate: Evaluate
  kind: Kind
}

type Compile = (node: Node, parts: Node[]) => Code

const table: Record<string, Compile> = {
  Expression: (_, [inner]) => code(compile(inner!).evaluate),
  ParenthesizedExpression: (_, [inner]) => compile(inner!),
  FunctionBody: (_, [inner]) => compile(inner!),

  NumericLiteral: node => constant(literalValue(node), 'number'),
  StringLiteral: node => constant(literalValue(node), 'string'),
  BooleanLiteral: node => constant(node.text === 'true', 'boolean'),
  null: () => constant(null, 'nil'),
  DateTimeLiteral: compileDateTime,

  VariableName: compileVariable,
  SpecialFunctionName: node => {
    const find = builtin(spaced(node.text))
    return code(scope => find?.(scope.run) ?? null)
  },
  '?': () => code(scope => lookUp(scope, QUESTION) ?? null),
  PathExpression: compilePath,
  FilterExpression: (_, [list, filter]) => compileFilter(compile(list!), compile(filter!)),

  ArithmeticExpression: compileArithmetic,
  Comparison: compileComparison,
  Conjunction: (_, [left, right]) => logic(left!, right!, false),
  Disjunction: (_, [left, right]) => logic(left!, right!, true),
  IfExpression: compileIf,
  ForExpression: (_, [sources, body]) => compileFor(compileSources(sources!), compile(body!).evaluate),
  QuantifiedExpression: (node, [sources, test]) =>
    compileQuantified(node.children[0]!.name === 'every', compileSources(sources!), compile(test!).evaluate),
  InstanceOfExpression: (_, [value, type]) => {
    const { evaluate } = compile(value!)
    const check = library(['value'], `value instance of ${type!.text}`)
    return code(scope => check(scope.run, evaluate(scope)), 'test')
  },

  List: (_, items) => {
    const elements = items.map(item => compile(item).evaluate)
    return code(scope => {
      charge(scope.run, elements.length)
      return elements.map(element => element(scope))
    })
  },
  Context: compileContext,
  Interval: compileInterval,

  FunctionDefinition: compileFunction,
  FunctionInvocation: compileInvocation,

  SimplePositiveUnaryTest: compileUnaryComparison,
  PositiveUnaryTest: (_, [inner]) => {
    const { evaluate, kind } = compile(inner!)
    if (kind !== 'boolean') return code(evaluate)
    return code(scope => {
      const subject = lookUp(scope, QUESTION)
      return subject === undefined ? evaluate(scope) : evaluate(scope) === subject
    })
  },
  PositiveUnaryTests: (_, tests) => {
    const each = tests.map(test => compile(test).evaluate)
    return code(scope => each.map(test => test(scope)))
  },
  UnaryTests: compileUnaryTests,
  Wildcard: () => constant(true, 'other'),
}

const QUESTION = nameOf('?')

/** The closure of a node and everything below it. */
export function compile(node: Node): Code {
  const row = table[node.name]
  return row ? row(node, partsOf(node)) : leaveToLibrary(node)
}

/** A node's children without brackets, commas and keywords, all of which the grammar names in small letters. */
export function partsOf(node: Node): Node[] {
  return node.children.filter(({ name }) => /^[A-Z?]/.test(name) || name === 'null')
}

export function code(evaluate: Evaluate, kind: Kind = 'other'): Code {
  return { evaluate, kind }
}

function constant(value: unknown, kind: Kind): Code {
  return code(() => value, kind)
}

/** Notes what went wrong at a node; the value there is null. */
export function warn(scope: Scope, node: Node, type: Warning['type'], message: string): null {
  scope.run.warnings.push({ type, message, from: node.from, to: node.to })
  return null
}

function spaced(text: string): string {
  return text.trim().replace(/\s+/g, ' ')
}

function literalValue(node: Node): unknown {
  return library([], node.text)(emptyRun())
}

function leaveToLibrary(node: Node): Code {
  const names = variablesIn(node)
  const evaluate = library(names, node.text)
  return code(scope => evaluate(scope.run, ...names.map(name => lookUp(scope, nameOf(name)))), 'any')
}

function variablesIn(node: Node): string[] {
  const own = node.name === 'VariableName' ? [spaced(node.text)] : []
  return [...new Set([...own, ...node.children.flatMap(variablesIn)])]
}

// names -----------------------------------------------------------------------------------------------------------

function compileVariable(node: Node): Code {
  const name = nameOf(spaced(node.text))
  const fallback = builtin(name.name)
  return code(scope => {
    const value = lookUp(scope, name)
    if (value !== undefined) return value
    if (fallback) return fallback(scope.run)
    return warn(scope, node, 'NO_VARIABLE_FOUND', `Nothing is called "${name.name}" here.`)
  }, 'any')
}

function compilePath(_: Node, [target, path]: Node[]): Code {
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

// operators -------------------------------------------------------------------------------------------------------

function compileArithmetic(node: Node, parts: Node[]): Code {
  const sign = parts.find(part => part.name === 'ArithOp')!.text
  const operands = parts.filter(part => part.name !== 'ArithOp').map(compile)
  const [left, right] =
    operands.length === 2 ? (operands as [Code, Code]) : [constant(0, 'number'), operands[0]!]
  const operate = arithmetic[sign]!
  const kind = operands.length === 1 || left.kind === right.kind ? right.kind : 'any'
  return code(scope => {
    const result = operate(scope.run, left.evaluate(scope), right.evaluate(scope))
    if (typeof result === 'string') chargeFor(scope.run, result)
    return locate(scope, node, result)
  }, kind)
}

/** Gives the warnings of a library operation the place of the node that used it. */
function locate(scope: Scope, node: Node, result: unknown): unknown {
  if (result === null) {
    for (const warning of scope.run.warnings) {
      if (warning.from < 0) Object.assign(warning, { from: node.from, to: node.to })
    }
  }
  return result
}

function compileComparison(node: Node, parts: Node[]): Code {
  const [left, ...others] = parts.filter(part => part.name !== 'CompareOp').map(compile)
  const [low, high] = others as [Code, Code]
  const sign = parts.find(part => part.name === 'CompareOp')?.text
  if (sign) {
    const operate = comparison[sign]!
    return code(
      scope => locate(scope, node, operate(scope.run, left!.evaluate(scope), low.evaluate(scope))),
      'test',
    )
  }
  if (node.children.some(child => child.name === 'between')) {
    return code(scope => isBetween(left!.evaluate(scope), low.evaluate(scope), high.evaluate(scope)), 'test')
  }
  return code(
    scope => locate(scope, node, isIn(scope.run, left!.evaluate(scope), low.evaluate(scope))),
    'test',
  )
}

/** Three-valued `and` (decided by false) and `or` (decided by true). */
function logic(left: Node, right: Node, decisive: boolean): Code {
  const [first, second] = [compile(left).evaluate, compile(right).evaluate]
  return code(scope => {
    const a = first(scope)
    if (a === decisive) return decisive
    const b = second(scope)
    if (b === decisive) return decisive
    return a === !decisive && b === !decisive ? !decisive : null
  }, 'test')
}

function compileIf(_: Node, parts: Node[]): Code {
  const [condition, yes, no] = parts.map(compile)
  const kind = !no || yes!.kind === no.kind ? yes!.kind : 'any'
  return code(scope => {
    if (isTruthy(condition!.evaluate(scope))) return yes!.evaluate(scope)
    return no ? no.evaluate(scope) : null
  }, kind)
}

function compileInterval(node: Node, parts: Node[]): Code {
  const [start, end] = parts.map(part => compile(part).evaluate)
  const startBracket = node.children[0]!.name === '['
  const endBracket = node.children.at(-1)!.name === ']'
  return code(scope => {
    const low = start!(scope)
    const high = end!(scope)
    return makeRange(low, high, low !== null && startBracket, high !== null && endBracket)
  }, 'test')
}

// contexts and functions --------------------------------------------------------------------------------------------

function compileContext(_: Node, entries: Node[]): Code {
  const rows = entries.map(entry => {
    const [key, value] = partsOf(entry)
    const inner = partsOf(key!)[0]!
    const name =
      inner.name === 'StringLiteral' ? (literalValue(inner) as string) : inner.text.replace(/\s{2,}/g, ' ')
    return { name, evaluate: compile(value!).evaluate }
  })
  return code(scope => {
    charge(scope.run, rows.length)
    const result: Record<string, unknown> = {}
    const inside: Scope = { run: scope.run, vars: result, outer: scope }
    for (const { name, evaluate } of rows) {
      const value = evaluate(inside)
      if (name !== '__proto__') result[name] = value
    }
    return result
  })
}

function compileFunction(node: Node, parts: Node[]): Code {
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

function compileInvocation(node: Node, [callee, given]: Node[]): Code {
  const name = callee!.name === 'VariableName' ? spaced(callee!.text) : undefined
  const fallback = name === undefined ? undefined : builtin(name)
  const known = name === undefined ? undefined : nameOf(name)
  const target = known ? (scope: Scope) => lookUp(scope, known) : compile(callee!).evaluate
  const args = compileArguments(given)
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

function compileArguments(given: Node | undefined): Evaluate {
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

function compileDateTime(node: Node, parts: Node[]): Code {
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
  const compiled = compileArguments(given)
  return code(scope => invoke(scope, node, construct(scope.run), compiled(scope)), 'date')
}

// unary tests -------------------------------------------------------------------------------------------------------

function compileUnaryComparison(_: Node, parts: Node[]): Code {
  const sign = parts.find(part => part.name === 'CompareOp')?.text
  const { evaluate } = compile(parts.at(-1)!)
  if (!sign) return code(evaluate, 'test')
  const included = sign.endsWith('=')
  return code(scope => {
    const bound = evaluate(scope)
    if (sign === '=' || sign === '!=') return (value: unknown) => comparison[sign]!(scope.run, value, bound)
    return sign[0] === '<' ? makeRange(null, bound, false, included) : makeRange(bound, null, included, false)
  }, 'test')
}

function compileUnaryTests(node: Node, parts: Node[]): Code {
  const negated = node.children[0]?.name === 'not'
  const tests = parts.map(part => compile(part).evaluate)
  return code(scope => {
    const subject = lookUp(scope, QUESTION) ?? null
    const matched = tests
      .flatMap(test => test(scope))
      .some(test => {
        if (Array.isArray(test)) return test.includes(subject)
        return typeof test === 'boolean' ? test : passes(scope.run, test, subject) === true
      })
    return negated ? !matched : matched
  })
}

// loops' sources ----------------------------------------------------------------------------------------------------

export interface Source {
  name: string
  evaluate: Evaluate
}

function compileSources(node: Node): Source[] {
  return partsOf(node).map(row => {
    const [name, context] = partsOf(row)
    const [start, end] = partsOf(context!).map(part => compile(part).evaluate)
    return {
      name: name!.text.replace(/\s{2,}/g, ' '),
      evaluate: end ? scope => makeRange(start!(scope), end(scope), true, true) : start!,
    }
  })
}
