/** The values FEEL computes with: JSON, the library's dates, durations and ranges, and functions. */
import {
  evaluate,
  FeelDate,
  FeelDateTime,
  FeelDuration,
  FeelFunction,
  FeelRange,
  FeelTime,
  type Warning as LibraryWarning,
} from 'feelin'
import type { Json } from '../json.ts'

export { FeelDate, FeelDateTime, FeelDuration, FeelFunction, FeelRange, FeelTime }

/** Something an expression stumbled over while it was evaluated; the value there is null. */
export interface Warning {
  type: LibraryWarning['type'] | 'TOO_MUCH_WORK' | 'NO_ANSWER'
  message: string
  from: number
  to: number
}

/** What one evaluation may use up, and what it stumbled over. */
export interface Run {
  /** Units of work left: a round of a loop, an element of a filter, an item or 16 characters built. */
  budget: number
  depth: number
  warnings: Warning[]
  /** What the caller handed in; `now` and `today` among it. */
  root: Record<string, unknown>
}

/** Work of one evaluation at most; about 20 ms. */
export const BUDGET = 50_000
export const MAX_CALLS = 100

/** Thrown inside an evaluation only; its door turns it into null and a warning. */
export class TooMuchWork extends Error {}

export function charge(run: Run, units: number): void {
  run.budget -= units
  if (run.budget < 0) throw new TooMuchWork('The expression would take too many steps.')
}

/** Charges for a value that was built, by what it holds at its own level. */
export function chargeFor(run: Run, value: unknown): void {
  if (typeof value === 'string') charge(run, value.length >> 4)
  else if (Array.isArray(value)) charge(run, value.length)
}

/** Charges for everything below a value, as often as it is shared: the price of printing or comparing it. */
export function chargeDeep(run: Run, value: unknown): void {
  charge(run, 1)
  if (typeof value === 'string') charge(run, value.length >> 4)
  else if (Array.isArray(value)) for (const item of value) chargeDeep(run, item)
  else if (isContext(value)) for (const key of Object.keys(value)) chargeDeep(run, value[key])
}

export function isContext(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

export type Temporal = FeelDate | FeelDateTime | FeelTime | FeelDuration

export function isTemporal(value: unknown): value is Temporal {
  return (
    value instanceof FeelDate ||
    value instanceof FeelDateTime ||
    value instanceof FeelTime ||
    value instanceof FeelDuration
  )
}

/** FEEL takes everything but false and null for true. */
export function isTruthy(value: unknown): boolean {
  return value !== false && value !== null && value !== undefined
}

type Builtin = ((...args: unknown[]) => unknown) & { $args: string[] }

/** How a built-in function says that it could not use its arguments. */
interface Failure {
  warning: LibraryWarning['type']
  template: string
  values: Record<string, unknown>
}
const FailureClass = ((evaluate('sqrt').value as Builtin)(-1) as object).constructor

export function isFailure(value: unknown): value is Failure {
  return value instanceof FailureClass
}

/** The library's own function of that name, e.g. `string length`. */
export function libraryFunction(name: string): FeelFunction | undefined {
  let found = functions.get(name)
  if (found === undefined) {
    const value = /^[a-z][a-z0-9 ]*$/.test(name) ? libraryValue(name) : null
    if (Object.hasOwn(WITH_AND, name)) found = spelledWithAnd(name, WITH_AND[name]!)
    else
      found =
        typeof value === 'function' ? new FeelFunction(value as Builtin, (value as Builtin).$args) : null
    if (functions.size < 500) functions.set(name, found)
  }
  return found ?? undefined
}
const functions = new Map<string, FeelFunction | null>()

/** Functions whose names the grammar only reads in a call. */
const WITH_AND: Record<string, string[]> = {
  'date and time': ['date', 'time', 'from'],
  'years and months duration': ['from', 'to'],
}

function spelledWithAnd(name: string, parameters: string[]): FeelFunction {
  const names = parameters.map((_, i) => `p${i}`)
  const calls = names.map((_, i) =>
    library(names.slice(0, i + 1), `${name}(${names.slice(0, i + 1).join(', ')})`),
  )
  return new FeelFunction((...args: unknown[]) => {
    const run = emptyRun()
    return calls[Math.min(args.length, names.length) - 1]?.(run, ...args.map(arg => arg ?? null)) ?? null
  }, parameters)
}

/** Room for work at compile time, whose warnings nobody reads. */
export function emptyRun(): Run {
  return { budget: 1000, depth: 0, warnings: [], root: {} }
}

function libraryValue(name: string): unknown {
  try {
    return evaluate(name).value
  } catch {
    return null
  }
}

/**
 * An operation of the library as a function of our own: compiled once, by letting it define a FEEL function.
 * `library(['a', 'b'], 'a + b')` adds as feelin does, warnings included.
 */
export function library(parameters: string[], body: string): (run: Run, ...args: unknown[]) => unknown {
  const defined = evaluate(`function(${parameters.join(', ')}) ${body}`)
  const definition = defined.value as FeelFunction
  return (run, ...args) => {
    try {
      return definition.invoke(args)
    } finally {
      for (const { type, message } of defined.warnings) run.warnings.push({ type, message, from: -1, to: -1 })
      defined.warnings.length = 0
    }
  }
}

/** The plain JSON of a value: dates and durations as ISO text, functions and what is no number as null. */
export function toJson(run: Run, value: unknown): Json {
  charge(run, 1)
  switch (typeof value) {
    case 'boolean':
      return value
    case 'string':
      return value
    case 'number':
      return Number.isFinite(value) ? value + 0 : null
    case 'object':
      break
    default:
      return null
  }
  if (value === null) return null
  if (Array.isArray(value)) return value.map(item => toJson(run, item))
  if (isTemporal(value)) return value.toString()
  if (value instanceof FeelFunction) return null
  const result: { [key: string]: Json } = {}
  for (const key of Object.keys(value)) {
    if (key !== '__proto__') result[key] = toJson(run, (value as Record<string, unknown>)[key])
  }
  return result
}
