/** Unary tests: what stands in a decision table's cell, and after `in`. */
import { code, type Row } from './code.ts'
import { comparison, makeRange, passes } from './operators.ts'
import { lookUp, nameOf } from './scope.ts'

const QUESTION = nameOf('?')

/** `> 3`, `= "open"`, or an interval. */
export const compileUnaryComparison: Row = (_, parts, compile) => {
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

/** `> 3, 7`, `not(1, 2)` or `-`; true or false. */
export const compileUnaryTests: Row = (node, parts, compile) => {
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

/** One test; a boolean literal tests for itself. */
export const compileUnaryTest: Row = (_, [inner], compile) => {
  const { evaluate, kind } = compile(inner!)
  if (kind !== 'boolean') return code(evaluate)
  return code(scope => {
    const subject = lookUp(scope, QUESTION)
    return subject === undefined ? evaluate(scope) : evaluate(scope) === subject
  })
}
