import fc from 'fast-check'
import { evaluate as feelin, unaryTest } from 'feelin'
import { describe, expect, it } from 'vitest'
import { compileExpression } from '#engine/model/expressions.ts'
import { context, expression, unaryTests } from './feelArbitraries.ts'

/**
 * Our closures against the library, over generated expressions: the same value, the same null. What ours does
 * better on purpose is kept out of the generator and told in `expressions.test.ts`.
 */
describe('Compiled FEEL agrees with feelin', () => {
  it('on the value of any generated expression', () => {
    fc.assert(
      fc.property(expression, text => {
        fc.pre(text.length < 1500)
        const ours = compileExpression(text)
        if (!ours.ok) throw new Error(`${text}: ${ours.problem.message}`)
        const theirs = attempt(() => feelin(text, context).value)
        const value = ours.expression.evaluate(context)
        if (theirs !== THREW) expect(value).toEqual(plain(theirs))
      }),
      { numRuns: 2000, seed: 20261122 },
    )
  }, 120_000)

  it('on any generated unary test', () => {
    const subject = fc.constantFrom(null, 1, 2.5, 'open', true, false, [1, 2, 3], 'red', 12)
    fc.assert(
      fc.property(unaryTests, subject, (text, value) => {
        const ours = compileExpression(text, { dialect: 'unaryTests' })
        const theirs = attempt(() => unaryTest(text, { ...context, '?': value }).value)
        const matched = ours.ok && ours.expression.evaluate({ ...context, '?': value })
        if (theirs !== THREW) expect(matched).toEqual(plain(theirs))
      }),
      { numRuns: 2000, seed: 20261122 },
    )
  }, 120_000)
})

/** Where the library throws it has no opinion; ours must not throw even there. */
const THREW = Symbol('threw')

function attempt(run: () => unknown): unknown {
  try {
    return run()
  } catch {
    return THREW
  }
}

/** The library's value as it would be stored. */
function plain(value: unknown): unknown {
  if (typeof value === 'function') return null
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null
  if (value === undefined || value === null || typeof value !== 'object') return value ?? null
  if (Array.isArray(value)) return value.map(plain)
  if (value.constructor?.name?.startsWith('Feel') && 'iso' in value) return String(value)
  if ('parameterNames' in value) return null
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]))
}
