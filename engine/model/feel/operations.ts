/** Operators, choices, ranges, lists and contexts. */
import { type Code, code, constant, type Evaluate, literalValue, locate, partsOf, type Row } from './code.ts'
import { arithmetic, comparison, isBetween, isIn, makeRange } from './operators.ts'
import type { Scope } from './scope.ts'
import { charge, chargeFor, isTruthy, library } from './values.ts'

export const compileArithmetic: Row = (node, parts, compile) => {
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

export const compileComparison: Row = (node, parts, compile) => {
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
    return code(scope => {
      const [from, to] = [low.evaluate(scope), high.evaluate(scope)]
      return from === null || to === null ? null : isBetween(left!.evaluate(scope), from, to)
    }, 'test')
  }
  return code(
    scope => locate(scope, node, isIn(scope.run, left!.evaluate(scope), low.evaluate(scope))),
    'test',
  )
}

/** Three-valued `and` (decided by false) and `or` (decided by true). */
export function logic(decisive: boolean): Row {
  return (_, parts, compile) => {
    const [first, second] = parts.map(part => compile(part).evaluate) as [Evaluate, Evaluate]
    return code(scope => {
      const a = first(scope)
      if (a === decisive) return decisive
      const b = second(scope)
      if (b === decisive) return decisive
      return a === !decisive && b === !decisive ? !decisive : null
    }, 'test')
  }
}

export const compileIf: Row = (_, parts, compile) => {
  const [condition, yes, no] = parts.map(compile)
  const kind = !no || yes!.kind === no.kind ? yes!.kind : 'any'
  return code(scope => {
    if (isTruthy(condition!.evaluate(scope))) return yes!.evaluate(scope)
    return no ? no.evaluate(scope) : null
  }, kind)
}

export const compileInterval: Row = (node, parts, compile) => {
  const [start, end] = parts.map(part => compile(part).evaluate)
  const startBracket = node.children[0]!.name === '['
  const endBracket = node.children.at(-1)!.name === ']'
  return code(scope => {
    const low = start!(scope)
    const high = end!(scope)
    return makeRange(low, high, low !== null && startBracket, high !== null && endBracket)
  }, 'test')
}

export const compileContext: Row = (_, entries, compile) => {
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

export const compileList: Row = (_, items, compile) => {
  const elements = items.map(item => compile(item).evaluate)
  return code(scope => {
    charge(scope.run, elements.length)
    return elements.map(element => element(scope))
  })
}

export const compileInstanceOf: Row = (_, [value, type], compile) => {
  const { evaluate } = compile(value!)
  const check = library(['value'], `value instance of ${type!.text}`)
  return code(scope => check(scope.run, evaluate(scope)), 'test')
}
