import type { Decision, DecisionModel, Logic } from '../model/decision.ts'
import { type CompiledExpression, compileExpression } from '../model/expressions.ts'
import type { Json } from '../model/json.ts'
import { decideTable } from './table.ts'

/** What was decided, with the rules that matched, decision by decision; or why nothing could be. */
export type Decided =
  | { ok: true; value: Json; matched: MatchedRules[] }
  | { ok: false; code: 'unknownDecision' | 'hitPolicy' | 'expression' | 'requirements'; message: string }

export interface MatchedRules {
  decision: string
  /** Ids of the rules, in the order of the table. */
  rules: string[]
}

/**
 * Makes a decision and, before it, those it requires (DMN 1.3 §6). Without `id` the only decision that no other
 * requires. Pure: the context brings the input data, and `now` if an expression asks for the time.
 */
export function decide(model: DecisionModel, id: string | undefined, context: Record<string, Json>): Decided {
  const wanted = find(model, id)
  if (!wanted) {
    const known = Object.keys(model.decisions).join(', ') || 'none'
    return {
      ok: false,
      code: 'unknownDecision',
      message: `There is no decision "${id ?? ''}" in "${model.name}"; there are: ${known}.`,
    }
  }
  const session: Session = { model, made: new Map(), underWay: new Set(), matched: [] }
  try {
    return { ok: true, value: make(session, wanted, context), matched: session.matched }
  } catch (cause) {
    if (cause instanceof Undecided) return { ok: false, code: cause.code, message: cause.message }
    throw cause
  }
}

/** Thrown inside this room only; `decide` turns it into a result. */
export class Undecided extends Error {
  readonly code: 'hitPolicy' | 'expression' | 'requirements'
  constructor(code: Undecided['code'], message: string) {
    super(message)
    this.code = code
  }
}

export interface Session {
  model: DecisionModel
  made: Map<string, Json>
  underWay: Set<string>
  matched: MatchedRules[]
}

function find(model: DecisionModel, id: string | undefined): Decision | undefined {
  if (id !== undefined) return Object.hasOwn(model.decisions, id) ? model.decisions[id] : byName(model, id)
  const all = Object.values(model.decisions)
  const required = new Set(all.flatMap(({ requires }) => requires))
  const roots = all.filter(decision => !required.has(decision.id))
  return roots.length === 1 ? roots[0] : undefined
}

function byName(model: DecisionModel, name: string): Decision | undefined {
  return Object.values(model.decisions).find(decision => decision.name === name)
}

function make(session: Session, decision: Decision, context: Record<string, Json>): Json {
  const made = session.made.get(decision.id)
  if (made !== undefined) return made
  if (session.underWay.has(decision.id)) {
    throw new Undecided('requirements', `The decision "${decision.name}" requires itself.`)
  }
  session.underWay.add(decision.id)
  const known = { ...context }
  for (const id of decision.requires) {
    const required = session.model.decisions[id]
    if (!required)
      throw new Undecided(
        'requirements',
        `"${decision.name}" requires the decision "${id}", which is not there.`,
      )
    known[required.variable] = make(session, required, context)
  }
  const value = compute(session, decision.logic, known, decision.name)
  session.made.set(decision.id, value)
  return value
}

/** The value of a piece of logic, wherever it stands. */
export function compute(session: Session, logic: Logic, context: Record<string, Json>, name: string): Json {
  switch (logic.type) {
    case 'literal':
      return computeText(session, logic.text, context, name)
    case 'table':
      return decideTable(session, logic, context, name)
    case 'context':
      return computeContext(session, logic, context, name)
    case 'list':
      return logic.items.map(item => compute(session, item, context, name))
    case 'relation':
      return logic.rows.map(row =>
        Object.fromEntries(
          row.map((cell, i) => [logic.columns[i] ?? '', compute(session, cell, context, name)]),
        ),
      )
    case 'invocation':
      return invoke(session, logic, context, name)
    case 'none':
      return null
  }
}

/** A FEEL text; knowledge models it calls are put before it as functions. */
function computeText(session: Session, text: string, context: Record<string, Json>, name: string): Json {
  if (text === '') return null
  return read(session, withFunctions(session.model, text), name).evaluate(context)
}

/** A compiled text, or an end of the decision. */
export function read(session: Session, text: string, name: string, dialect?: 'unaryTests') {
  const compiled: CompiledExpression = compileExpression(text, { dialect, context: session.model.names })
  if (!compiled.ok)
    throw new Undecided('expression', `"${text}" in "${name}" cannot be read: ${compiled.problem.message}`)
  return compiled.expression
}

/** Knowledge models with literal logic become FEEL functions around the text that calls them. */
export function withFunctions(model: DecisionModel, text: string): string {
  const called = new Map<string, string>()
  const add = (body: string) => {
    for (const { name, parameters, logic } of Object.values(model.functions)) {
      if (called.has(name) || logic.type !== 'literal' || !body.includes(name)) continue
      called.set(name, `function(${parameters.join(', ')}) (${logic.text})`)
      add(logic.text)
    }
  }
  add(text)
  if (called.size === 0) return text
  const entries = [...called].reverse().map(([name, body]) => `${JSON.stringify(name)}: ${body}`)
  return `{${entries.join(', ')}, "the value": (${text})}.the value`
}

function computeContext(
  session: Session,
  logic: Logic & { type: 'context' },
  context: Record<string, Json>,
  name: string,
): Json {
  const known = { ...context }
  const result: Record<string, Json> = {}
  for (const entry of logic.entries) {
    const value = compute(session, entry.logic, known, name)
    if (entry.name === undefined) return value
    known[entry.name] = value
    result[entry.name] = value
  }
  return result
}

function invoke(
  session: Session,
  { name: called, bindings }: Logic & { type: 'invocation' },
  context: Record<string, Json>,
  name: string,
): Json {
  const knowledge = Object.hasOwn(session.model.functions, called)
    ? session.model.functions[called]
    : undefined
  if (!knowledge) throw new Undecided('requirements', `"${name}" calls "${called}", which is not there.`)
  const values = bindings.map(({ name: parameter, logic }) => [
    parameter,
    compute(session, logic, context, name),
  ])
  return compute(session, knowledge.logic, { ...Object.fromEntries(values), ...timeOf(context) }, called)
}

function timeOf({ now, today }: Record<string, Json>): Record<string, Json> {
  return { ...(now === undefined ? {} : { now }), ...(today === undefined ? {} : { today }) }
}
