/** Decision tables (DMN 1.3 §8): which rules match, and what their hit policy makes of them. */

import type { Aggregation, DecisionTable, HitPolicy, TableRule } from '../model/decision.ts'
import type { Json } from '../model/json.ts'
import { read, type Session, Undecided, withFunctions } from './decide.ts'

type Context = Record<string, Json>

interface Asked {
  session: Session
  table: DecisionTable
  context: Context
  name: string
}

/** The value of a table: one output as it is, several as a context by name. */
export function decideTable(session: Session, table: DecisionTable, context: Context, name: string): Json {
  const asked = { session, table, context, name }
  const matching = rulesThatMatch(asked)
  session.matched.push({ decision: name, rules: matching.map(({ id }) => id) })
  if (matching.length === 0 && !hasAnswerForNone(table)) return otherwise(asked)
  return policies[table.hitPolicy](asked, matching)
}

function rulesThatMatch({ session, table, context, name }: Asked): TableRule[] {
  const values = table.inputs.map(({ text }) =>
    text ? read(session, withFunctions(session.model, text), name).evaluate(context) : null,
  )
  return table.rules.filter(rule =>
    rule.when.every((test, i) => {
      if (test === '' || test === '-') return true
      return read(session, test, name, 'unaryTests').evaluate({ ...context, '?': values[i] ?? null }) === true
    }),
  )
}

/** How each hit policy makes one value of the rules that match; only `COLLECT` sees none. */
const policies: Record<HitPolicy, (asked: Asked, rules: TableRule[]) => Json> = {
  UNIQUE(asked, rules) {
    if (rules.length > 1) throw violation(asked, `only one rule may match, but ${listed(rules)} do`)
    return outputOf(asked, rules[0]!)
  },
  FIRST: (asked, rules) => outputOf(asked, rules[0]!),
  ANY(asked, rules) {
    const outputs = rules.map(rule => outputOf(asked, rule))
    if (outputs.some(output => !same(output, outputs[0]!))) {
      throw violation(asked, `all matching rules must say the same, but ${listed(rules)} differ`)
    }
    return outputs[0]!
  },
  PRIORITY: (asked, rules) => inOrderOfValues(asked, rules)[0]!,
  COLLECT(asked, rules) {
    const outputs = rules.map(rule => outputOf(asked, rule))
    return asked.table.aggregation ? aggregate(asked, asked.table.aggregation, outputs) : outputs
  },
  'RULE ORDER': (asked, rules) => rules.map(rule => outputOf(asked, rule)),
  'OUTPUT ORDER': (asked, rules) => inOrderOfValues(asked, rules),
}

function hasAnswerForNone({ hitPolicy, outputs }: DecisionTable): boolean {
  const collects = hitPolicy === 'COLLECT' || hitPolicy === 'RULE ORDER' || hitPolicy === 'OUTPUT ORDER'
  return collects && !outputs.some(output => output.otherwise)
}

/** What the table says when no rule matches: its default outputs, else nothing. */
function otherwise({ session, table, context, name }: Asked): Json {
  if (!table.outputs.some(output => output.otherwise)) return null
  const values = table.outputs.map(output =>
    output.otherwise ? read(session, output.otherwise, name).evaluate(context) : null,
  )
  return named(table, values)
}

function outputOf({ session, table, context, name }: Asked, rule: TableRule): Json {
  const values = table.outputs.map((_, i) => {
    const text = rule.then[i] ?? ''
    return text === '' || text === '-'
      ? null
      : read(session, withFunctions(session.model, text), name).evaluate(context)
  })
  return named(table, values)
}

function named({ outputs }: DecisionTable, values: Json[]): Json {
  if (outputs.length === 1) return values[0]!
  return Object.fromEntries(outputs.map(({ name }, i) => [name, values[i]!]))
}

/** Best first: by the place of each output among its allowed values, the first output counting most. */
function inOrderOfValues(asked: Asked, rules: TableRule[]): Json[] {
  const { session, table, context, name } = asked
  const orders = table.outputs.map(({ values }) =>
    values ? (read(session, `[${values}]`, name).evaluate(context) as Json[]) : [],
  )
  if (orders.every(order => order.length === 0)) {
    throw violation(asked, 'its outputs need a list of values in order of priority')
  }
  const rank = (output: Json): number[] =>
    table.outputs.map(({ name }, i) => {
      const value = table.outputs.length === 1 ? output : (output as Context)[name]!
      const place = orders[i]!.findIndex(allowed => same(allowed, value))
      return place < 0 ? orders[i]!.length : place
    })
  return rules
    .map(rule => outputOf(asked, rule))
    .map(output => ({ output, places: rank(output) }))
    .sort(
      (a, b) => a.places.map((place, i) => place - b.places[i]!).find(difference => difference !== 0) ?? 0,
    )
    .map(({ output }) => output)
}

function aggregate(asked: Asked, aggregation: Aggregation, outputs: Json[]): Json {
  if (asked.table.outputs.length > 1) throw violation(asked, `${aggregation} needs a single output`)
  if (aggregation === 'COUNT') return outputs.length
  if (outputs.length === 0) return null
  const { session, name } = asked
  const formula = {
    SUM: 'sum(values)',
    MIN: 'sort(values, function(a, b) a < b)[1]',
    MAX: 'sort(values, function(a, b) a > b)[1]',
  }
  const numbers = outputs.every(output => typeof output === 'number')
  if (!numbers && aggregation === 'SUM') throw violation(asked, 'SUM needs numbers')
  return read(session, formula[aggregation], name).evaluate({ values: outputs })
}

function violation({ table, name }: Asked, what: string): Undecided {
  return new Undecided('hitPolicy', `The table "${name}" is ${table.hitPolicy}: ${what}.`)
}

function listed(rules: TableRule[]): string {
  return rules.map(({ id }) => id).join(', ')
}

function same(a: Json, b: Json): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
