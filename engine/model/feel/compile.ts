/**
 * From a FEEL tree to closures, once; evaluation then only calls them.
 *
 * One row of the table compiles one kind of node of lezer-feel's grammar. A kind without a row is left to feelin,
 * compiled once too. The meaning of every construct is feelin's, its quirks included; `tests/engine/model` holds
 * the two against each other.
 */
import { builtin } from './builtins.ts'
import { compileDateTime, compileFunction, compileInvocation } from './calls.ts'
import { type Code, code, constant, literalValue, partsOf, type Row, spaced } from './code.ts'
import { compilePath, compileVariable } from './names.ts'
import {
  compileArithmetic,
  compileComparison,
  compileContext,
  compileIf,
  compileInstanceOf,
  compileInterval,
  compileList,
  logic,
} from './operations.ts'
import { compileFilter, compileFor, compileQuantified } from './rounds.ts'
import { lookUp, nameOf } from './scope.ts'
import type { Node } from './tree.ts'
import { compileUnaryComparison, compileUnaryTest, compileUnaryTests } from './unary.ts'
import { library } from './values.ts'

/** The closure of a node and everything below it. */
export function compile(node: Node): Code {
  const row = Object.hasOwn(table, node.name) ? table[node.name] : undefined
  return row ? row(node, partsOf(node), compile) : leaveToLibrary(node)
}

const QUESTION = nameOf('?')

const table: Record<string, Row> = {
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
  FilterExpression: compileFilter,

  ArithmeticExpression: compileArithmetic,
  Comparison: compileComparison,
  Conjunction: logic(false),
  Disjunction: logic(true),
  IfExpression: compileIf,
  ForExpression: compileFor,
  QuantifiedExpression: compileQuantified,
  InstanceOfExpression: compileInstanceOf,

  List: compileList,
  Context: compileContext,
  Interval: compileInterval,

  FunctionDefinition: compileFunction,
  FunctionInvocation: compileInvocation,

  SimplePositiveUnaryTest: compileUnaryComparison,
  PositiveUnaryTest: compileUnaryTest,
  PositiveUnaryTests: compileList,
  UnaryTests: compileUnaryTests,
  Wildcard: () => constant(true, 'other'),
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
