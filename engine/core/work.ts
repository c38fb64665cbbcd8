/**
 * The instance while a step works on it: the same records, by id, plus what the step has said and asked so far.
 *
 * Records are never changed, only replaced; an instance before a step shares with the one after it all that stayed.
 */
import type { CompiledProcess } from '../compiler/types.ts'
import type { Command } from './commands.ts'
import type { Effect, EffectBody } from './effects.ts'
import type {
  DefinitionRef,
  Incident,
  InstanceStatus,
  Json,
  Move,
  ProcessInstance,
  ScopeInstance,
  Subscription,
  Timer,
  Token,
  Variables,
} from './instance.ts'
import type { Trace } from './traces.ts'

export interface Work {
  readonly process: CompiledProcess
  readonly command: Command
  readonly before: ProcessInstance
  /** Set by a migration. */
  definition: DefinitionRef
  status: InstanceStatus
  endedAt?: string
  stage?: string
  variables: Variables
  scopes: Map<string, ScopeInstance>
  tokens: Map<string, Token>
  subscriptions: Map<string, Subscription>
  timers: Map<string, Timer>
  incidents: Map<string, Incident>
  /** Tokens of each scope instance. */
  members: Map<string, Set<string>>
  outbox: Effect[]
  effects: Effect[]
  trace: Trace[]
  agenda: Move[]
  /** What is due when every branch stands at its wait: signals to be heard, rounds to begin. */
  later: Exclude<Move, { type: 'go' }>[]
  /** Effects asked for and taken back in the same step. */
  withdrawn: Set<string>
  momentum: number
  counter: number
  /** Scope instances in which a token moved or died since joins were last looked at. */
  stirred: Set<string>
  /** What is parked at joins, by scope instance, as far as this step has looked; forgotten when a parked token goes. */
  parked: Map<string, Parked>
  /** A variable was written or data came in since conditions were last looked at. */
  changed: boolean
  touched: Set<'scopes' | 'tokens' | 'subscriptions' | 'timers' | 'incidents'>
}

/** By gateway: the flows along which tokens have come, and a token that was seen to be still awaited there. */
export type Parked = Map<string, { flows: Set<string>; awaited?: { token: string; at: string } | undefined }>

/** Lay the instance out for a step. */
export function open(process: CompiledProcess, before: ProcessInstance, command: Command): Work {
  const members = new Map<string, Set<string>>()
  for (const { id } of before.scopes) members.set(id, new Set())
  for (const token of before.tokens) members.get(token.scope)?.add(token.id)
  const work: Work = {
    process,
    command,
    before,
    definition: before.definition,
    status: before.status,
    variables: before.variables,
    scopes: byId(before.scopes),
    tokens: byId(before.tokens),
    subscriptions: byId(before.subscriptions),
    timers: byId(before.timers),
    incidents: byId(before.incidents),
    members,
    outbox: before.outbox,
    effects: [],
    trace: [],
    agenda: before.agenda ? [...before.agenda] : [],
    later: [],
    withdrawn: new Set(),
    momentum: before.momentum ?? 0,
    counter: before.counter,
    stirred: new Set(),
    parked: new Map(),
    changed: false,
    touched: new Set(),
  }
  if (before.endedAt !== undefined) work.endedAt = before.endedAt
  if (before.stage !== undefined) work.stage = before.stage
  return work
}

/** The instance after the step. */
export function close(work: Work): ProcessInstance {
  const { before, command, touched } = work
  const list = <T>(
    name: 'scopes' | 'tokens' | 'subscriptions' | 'timers' | 'incidents',
    map: Map<string, T>,
  ) => (touched.has(name) ? [...map.values()] : (before[name] as unknown as T[]))
  const effects = effectsOf(work)
  const pending = [...work.agenda, ...work.later]
  // Field by field, for the reason told at `change`. `wakeAt` is not carried on: the runtime plans it after each step.
  const closed: ProcessInstance = {
    _id: before._id,
    definition: work.definition,
    revision: before.revision + 1,
    status: work.status,
    startedAt: before.startedAt,
    variables: work.variables,
    scopes: list('scopes', work.scopes),
    tokens: list('tokens', work.tokens),
    subscriptions: list('subscriptions', work.subscriptions),
    timers: list('timers', work.timers),
    incidents: list('incidents', work.incidents),
    outbox: effects.length ? [...work.outbox, ...effects] : work.outbox,
    counter: work.counter,
    recentCommands: [...before.recentCommands.slice(-(rememberedCommands - 1)), command.id],
  }
  if (before.businessKey !== undefined) closed.businessKey = before.businessKey
  if (before.subject) closed.subject = before.subject
  if (before.parent) closed.parent = before.parent
  if (work.endedAt !== undefined) closed.endedAt = work.endedAt
  if (work.stage !== undefined) closed.stage = work.stage
  if (pending.length > 0) closed.agenda = pending
  if (work.momentum > 0) closed.momentum = work.momentum
  return closed
}

const rememberedCommands = 100

function byId<T extends { id: string }>(list: T[]): Map<string, T> {
  const map = new Map<string, T>()
  for (const entry of list) map.set(entry.id, entry)
  return map
}

/** A new id within the instance. */
export function nextId(work: Work): string {
  work.counter += 1
  return String(work.counter)
}

