/**
 * FEEL's operators: numbers, texts and booleans by JavaScript, everything else by feelin's own, so that both give
 * the same values and the same nulls.
 *
 * One thing is ours: JSON has no dates, so a text that meets a date, time or duration is read as one
 * (`deal.expectedClose < today()`). Where it cannot be, feelin's answer stands.
 */
import {
  charge,
  chargeDeep,
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelRange,
  FeelTime,
  isTemporal,
  library,
  libraryFunction,
  type Run,
  type Temporal,
} from './values.ts'

export type Operator = (run: Run, left: unknown, right: unknown) => unknown

/** `+ - * / ** ^`, by their sign. */
export const arithmetic: Record<string, Operator> = {
  '+': numbersOr('a + b', (a, b) => a + b),
  '-': numbersOr('a - b', (a, b) => a - b),
  '*': numbersOr('a * b', (a, b) => a * b),
  '/': numbersOr('a / b', (a, b) => (b ? a / b : null)),
  '**': numbersOr('a ** b', (a, b) => a ** b),
  '^': numbersOr('a ** b', (a, b) => a ** b),
}

function numbersOr(formula: string, operate: (a: number, b: number) => number | null): Operator {
  const otherwise = library(['a', 'b'], formula)
  return (run, left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return operate(left, right)
    if (typeof left === 'string' && typeof right === 'string') return otherwise(run, left, right)
    return otherwise(run, readLike(left, right), readLike(right, left))
  }
}

/** `= != < <= > >=`, by their sign. */
export const comparison: Record<string, Operator> = {
  '=': equals,
  '!=': (run, left, right) => not(equals(run, left, right)),
  '<': ordered('a < b', (a, b) => a < b),
  '<=': ordered('a <= b', (a, b) => a <= b),
  '>': ordered('a > b', (a, b) => a > b),
  '>=': ordered('a >= b', (a, b) => a >= b),
}

function not(value: unknown): unknown {
  return typeof value === 'boolean' ? !value : null
}

function ordered(formula: string, operate: (a: number | string, b: number | string) => boolean): Operator {
  const otherwise = library(['a', 'b'], formula)
  return (run, left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return operate(left, right)
    if (typeof left === 'string' && typeof right === 'string') return operate(left, right)
    if ((left === null || right === null) && (isOrderable(left) || isOrderable(right))) return null
    return otherwise(run, readLike(left, right), readLike(right, left))
  }
}

function isOrderable(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'string'
}

const equalsByLibrary = library(['a', 'b'], 'a = b')

export function equals(run: Run, left: unknown, right: unknown): unknown {
  const type = typeof left
  if (type === typeof right && (type === 'number' || type === 'string' || type === 'boolean'))
    return left === right
  if (left === null || right === null) return left === right
  if (type === 'object' && typeof right === 'object') {
    chargeDeep(run, left)
    chargeDeep(run, right)
  }
  return equalsByLibrary(run, readLike(left, right), readLike(right, left))
}

/** A text beside a date, time or duration becomes one of the same kind where it can. */
function readLike(value: unknown, other: unknown): unknown {
  return typeof value === 'string' && isTemporal(other) ? (readAs(value, other) ?? value) : value
}

function readAs(text: string, other: Temporal): unknown {
  if (!/^-?(\d|P)/.test(text)) return undefined
  const read = (name: string) => {
    try {
      const value = libraryFunction(name)!.invoke([text])
      return isTemporal(value) ? value : undefined
    } catch {
      return undefined
    }
  }
  if (text.includes('P')) return read('duration')
  if (other instanceof FeelTime) return read('time')
  if (other instanceof FeelDateTime) return read('date and time')
  if (other instanceof FeelDate) return read('date')
  return read(text.includes('T') ? 'date and time' : 'date')
}

// tests -----------------------------------------------------------------------------------------------------------

/** A test as it appears after `in` or in a decision table's cell: a value, a range, or a function of the value. */
export type Test = (value: unknown) => unknown

/** Whether `value` passes a test; null where the two cannot be compared. */
export function passes(run: Run, test: unknown, value: unknown): unknown {
  if (typeof test === 'function') return (test as Test)(value)
  if (test instanceof FeelRange) return includes(test, value)
  return equals(run, test, value)
}

export function includes(range: FeelRange, value: unknown): unknown {
  const bound: unknown = range.start ?? range.end
  return range.includes(readLike(value, bound))
}

/** `value in tests`. */
export function isIn(run: Run, value: unknown, tests: unknown): unknown {
  if (tests === null || tests === undefined) return null
  let unknown = false
  for (const test of Array.isArray(tests) ? tests : [tests]) {
    const result = passes(run, test, value)
    if (result === true) return true
    const plain = typeof test !== 'function' && !(test instanceof FeelRange)
    if (result === null && !plain) unknown = true
  }
  return unknown ? null : false
}

/** `value between low and high`; neither bound is null. */
export function isBetween(value: unknown, low: unknown, high: unknown): unknown {
  return includes(makeRange(low, high, true, true), readLike(value, low))
}

const orderedTypes = [FeelDate, FeelDateTime, FeelTime, FeelDuration]

/** A range; its open end is null. */
export function makeRange(
  start: unknown,
  end: unknown,
  startIncluded: boolean,
  endIncluded: boolean,
): FeelRange {
  const low = readLike(start, end)
  const high = readLike(end, start)
  const lowType = low === null ? null : rangeTypeOf(low)
  const highType = high === null ? null : rangeTypeOf(high)
  const valueType = lowType ?? highType
  if (
    valueType === undefined ||
    lowType === undefined ||
    highType === undefined ||
    (lowType && highType && lowType !== highType)
  ) {
    throw new RangeError('A range needs two numbers, texts, dates, times or durations of the same kind.')
  }
  return new FeelRange({
    start: low,
    end: high,
    'start included': startIncluded,
    'end included': endIncluded,
    valueType,
  })
}

function rangeTypeOf(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'string') return typeof value
  const names = ['date', 'date time', 'time', 'duration']
  return names[orderedTypes.findIndex(type => value instanceof type)]
}

/** The values a range counts through; only whole steps between numbers, or single letters. */
export function rangeItems(run: Run, range: FeelRange): unknown[] {
  const items: unknown[] = []
  const { start, end } = range as { start: unknown; end: unknown }
  if (start === null && end === null) return items
  if (typeof start !== 'number' || typeof end !== 'number') return range.map(item => item)
  if (!Number.isInteger(end - start)) throw new RangeError('A range is counted through in whole steps only.')
  const direction = start > end ? -1 : 1
  for (let at = start; ; at += direction) {
    charge(run, 1)
    if (at === end && !range['end included']) break
    if (at !== start || range['start included']) items.push(at)
    if (at === end) break
  }
  return items
}
