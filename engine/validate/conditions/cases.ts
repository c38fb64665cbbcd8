/** The cases that conditions tell apart, and which of the conditions hold in each. */
import { evaluate } from '../../model/expressions.ts'
import type { Json } from '../../model/json.ts'
import { comparedBy, moment } from './subjects.ts'
import { type Domain, type Sample, samplesFor } from './values.ts'

export interface Case {
  /** The value of each variable. */
  samples: Sample[]
  /** Whether each of the conditions holds. */
  holds: boolean[]
}

const most = 4000

/** Every case; null when the conditions are more than comparisons, or the cases too many. */
export function casesOf(conditions: string[], domains: Map<string, Domain>): Case[] | null {
  const compared = comparedBy(conditions)
  const samples = compared && samplesFor(compared, domains)
  if (!samples) return null
  let combinations: Sample[][] = [[]]
  for (const values of samples.values()) {
    if (combinations.length * values.length > most) return null
    combinations = combinations.flatMap(before => values.map(value => [...before, value]))
  }
  const paths = [...samples.keys()].map(name => compared.subjects.get(name)!.path.split('.'))
  return combinations.map(values => {
    const context: Record<string, Json> = { ...moment }
    for (const [n, path] of paths.entries()) put(context, path, values[n]!.value)
    return { samples: values, holds: conditions.map(text => evaluate(text, context) === true) }
  })
}

function put(into: Record<string, Json>, [name, ...rest]: string[], value: Json): void {
  if (rest.length === 0) {
    into[name!] = value
    return
  }
  const known = into[name!]
  const inner = known !== null && typeof known === 'object' && !Array.isArray(known) ? known : {}
  into[name!] = inner
  put(inner, rest, value)
}

/** `deal.amount = 100 and region = "north"`, without the variables that make no difference to the finding. */
export function said(found: Case, cases: Case[], matters: (one: Case) => boolean): string {
  const left = found.samples.map((_, n) => n)
  for (const n of [...left]) {
    const kept = left.filter(other => other !== n)
    const alike = cases.filter(one => kept.every(k => one.samples[k] === found.samples[k]))
    if (kept.length > 0 && alike.every(matters)) left.splice(left.indexOf(n), 1)
  }
  return left.map(n => found.samples[n]!.said).join(' and ')
}
