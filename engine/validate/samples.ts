/**
 * Sample values for the variables that a set of conditions compares with constants. Comparisons are piecewise constant,
 * so the constants, the middles between them and one value beyond each end stand for all there are.
 */
import type { Json } from '../model/json.ts'

/** Values for each path, or null when the conditions do more than compare with constants. */
export function samplesFor(conditions: string[]): Map<string, Json[]> | null {
  const constants = new Map<string, Json[]>()
  for (const text of conditions) {
    const found = comparisonsIn(text)
    if (!found) return null
    for (const [path, values] of found) constants.set(path, [...(constants.get(path) ?? []), ...values])
  }
  const samples = new Map<string, Json[]>()
  for (const [path, values] of constants) {
    const spread = spreadOf(values)
    if (!spread) return null
    samples.set(path, spread)
  }
  return samples
}

const token = /\s+|"[^"]*"|-?\d+(?:\.\d+)?|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*|<=|>=|!=|[=<>()[\],]|\.\.|./g
const words = new Set(['and', 'or', 'not', 'in', 'between', 'true', 'false'])

/** The paths of a condition with the constants beside them; null when it is more than comparisons. */
function comparisonsIn(text: string): [string, Json[]][] | null {
  const tokens = [...text.matchAll(token)].map(match => match[0]).filter(part => part.trim() !== '')
  if (tokens.some((part, i) => !readable(part, tokens[i + 1]))) return null
  const found: [string, Json[]][] = []
  let path: string | undefined
  let values: Json[] = []
  const flush = () => {
    if (path !== undefined) found.push([path, values.length > 0 ? values : [true]])
    path = undefined
    values = []
  }
  for (const part of tokens) {
    if (part === 'or' || part === 'and') {
      // `between 1 and 5` has an `and` of its own: the constant after it has no path yet.
      if (tokens.includes('between')) continue
      flush()
    } else if (isPath(part)) {
      if (path !== undefined) return null
      path = part
    } else if (/^["\d-]/.test(part) || part === 'true' || part === 'false')
      values.push(JSON.parse(part) as Json)
  }
  flush()
  return found.length > 0 ? found : null
}

function isPath(part: string): boolean {
  return /^[A-Za-z_]/.test(part) && !words.has(part)
}

/** Functions other than `not` and arithmetic are beyond us. */
function readable(part: string, next: string | undefined): boolean {
  if (isPath(part)) return next !== '('
  return /^["\d]|^-\d/.test(part) || words.has(part) || /^(<=|>=|!=|[=<>()[\],]|\.\.)$/.test(part)
}

function spreadOf(values: Json[]): Json[] | null {
  const types = new Set(values.map(value => typeof value))
  if (types.size !== 1) return null
  const distinct = [...new Set(values)]
  if (types.has('boolean')) return [true, false]
  if (types.has('number')) return numbersAround(distinct as number[])
  const texts = distinct as string[]
  return texts.every(text => /^\d{4}-\d\d-\d\d$/.test(text)) ? null : [...texts, 'anything else']
}

function numbersAround(numbers: number[]): number[] {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middles = sorted.slice(1).map((number, i) => (number + sorted[i]!) / 2)
  return [sorted[0]! - 1, ...sorted, ...middles, sorted.at(-1)! + 1].sort((a, b) => a - b)
}

/** Every combination of the samples as a context; null when there are too many. */
export function contextsOf(samples: Map<string, Json[]>, most = 2000): Record<string, Json>[] | null {
  let contexts: [string, Json][][] = [[]]
  for (const [path, values] of samples) {
    if (contexts.length * values.length > most) return null
    contexts = contexts.flatMap(context =>
      values.map((value): [string, Json][] => [...context, [path, value]]),
    )
  }
  return contexts.map(pairs => {
    const context: Record<string, Json> = {}
    for (const [path, value] of pairs) put(context, path.split('.'), value)
    return context
  })
}

function put(into: Record<string, Json>, [name, ...rest]: string[], value: Json): void {
  if (rest.length === 0) {
    into[name!] = value
    return
  }
  const inner = (into[name!] ?? {}) as Record<string, Json>
  into[name!] = inner
  put(inner, rest, value)
}
