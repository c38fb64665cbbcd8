/** What happens when an event occurs: at its own token, at the activity it is attached to, or at its scope. */
import { encode } from '../elements/encode.ts'
import type { EventNode, FlowNode } from '../model/types.ts'
import { converse } from './conversation.ts'
import { closeEars, closeScopeEars, nextOf, openEars, putSubscription, putTimer, triggersOf } from './ears.ts'
import type { Json, Subscription, Timer, Token, Variables } from './instance.ts'
import { boundaryEvent, targetEvent } from './moves.ts'
import { cancelTokens } from './scopes.ts'
import { addToken, note, plan, say, type Work } from './work.ts'

type Ear = Timer | Subscription

/** A timer fired, a message or signal came, a condition became true. */
export function hear(work: Work, ear: Ear, payload: Json = null): void {
  const node = work.process.nodes[ear.node]!
  say(work, 'catch', {
    node: ear.node,
    scope: ear.scope,
    ...(ear.token !== undefined && { token: ear.token }),
  })
  if (!('due' in ear) && ear.kind === 'message') converse(work, ear.name, payload)
  const caught = isRecord(payload) ? payload : {}
  // A value without names is kept for the event's data output.
  if (ear.token !== undefined && payload !== null && !isRecord(payload))
    note(work, work.tokens.get(ear.token)!, { answer: payload })
  if (waitsForAll(node)) {
    closeEar(work, ear)
    const waiting = [...work.timers.values(), ...work.subscriptions.values()]
    const others = waiting.some(
      other => other.node === ear.node && other.token === ear.token && other.scope === ear.scope,
    )
    if (others) {
      gatherPayload(work, ear, caught)
      return
    }
  }
  if (ear.token !== undefined) occurAtToken(work, ear, node, work.tokens.get(ear.token)!, caught)
  else occurAtScope(work, ear, node, caught)
}

/** Parallel multiple events need all of their triggers (§10.5.5). */
function waitsForAll(node: FlowNode): boolean {
  return 'parallelMultiple' in node && node.parallelMultiple && triggersOf(node).length > 1
}

function gatherPayload(work: Work, ear: Ear, caught: Variables): void {
  const token = ear.token === undefined ? undefined : work.tokens.get(ear.token)
  if (token) note(work, token, { caught: { ...(token.context?.caught as Variables | undefined), ...caught } })
}

function occurAtToken(work: Work, ear: Ear, node: FlowNode, token: Token, caught: Variables): void {
  const before = (token.context?.caught as Variables | undefined) ?? {}
  if (node.type === 'boundaryEvent') {
    occurAtBoundary(work, ear, node, token, { ...before, ...caught })
    return
  }
  closeEars(work, token.id, work.process.nodes[token.at]!.type === 'eventBasedGateway' ? undefined : ear.node)
  note(work, token, { caught: { ...before, ...caught } })
  plan(work, token, token.at === ear.node ? 'done' : targetEvent(ear.node))
}

type Boundary = Extract<EventNode, { type: 'boundaryEvent' }>

function occurAtBoundary(work: Work, ear: Ear, node: Boundary, token: Token, caught: Variables): void {
  note(work, token, { caught })
  if (node.interrupting) closeEars(work, token.id)
  else again(work, ear, node)
  plan(work, token, boundaryEvent(node.id))
}

/** What stays open after a non-interrupting event: the next round of a cycle, and whatever listens for the outside. */
function again(work: Work, ear: Ear, node: EventNode): void {
  if (waitsForAll(node)) {
    openEars(work, (ear.token !== undefined && work.tokens.get(ear.token)) || { scope: ear.scope }, node)
    return
  }
  if ('due' in ear) {
    const trigger = node.triggers[ear.trigger]
    const next = trigger?.type === 'timer' ? nextOf(work, ear, trigger) : null
    closeEar(work, ear)
    if (next) putTimer(work, next)
  } else if (ear.kind === 'condition') putSubscription(work, { ...ear, held: true })
}

function closeEar(work: Work, ear: Ear): void {
  work.timers.delete(ear.id)
  work.subscriptions.delete(ear.id)
  work.touched.add('timers').add('subscriptions')
}

function occurAtScope(work: Work, ear: Ear, node: FlowNode, caught: Variables): void {
  if (node.type !== 'startEvent') return
  startEventSubProcess(work, ear.scope, node, caught, () => again(work, ear, node))
}

/**
 * An event sub-process begins (§10.3.5.2): an interrupting one ends everything else in its scope first, and nothing in
 * the scope listens any more.
 */
export function startEventSubProcess(
  work: Work,
  scope: string,
  start: FlowNode,
  caught: Variables,
  listenOn: () => void = () => {},
): Token {
  if (start.type === 'startEvent' && start.interrupting) {
    closeScopeEars(work, scope)
    cancelTokens(work, scope)
  } else listenOn()
  const token = addToken(work, scope, { context: { path: [start.id] } })
  if (Object.keys(caught).length > 0) note(work, token, { caught })
  plan(work, token, `at:${encode(start.scope)}`)
  return token
}

function isRecord(value: Json): value is Variables {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
