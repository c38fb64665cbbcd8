import { decide as decideByDmn } from '../../decisions/index.ts'
import type { DecisionModel } from '../../model/decision.ts'
import type { Expression, FlowNode } from '../../model/types.ts'
import { Fault } from '../fault.ts'
import type { Json, Token, Variables } from '../instance.ts'
import { assign, compute, unknownName, variable, visible } from '../variables.ts'
import { ask, change, note, say, type Work } from '../work.ts'
import type { Heed } from './index.ts'

/** Mapped inputs and the activity's properties become the token's own variables. */
export const mapInputs: Heed<'mapInputs'> = (work, token, { node }) => {
  const element = work.process.nodes[node]!
  const own: Variables = {}
  if ('properties' in element)
    for (const { name, value } of element.properties) own[name] = value ? compute(work, token, value) : null
  for (const { target, source, strict } of element.mapping.inputs) {
    const value = compute(work, token, source, own)
    if (value === null && strict) demandKnown(work, token, source, own, element.name || node)
    set(own, target, value)
  }
  if (Object.keys(own).length > 0) change(work, token, { variables: own })
}

/** In our own drawings an input that reads a name nobody has is a slip, and found before the work begins. */
function demandKnown(work: Work, token: Token, source: Expression, own: Variables, name: string): void {
  const unknown = unknownName(work, token, source, own)
  if (unknown === undefined) return
  throw new Fault(
    'unknownVariable',
    `"${name}" needs "${unknown}", but there is no variable and no record of that name.`,
    'Set the variable and retry, or correct the name in a new version.',
  )
}

/**
 * What the work gave goes out: only what output mappings say when there are some, else all of it, except names the
 * token has of its own. Then the token's own variables are gone.
 */
export const mapOutputs: Heed<'mapOutputs'> = (work, token, { node }) => {
  const { mapping } = work.process.nodes[node]!
  const now = work.tokens.get(token.id)!
  // Each round of a loop has carried out its own.
  if (isWhole(work, now, node)) return
  const result = (now.context?.result ?? now.context?.caught ?? {}) as Json
  const given: Variables = isRecord(result) ? result : {}
  const out: Variables = {}
  if (mapping.outputs.length > 0) {
    const own = { ...now.variables, ...given }
    for (const { target, source } of mapping.outputs) {
      const value = compute(work, { ...now, variables: own }, source, {
        result: answerOf(now),
        ...(mapping.payload !== undefined && { [mapping.payload]: answerOf(now) }),
        ...own,
        ...out,
      })
      set(out, target, value, name => variable(work, { scope: now.scope }, name))
    }
  } else
    for (const [name, value] of Object.entries(given))
      if (!(now.variables && Object.hasOwn(now.variables, name))) out[name] = value
  change(work, token, { variables: undefined } as never)
  note(work, token, { result: undefined, caught: undefined, answer: undefined })
  if (Object.keys(out).length > 0) {
    assign(work, { scope: token.scope }, out)
    say(work, 'set', { node, token: token.id, note: Object.keys(out).join(', ') })
  }
}

/** A looping activity as its surroundings see it, not one of its rounds. */
function isWhole(work: Work, token: Token, node: string): boolean {
  const element = work.process.nodes[node]!
  const scope = work.process.scopes[work.scopes.get(token.scope)!.scope]!
  return 'loop' in element && element.loop !== undefined && scope.round !== true
}

/** The whole answer of a connector or script, as `result` of the output mappings. */
function answerOf(token: Token): Json {
  return token.context?.answer ?? token.context?.result ?? token.context?.caught ?? null
}

/** `a.b` writes the property b of a; a new record when there is none. */
function set(into: Variables, target: string, value: Json, outer?: (name: string) => Json | undefined): void {
  const [name, ...path] = target.split('.')
  if (path.length === 0) {
    into[name!] = value
    return
  }
  const base = into[name!] ?? outer?.(name!)
  into[name!] = withPath(base, path, value)
}

function withPath(base: Json | undefined, [name, ...rest]: string[], value: Json): Json {
  if (name === undefined) return value
  const record = isRecord(base) ? base : {}
  return { ...record, [name]: withPath(record[name], rest, value) }
}

function isRecord(value: unknown): value is Variables {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/** A script's value is its result: in the variable it names, else a record's entries become variables. */
export const runScript: Heed<'runScript'> = (work, token, { node }) => {
  const element = work.process.nodes[node]!
  if (element.type !== 'scriptTask' || !element.script) return
  takeAnswer(work, token, compute(work, token, element.script), element.result)
}

/** A decision by FEEL, or by the DMN tables the task carries. */
export const decide: Heed<'decide'> = (work, token, { node }) => {
  const element = work.process.nodes[node]!
  if (element.type === 'businessRuleTask' && element.decisions) {
    takeAnswer(
      work,
      token,
      decideByTables(work, token, element.decisions, element.decisionRef),
      element.result,
    )
    return
  }
  if (element.type !== 'businessRuleTask' || !element.decision) return
  takeAnswer(work, token, compute(work, token, element.decision), element.result)
}

function decideByTables(work: Work, token: Token, model: DecisionModel, id: string | undefined): Json {
  const { at, data = {} } = work.command
  const known = { now: at, today: at.slice(0, 10), ...data, ...visible(work, work.tokens.get(token.id)!) }
  const decided = decideByDmn(model, id, known)
  if (decided.ok) return decided.value
  const cure = 'Correct the table and publish a new version, or correct the variables it reads, then retry.'
  throw new Fault(decided.code, decided.message, cure)
}

/** What a message or signal carries when its drawing says nothing else: its data input, or all that was mapped in. */
export function payloadOf({ mapping }: FlowNode, { variables = {} }: Token): Json {
  const { payload } = mapping
  return payload !== undefined && payload in variables ? variables[payload]! : { ...variables }
}

/** Keep what the work gave until the outputs are mapped. */
export function takeAnswer(work: Work, token: Token, answer: Json, name: string | undefined): void {
  const result = name !== undefined ? { [name]: answer } : isRecord(answer) ? answer : {}
  note(work, token, { answer, result })
}

/** The deal is in this stage from now on. */
export const enterStage: Heed<'enterStage'> = (work, token, { node }) => {
  const stage = work.process.nodes[node]!.stage!
  work.stage = stage.key
  ask(work, { type: 'enterStage', stage: stage.key, kind: stage.kind }, token)
}
