/** What conditions are about: the variables they compare, and the constants they compare them with. */
import { evaluate } from '../../model/expressions.ts'
import { namesReadBy } from '../../model/feel/reads.ts'
import { type Node, parse } from '../../model/feel/tree.ts'
import type { Json } from '../../model/json.ts'

/** A variable by its path, or how many entries a list has. */
export interface Subject {
  path: string
  counted: boolean
}

/** A constant, and how the drawing says it when that is not the value itself (`today()`). */
export interface Constant {
  value: Json
  said?: string
}

export interface Compared {
  subjects: Map<string, Subject>
  constants: Map<string, Constant[]>
  /** Subjects compared with each other. */
  linked: [string, string][]
}

/** The moment at which conditions over `now()` and `today()` are looked at. */
export const moment = { now: '2030-06-15T12:00:00Z', today: '2030-06-15' }

/** What some conditions compare; null when one of them does more than that. */
export function comparedBy(conditions: string[]): Compared | null {
  const found: Compared = { subjects: new Map(), constants: new Map(), linked: [] }
  for (const text of conditions) {
    const parsed = parse(text, 'expression', {})
    if (!parsed.ok || !visit(parsed.root, found)) return null
  }
  const counted = new Set([...found.subjects.values()].map(({ path }) => path))
  return counted.size === found.subjects.size ? found : null
}

/** Something that is true or false. False when it is more than comparisons. */
function visit(node: Node, found: Compared): boolean {
  const parts = partsOf(node)
  switch (node.name) {
    case 'Expression':
    case 'ParenthesizedExpression':
    case 'Conjunction':
    case 'Disjunction':
      return parts.every(part => visit(part, found))
    case 'BooleanLiteral':
      return true
    case 'Comparison':
      return compared(node, parts, found)
    case 'FunctionInvocation':
      return invoked(node, found)
    default:
      return about(node, [{ value: true }], found)
  }
}

const signs = /^([()[\]{},.]|\.\.|and|or|in|between|CompareOp|ArithOp)$/

function partsOf(node: Node): Node[] {
  return node.children.filter(({ name }) => !signs.test(name))
}

function compared(node: Node, parts: Node[], found: Compared): boolean {
  const [one, ...others] = parts
  if (!one || others.length === 0) return false
  if (node.children.some(({ name }) => name === 'in')) {
    const values = others.flatMap(tested)
    return values.every(value => value !== null) && about(one, values as Constant[], found)
  }
  const constants = others.map(constantOf)
  if (constants.every(value => value !== null)) return about(one, constants as Constant[], found)
  const [other] = others
  const value = constantOf(one)
  if (value && others.length === 1) return about(other!, [value], found)
  const [left, right] = [subjectOf(one), subjectOf(other!)]
  if (!left || !right || others.length > 1) return false
  for (const subject of [left, right]) note(subject, [], found)
  found.linked.push([nameOf(left), nameOf(right)])
  return true
}

/** The constants a variable is tested with after `in`; null for what is no constant. */
function tested(node: Node): (Constant | null)[] {
  if (
    ['PositiveUnaryTest', 'PositiveUnaryTests', 'SimplePositiveUnaryTest', 'List', 'Interval'].includes(
      node.name,
    )
  )
    return partsOf(node).flatMap(tested)
  return [constantOf(node)]
}

function constantOf(node: Node): Constant | null {
  if (!namesReadBy(node).every(name => name in moment) || !isValue(node)) return null
  const value = evaluate(node.text, moment)
  const literal = ['NumericLiteral', 'StringLiteral', 'BooleanLiteral', 'null'].includes(node.name)
  if (value === null && !literal) return null
  return { value, ...(/\b(now|today)\s*\(/.test(node.text) && { said: node.text.trim() }) }
}

/** Anything but what is a condition itself. */
function isValue({ name }: Node): boolean {
  return !['Comparison', 'Conjunction', 'Disjunction', 'List', 'Interval'].includes(name)
}

function invoked(node: Node, found: Compared): boolean {
  const [callee, given] = partsOf(node)
  const values = given ? partsOf(given) : []
  const name = callee!.text.trim().replace(/\s+/g, ' ')
  if (name === 'not' && values.length === 1) return visit(values[0]!, found)
  if (name !== 'list contains' || values.length !== 2 || values[0]!.name !== 'List') return false
  const constants = tested(values[0]!)
  return constants.every(value => value !== null) && about(values[1]!, constants as Constant[], found)
}

function about(node: Node, constants: Constant[], found: Compared): boolean {
  const subject = subjectOf(node)
  if (!subject) return false
  note(subject, constants, found)
  return true
}

function note(subject: Subject, constants: Constant[], found: Compared): void {
  const name = nameOf(subject)
  found.subjects.set(name, subject)
  found.constants.set(name, [...(found.constants.get(name) ?? []), ...constants])
}

const nameOf = ({ path, counted }: Subject): string => (counted ? `count(${path})` : path)

/** A variable or a field of one; also as a date of it, or as the length of a list. */
function subjectOf(node: Node): Subject | null {
  if (node.name === 'ParenthesizedExpression') return subjectOf(partsOf(node)[0]!)
  if (node.name === 'VariableName') return { path: spaced(node.text), counted: false }
  if (node.name === 'PathExpression') {
    const [of, name] = partsOf(node)
    const before = of && subjectOf(of)
    return before && !before.counted && name
      ? { path: `${before.path}.${spaced(name.text)}`, counted: false }
      : null
  }
  const [callee, given] = partsOf(node)
  const inner = given && partsOf(given).length === 1 ? subjectOf(partsOf(given)[0]!) : null
  if (!inner || inner.counted) return null
  if (node.name === 'DateTimeLiteral') return /^date/.test(callee!.text) ? inner : null
  return node.name === 'FunctionInvocation' && callee!.text.trim() === 'count'
    ? { ...inner, counted: true }
    : null
}

const spaced = (text: string): string => text.trim().replace(/\s+/g, ' ')
