/** Bounds on what one instance may hold: the database must be able to keep it, and one process must not starve the rest. */

import type { ProcessInstance } from '../core/instance.ts'
import type { Trace } from '../core/traces.ts'

/** Characters of JSON, about; and levels of nesting. */
export const mostCharacters = 1_000_000
/** Above this each step takes visibly longer: whoever operates is told. */
export const manyCharacters = 256_000
export const mostLevels = 64
const mostEffects = 500
const mostTraces = 2000

/** Why the instance cannot be kept like this, if so; whether it is large. */
export function weigh(instance: ProcessInstance): { problem?: string; large: boolean } {
  const measured = measure(instance, 0, mostCharacters)
  const large = measured !== 'deep' && measured > manyCharacters
  if (instance.outbox.length > mostEffects) {
    const problem = `One step would ask for ${instance.outbox.length} things at once; ${mostEffects} is the most.`
    return { problem, large }
  }
  if (measured === 'deep')
    return { problem: `Its data is nested deeper than ${mostLevels} levels. Flatten it.`, large }
  if (measured <= mostCharacters) return { large }
  const problem =
    'Its data is larger than a million characters. Keep large texts in documents, and their ids in variables.'
  return { problem, large }
}

/** What is large in an instance, by name, the largest first; undefined when it is not large. */
export function bulk(
  instance: ProcessInstance,
): { characters: number; largest: Record<string, number> } | undefined {
  const characters = measure(instance, 0, mostCharacters)
  if (characters === 'deep' || characters <= manyCharacters) return undefined
  const variables = [instance, ...instance.scopes].flatMap(({ variables = {} }) => Object.entries(variables))
  const sizes = variables.map(([name, value]) => [name, Number(measure(value, 0, mostCharacters))] as const)
  const largest = sizes.sort(([, a], [, b]) => b - a).slice(0, 3)
  return { characters, largest: Object.fromEntries(largest) }
}

/** Walks only as far as the limit: what is much too large costs no more than what is just too large. */
function measure(value: unknown, level: number, left: number): number | 'deep' {
  if (typeof value === 'string') return value.length + 2
  if (typeof value !== 'object' || value === null) return 8
  if (level > mostLevels) return 'deep'
  let sum = 2
  if (Array.isArray(value)) {
    for (const each of value) {
      const part = measure(each, level + 1, left - sum)
      if (part === 'deep') return part
      sum += part + 1
      if (sum > left) return sum
    }
    return sum
  }
  for (const key in value) {
    const part = measure((value as Record<string, unknown>)[key], level + 1, left - sum)
    if (part === 'deep') return part
    sum += part + key.length + 3
    if (sum > left) return sum
  }
  return sum
}

/** A very long trace keeps its beginning and its end; the recorded command makes the rest again whenever it is wanted. */
export function shortened(trace: Trace[]): Trace[] {
  if (trace.length <= mostTraces) return trace
  const half = mostTraces / 2
  const left = trace.length - 2 * half
  return [...trace.slice(0, half), { verb: 'set', note: `… ${left} more …` }, ...trace.slice(-half)]
}
