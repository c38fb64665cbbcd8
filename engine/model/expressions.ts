/**
 * FEEL, compiled once: conditions, mappings, assignments, decision tables.
 *
 *     const compiled = compileExpression('deal.amount > 10000 and deal.owner != null')
 *     if (compiled.ok) compiled.expression.evaluate({ deal })      // true, false or null, never an exception
 *
 * Values are feelin's. An evaluation reads nothing but the context it is given (`now()` and `today()` are taken from
 * the context's `now` and `today`), gives plain JSON, and is bounded by a count of steps instead of a clock, so the
 * same context always gives the same value.
 */

import type { Evaluate } from './feel/code.ts'
import { compile } from './feel/compile.ts'
import { namesReadBy } from './feel/reads.ts'
import { type Dialect, parse } from './feel/tree.ts'
import { BUDGET, type Run, TooMuchWork, toJson, type Warning } from './feel/values.ts'
import type { Json } from './json.ts'

export type { Warning } from './feel/values.ts'

/** The longest expression Baton takes, in characters. */
const MAX_EXPRESSION = 4096

export interface ExpressionOptions {
  /** Names the expression may read, with sample values; only needed for names that hold an operator's character. */
  context?: Record<string, unknown> | string[]
  /** `unaryTests` reads a decision table's cell, such as `> 3, "open"`; the tested value is `?`. */
  dialect?: Dialect
}

export interface Expression {
  text: string
  dialect: Dialect
  /** Root names it reads (`deal`, `now` …), which say what data to bring. */
  reads: string[]
  /** The value as plain JSON; null where FEEL has no answer. */
  evaluate(context: Record<string, Json>): Json
  /** The value, with what the evaluation stumbled over. */
  explain(context: Record<string, Json>): { value: Json; warnings: Warning[] }
}

/** Why a text is no expression; `from` and `to` mark the place in it. */
export interface ExpressionProblem {
  message: string
  from: number
  to: number
}

export type CompiledExpression =
  | { ok: true; expression: Expression }
  | { ok: false; problem: ExpressionProblem }

/** Compiles a FEEL text; the same text is compiled once. */
export function compileExpression(text: string, options: ExpressionOptions = {}): CompiledExpression {
  // Each condition of a running process comes by here, as a plain text: that must cost one look.
  const plain = cache.get(text)
  if (plain && !options.context && !options.dialect) return plain
  const names = unusual(options.context)
  const dialect = options.dialect ?? 'expression'
  const isPlain = dialect === 'expression' && Object.keys(names).length === 0
  const key = isPlain ? text : `\0${dialect} ${Object.keys(names)} ${text}`
  const known = cache.get(key)
  if (known) return known
  const compiled = build(text, dialect, names)
  if (cache.size >= 2000) cache.clear()
  cache.set(key, compiled)
  return compiled
}
const cache = new Map<string, CompiledExpression>()

/** The names the grammar must be told of: those with more than letters, digits and spaces. */
function unusual(context: ExpressionOptions['context'] = []): Record<string, unknown> {
  const names = Array.isArray(context) ? context.map(name => [name, null]) : Object.entries(context)
  return Object.fromEntries(names.filter(([name]) => /[^\p{L}\p{N}_ ]/u.test(name as string)))
}

/** The value of an expression, or of its text; null when it cannot be read or has no answer. */
export function evaluate(expression: Expression | string, context: Record<string, Json>): Json {
  if (typeof expression !== 'string') return expression.evaluate(context)
  const compiled = compileExpression(expression)
  return compiled.ok ? compiled.expression.evaluate(context) : null
}

/** Why a condition came to nothing, in a sentence for the person who has to mend it. */
export function whyNull(expression: Expression, context: Record<string, Json>): string {
  const { warnings } = expression.explain(context)
  const reason = warnings[0]?.message ?? 'It compares values that cannot be compared.'
  return `"${expression.text}" has no answer. ${reason}`
}

function build(text: string, dialect: Dialect, names: Record<string, unknown>): CompiledExpression {
  if (text.length > MAX_EXPRESSION) {
    const message = `The expression has ${text.length} characters; ${MAX_EXPRESSION} are the most.`
    return { ok: false, problem: { message, from: MAX_EXPRESSION, to: text.length } }
  }
  const parsed = parse(text, dialect, names)
  if (!parsed.ok) return { ok: false, problem: { message: parsed.message, from: parsed.from, to: parsed.to } }
  try {
    const { evaluate } = compile(parsed.root)
    return { ok: true, expression: expressionOf(text, dialect, namesReadBy(parsed.root), evaluate) }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    return {
      ok: false,
      problem: { message: `This expression cannot be used: ${message}`, from: 0, to: text.length },
    }
  }
}

function expressionOf(text: string, dialect: Dialect, reads: string[], run: Evaluate): Expression {
  const explain = (context: Record<string, Json>) => attempt(run, context, text)
  return { text, dialect, reads, explain, evaluate: context => explain(context).value }
}

function attempt(
  evaluate: Evaluate,
  context: Record<string, Json>,
  text: string,
): { value: Json; warnings: Warning[] } {
  const run: Run = { budget: BUDGET, depth: 0, warnings: [], root: context }
  try {
    const value = toJson(run, evaluate({ run, vars: context, outer: null }))
    return { value, warnings: run.warnings }
  } catch (cause) {
    const type = cause instanceof TooMuchWork ? 'TOO_MUCH_WORK' : 'NO_ANSWER'
    const message = cause instanceof Error ? cause.message : String(cause)
    return { value: null, warnings: [{ type, message, from: 0, to: text.length }, ...run.warnings] }
  }
}
