/**
 * Values that stand for all there are: comparisons are piecewise constant, so the constants, something between any two
 * neighbours and something beyond each end are enough.
 */
import type { Json } from '../../model/json.ts'
import type { Compared, Constant, Subject } from './subjects.ts'

/** A value to try, and how people say it. */
export interface Sample {
  value: Json
  said: string
}

/** What is known of a variable from the forms in which it is filled in, or from the field it stands for. */
export interface Domain {
  choices?: string[]
  min?: number
  max?: number
}

/** Values for each variable, or null where the constants do not tell of what kind it is. */
export function samplesFor(compared: Compared, domains: Map<string, Domain>): Map<string, Sample[]> | null {
  const samples = new Map<string, Sample[]>()
  for (const group of groupsOf(compared)) {
    const constants = group.flatMap(name => compared.constants.get(name) ?? [])
    for (const name of group) {
      const subject = compared.subjects.get(name)!
      const values = valuesOf(name, subject, constants, group.length, domains.get(subject.path) ?? {})
      if (!values) return null
      samples.set(name, values)
    }
  }
  return samples
}

/** Variables that are compared with each other, directly or over others. */
function groupsOf({ subjects, linked }: Compared): string[][] {
  let groups = [...subjects.keys()].map(name => [name])
  for (const [one, other] of linked) {
    const [joined, apart] = [
      groups.filter(group => group.includes(one) || group.includes(other)),
      groups.filter(group => !group.includes(one) && !group.includes(other)),
    ]
    groups = [...apart, joined.flat()]
  }
  return groups
}

function valuesOf(
  name: string,
  { counted }: Subject,
  constants: Constant[],
  together: number,
  domain: Domain,
): Sample[] | null {
  const known = constants.filter(({ value }) => value !== null)
  const nothing: Sample[] = known.length < constants.length ? [{ value: null, said: `${name} empty` }] : []
  const kinds = new Set(known.map(({ value }) => kindOf(value)))
  const kind = kinds.size === 0 && together > 1 ? 'number' : [...kinds][0]
  if (kinds.size > 1 || kind === undefined || kind === 'other')
    return kinds.size === 0 ? unless(nothing, name) : null
  if (kind === 'boolean') return [true, false].map(value => plain(name, value)).concat(nothing)
  if (kind === 'string') return [...texts(name, known, domain), ...nothing]
  if (kind === 'number') return [...numbers(name, known, together, counted, domain), ...nothing]
  const dates = moments(name, known, kind, together)
  return dates && [...dates, ...nothing]
}

/** Only compared with nothing: it is there or not. */
function unless(nothing: Sample[], name: string): Sample[] | null {
  return nothing.length > 0 ? [{ value: 'anything', said: `${name} not empty` }, ...nothing] : null
}

type Kind = 'boolean' | 'number' | 'string' | 'date' | 'moment' | 'other'

function kindOf(value: Json): Kind {
  if (typeof value === 'boolean') return 'boolean'
  if (typeof value === 'number') return 'number'
  if (typeof value !== 'string') return 'other'
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return 'date'
  if (/^\d{4}-\d\d-\d\dT/.test(value)) return 'moment'
  return /^-?P[\dT]/.test(value) ? 'other' : 'string'
}

const plain = (name: string, value: Json): Sample => ({ value, said: `${name} = ${JSON.stringify(value)}` })

/** The words compared with, and another one unless the choices are known. */
function texts(name: string, constants: Constant[], { choices }: Domain): Sample[] {
  const words = [...new Set(constants.map(({ value }) => String(value)))]
  if (choices) return [...new Set(choices)].map(value => plain(name, value))
  let other = 'anything else'
  while (words.includes(other)) other += '!'
  const named = words.map(word => JSON.stringify(word)).join(' and ')
  return [...words.map(word => plain(name, word)), { value: other, said: `${name} other than ${named}` }]
}

function numbers(
  name: string,
  constants: Constant[],
  together: number,
  counted: boolean,
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Domain,
): Sample[] {
  const bounds = counted ? [] : [min, max].filter(Number.isFinite)
  const marks = [...new Set([...constants.map(({ value }) => Number(value)), ...bounds])].sort(
    (a, b) => a - b,
  )
  if (marks.length === 0) marks.push(0)
  const spread = Array.from({ length: together }, (_, n) => n + 1)
  const values = marks.flatMap((mark, n) => {
    const next = marks[n + 1] ?? mark + together + 1
    const between = spread.map(k => mark + ((next - mark) * k) / (together + 1))
    return [mark, ...between.map(value => (counted ? Math.ceil(value) : value))]
  })
  const below = spread.map(k => marks[0]! - k)
  const all = [...new Set([...below, ...values])].sort((a, b) => a - b)
  if (counted)
    return all
      .filter(value => value >= 0)
      .map(value => ({ value: Array(Math.min(value, 1000)).fill(null) as Json[], said: `count = ${value}` }))
      .map(({ value, said }) => ({ value, said: said.replace('count', name) }))
  return all.filter(value => value >= min && value <= max).map(value => plain(name, rounded(value)))
}

const rounded = (value: number): number => Number(value.toPrecision(12))

const day = 86_400_000

/** Days, or moments to the second, around those compared with; said by those where they are relative. */
function moments(
  name: string,
  constants: Constant[],
  kind: 'date' | 'moment',
  together: number,
): Sample[] | null {
  const marks = [...new Map(constants.map(one => [Date.parse(String(one.value)), one])).entries()]
  if (marks.some(([at]) => Number.isNaN(at))) return null
  marks.sort(([a], [b]) => a - b)
  const unit = kind === 'date' ? day : 1000
  const relative = constants.some(({ said }) => said !== undefined)
  const write = (at: number) => {
    const text = new Date(at).toISOString()
    return kind === 'date' ? text.slice(0, 10) : `${text.slice(0, 19)}Z`
  }
  const called = ([at, one]: [number, Constant]) => one.said ?? write(at)
  const between = (from: number, to: number, said: string): Sample[] => {
    const values = Array.from({ length: together }, (_, n) => {
      const at = from + ((to - from) * (n + 1)) / (together + 1)
      return Math.round(at / unit) * unit
    })
    return [...new Set(values)]
      .filter(at => at > from && at < to)
      .map(at => ({ value: write(at), said: relative ? `${name} ${said}` : `${name} = ${write(at)}` }))
  }
  const far = unit * 10 * (together + 1)
  const first = marks[0]!
  return [
    ...between(first[0] - far, first[0], `before ${called(first)}`),
    ...marks.flatMap((mark, n) => {
      const next = marks[n + 1]
      const after = next
        ? between(mark[0], next[0], `between ${called(mark)} and ${called(next)}`)
        : between(mark[0], mark[0] + far, `after ${called(mark)}`)
      return [{ value: write(mark[0]), said: `${name} = ${called(mark)}` }, ...after]
    }),
  ]
}
