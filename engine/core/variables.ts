/**
 * Variables live in frames, one inside the other: the token's own, its scope's, the activity's that opened the scope …
 * and at last the process's. Reading takes the nearest; writing goes to the nearest that has the name, else to the process.
 */
import { compileExpression, whyNull } from '../model/expressions.ts'
import type { Expression } from '../model/types.ts'
import { Fault } from './fault.ts'
import type { Json, ScopeInstance, Variables } from './instance.ts'
import { putScope, putToken, type Work } from './work.ts'

/** Where something is evaluated: a token, or just a scope instance. */
export interface Place {
  scope: string
  id?: string
  variables?: Variables
}

/** The value of an expression here; `extra` are names known only for this once (`result` …). */
export function compute(work: Work, place: Place, expression: Expression, extra: Variables = {}): Json {
  if (expression.type === 'literal') return expression.value
  if (expression.type === 'foreign')
    throw new Fault(
      'foreignExpression',
      `The expression "${short(expression.text)}" is written in ${expression.language}, which Baton does not run.`,
      'Write it in FEEL and publish a new version, or set the variable it should give and move the token on.',
    )
  const compiled = compileExpression(expression.text)
  if (!compiled.ok)
    throw new Fault(
      'badExpression',
      `The expression "${short(expression.text)}" cannot be read: ${compiled.problem.message}`,
      'Correct it and publish a new version.',
    )
  const { expression: feel } = compiled
  const { value, warnings } = feel.explain(contextFor(work, place, feel.reads, extra))
  if (warnings[0]?.type === 'TOO_MUCH_WORK')
    throw new Fault(
      'tooMuchWork',
      `The expression "${short(feel.text)}" was cut off: ${warnings[0].message}`,
      'Let it look at less, publish a new version, or set the variable it should give and move the token on.',
    )
  return value
}

/** Why a condition has no answer here, as a sentence; undefined when it has one. */
export function unanswered(work: Work, place: Place, condition: Expression | undefined): string | undefined {
  const compiled = condition?.type === 'feel' ? compileExpression(condition.text) : undefined
  if (!compiled?.ok) return undefined
  const context = contextFor(work, place, compiled.expression.reads, {})
  return compiled.expression.evaluate(context) === null ? whyNull(compiled.expression, context) : undefined
}

/** Whether a condition holds here. Null counts as no, as FEEL means it; anything else that is no boolean is a fault. */
export function holds(work: Work, place: Place, condition: Expression, extra?: Variables): boolean {
  const value = compute(work, place, condition, extra)
  if (typeof value === 'boolean') return value
  if (value === null) return false
  const text = condition.type === 'literal' ? String(condition.value) : condition.text
  if (value === 'true' || value === 'false') return value === 'true'
  throw new Fault(
    'notBoolean',
    `The condition "${short(text)}" gives ${short(JSON.stringify(value))} instead of yes or no.`,
    'Make it a comparison, or correct the variable it reads, then retry.',
  )
}

/** The value as text; empty when there is none. */
export function textOf(work: Work, place: Place, expression: Expression | undefined): string {
  if (!expression) return ''
  const value = compute(work, place, expression)
  return value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
}

function short(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}

function contextFor(work: Work, place: Place, names: string[], extra: Variables): Variables {
  const { at, data = {} } = work.command
  const context: Variables = { now: at, today: at.slice(0, 10) }
  for (const name of names) {
    const value = lookUp(work, place, name, extra)
    if (value !== undefined) context[name] = value
    else if (name in data) context[name] = data[name]!
  }
  return context
}

function lookUp(work: Work, place: Place, name: string, extra: Variables): Json | undefined {
  if (Object.hasOwn(extra, name)) return extra[name]
  for (const frame of frames(work, place))
    if (Object.hasOwn(frame.variables, name)) return frame.variables[name]
  return undefined
}

/** The first name an expression reads that nobody has: no variable, no CRM data. */
export function unknownName(
  work: Work,
  place: Place,
  expression: Expression,
  extra: Variables,
): string | undefined {
  const compiled = expression.type === 'feel' ? compileExpression(expression.text) : undefined
  const reads = compiled?.ok ? compiled.expression.reads : []
  const given = { now: null, today: null, ...work.command.data }
  return reads.find(name => !Object.hasOwn(given, name) && lookUp(work, place, name, extra) === undefined)
}

/** The value of a variable as seen from here; undefined when nobody has it. */
export function variable(work: Work, place: Place, name: string): Json | undefined {
  return lookUp(work, place, name, {})
}

/** All variables seen from here, inner ones over outer ones. */
export function visible(work: Work, place: Place): Variables {
  return Object.assign({}, ...[...frames(work, place)].reverse().map(frame => frame.variables))
}

interface Frame {
  variables: Variables
  token?: string
  scope?: ScopeInstance
}

function* frames(work: Work, place: Place): Generator<Frame> {
  if (place.id !== undefined) yield { variables: work.tokens.get(place.id)?.variables ?? {}, token: place.id }
  let scope = work.scopes.get(place.scope)
  while (scope) {
    if (scope.parent === undefined) yield { variables: work.variables }
    else if (scope.variables) yield { variables: scope.variables, scope }
    const owner: string | undefined = scope.owner
    const opener = owner === undefined ? undefined : work.tokens.get(owner)
    if (opener?.variables) yield { variables: opener.variables, token: opener.id }
    scope = scope.parent === undefined ? undefined : work.scopes.get(scope.parent)
  }
}

/** Write variables from here: each to the nearest frame that has it, else to the process. */
export function assign(work: Work, place: Place, values: Variables): void {
  for (const [name, value] of Object.entries(values)) assignOne(work, place, name, value)
}

function assignOne(work: Work, place: Place, name: string, value: Json): void {
  work.changed = true
  for (const frame of frames(work, place)) {
    if (!Object.hasOwn(frame.variables, name)) continue
    setIn(work, frame, name, value)
    return
  }
  work.variables = { ...work.variables, [name]: value }
}

function setIn(work: Work, frame: Frame, name: string, value: Json): void {
  const variables = { ...frame.variables, [name]: value }
  if (frame.token !== undefined) putToken(work, { ...work.tokens.get(frame.token)!, variables })
  else if (frame.scope) putScope(work, { ...work.scopes.get(frame.scope.id)!, variables })
  else work.variables = variables
}

/** Make variables local to a scope instance. */
export function declare(work: Work, scope: string, values: Variables): void {
  const instance = work.scopes.get(scope)!
  work.changed = true
  if (instance.parent === undefined) work.variables = { ...work.variables, ...values }
  else putScope(work, { ...instance, variables: { ...instance.variables, ...values } })
}
