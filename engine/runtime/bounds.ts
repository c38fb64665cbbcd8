/** Bounds on what one instance may hold: the database must be able to keep it, and one process must not starve the rest. */

import type { ProcessInstance } from '../core/instance.ts'
import type { Trace } from '../core/traces.ts'

/** Characters of JSON, about; and levels of nesting. */
export const mostCharacters = 1_000_000
export const mostLevels = 64
const mostEffects = 500
const mostTraces = 2000

/** Why the instance cannot be kept like this; undefined when it can. */
export function excess(instance: ProcessInstance): string | undefined {
  if (instance.outbox.length > mostEffects)
    return `One step would ask for ${instance.outbox.length} things at once; ${mostEffects} is the most.`
  const measured = measure(instance, 0, mostCharacters)
  if (measured === 'deep') return `Its data is nested deeper than ${mostLevels} levels. Flatten it.`
  if (measured > mostCharacters)
    return 'Its data is larger than a million characters. Keep large texts in documents, and their ids in variables.'
  return undefined
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