/** Ask something of the world. The body, made for this, becomes the effect; why it is not copied is told at `change`. */
export function ask(work: Work, body: EffectBody, token?: Token): Effect {
  const effect = body as Effect
  effect.id = `${work.before._id}/${work.before.revision + 1}/${work.effects.length + 1}`
  if (token) {
    effect.token = token.id
    effect.node = token.at
  }
  effect.at = work.command.at
  work.effects.push(effect)
  return effect
}

/** Take back what was asked and is not yet delivered. */
export function unask(work: Work, effect: string): void {
  const keep = (entry: Effect) => entry.id !== effect
  if (work.outbox.some(entry => !keep(entry))) work.outbox = work.outbox.filter(keep)
  else work.withdrawn.add(effect)
}

/** What the step asks of the world in the end. */
export function effectsOf(work: Work): Effect[] {
  return work.withdrawn.size ? work.effects.filter(effect => !work.withdrawn.has(effect.id)) : work.effects
}

export function say(work: Work, verb: Trace['verb'], details: Omit<Trace, 'verb'> = {}): void {
  work.trace.push({ verb, ...details })
}

/** Say something about a token where it stands. */
export function tell(
  work: Work,
  verb: Trace['verb'],
  { id: token, at: node, scope }: Token,
  note?: string,
): void {
  work.trace.push(note === undefined ? { verb, node, token, scope } : { verb, node, token, scope, note })
}

export function addToken(work: Work, scope: string, details: Partial<Token> = {}): Token {
  const token: Token = {
    id: nextId(work),
    scope,
    at: '$enter',
    state: 'moving',
    since: work.command.at,
    ...details,
  }
  putToken(work, token)
  work.members.get(scope)!.add(token.id)
  return token
}

export function putToken(work: Work, token: Token): Token {
  work.tokens.set(token.id, token)
  work.touched.add('tokens')
  return token
}

/**
 * The token with some of its properties replaced; `undefined` removes a property. Built anew property by property: after
 * spreads and a `delete`, V8 keeps it as a dictionary, and this alone was 40 % of a step.
 */
export function change(work: Work, token: Token, changes: Partial<Token>): Token {
  const now = work.tokens.get(token.id)!
  const changed: Token = {
    id: now.id,
    scope: changes.scope ?? now.scope,
    at: changes.at ?? now.at,
    state: changes.state ?? now.state,
    since: changes.since ?? now.since,
  }
  const via = 'via' in changes ? changes.via : now.via
  if (via !== undefined) changed.via = via
  const variables = 'variables' in changes ? changes.variables : now.variables
  if (variables !== undefined) changed.variables = variables
  const context = 'context' in changes ? changes.context : now.context
  if (context !== undefined) changed.context = context
  return putToken(work, changed)
}

/** Remember something with the token; `undefined` forgets it. */
export function note(work: Work, token: Token, notes: Record<string, Json | undefined>): Token {
  const before = work.tokens.get(token.id)!.context
  const context: Record<string, Json> = {}
  let some = false
  const put = (key: string, value: Json | undefined) => {
    if (value === undefined) return
    context[key] = value
    some = true
  }
  for (const key in before) put(key, key in notes ? notes[key] : before[key])
  for (const key in notes) if (!before || !(key in before)) put(key, notes[key])
  return change(work, token, { context: some ? context : undefined } as Partial<Token>)
}

export function removeToken(work: Work, token: Token): void {
  if (work.tokens.get(token.id)?.state === 'arriving') work.parked.delete(token.scope)
  work.tokens.delete(token.id)
  work.members.get(token.scope)?.delete(token.id)
  work.touched.add('tokens')
  work.stirred.add(token.scope)
}

export function putScope(work: Work, scope: ScopeInstance): ScopeInstance {
  work.scopes.set(scope.id, scope)
  if (!work.members.has(scope.id)) work.members.set(scope.id, new Set())
  work.touched.add('scopes')
  return scope
}

/** Keep something with a scope instance; `undefined` forgets it. */
export function keep(work: Work, id: string, data: Record<string, Json | undefined>): void {
  const scope = work.scopes.get(id)!
  const kept: Record<string, Json> = {}
  for (const [key, value] of Object.entries({ ...scope.data, ...data }))
    if (value !== undefined) kept[key] = value
  const { data: _, ...rest } = scope
  putScope(work, Object.keys(kept).length ? { ...rest, data: kept } : rest)
}

export function removeScope(work: Work, id: string): void {
  work.scopes.delete(id)
  work.members.delete(id)
  work.stirred.delete(id)
  work.parked.delete(id)
  work.touched.add('scopes')
}

/** Tokens of a scope instance, in the order in which they came. */
export function tokensIn(work: Work, scope: string): Token[] {
  return [...(work.members.get(scope) ?? [])].map(id => work.tokens.get(id)!)
}

/** Put an event for a token on the agenda. */
export function plan(work: Work, token: Token, event: string): void {
  work.agenda.push(moveOf(work, token, event))
}

/** The same, before everything else that is on the agenda. */
export function planFirst(work: Work, token: Token, event: string): void {
  work.agenda.unshift(moveOf(work, token, event))
}

function moveOf(work: Work, token: Token, event: string): Move {
  return { type: 'go', token: token.id, event, at: (work.tokens.get(token.id) ?? token).at }
}

/** The scope instance of the process itself. */
export function rootOf(work: Work): ScopeInstance {
  for (const scope of work.scopes.values()) if (scope.parent === undefined) return scope
  throw new RangeError(`Instance ${work.before._id} has no scope of its own`)
}
