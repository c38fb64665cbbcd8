/** Errors and escalations travel outwards: from activity to scope to the activity around it, to the nearest handler. */
import type { FlowNode, Trigger } from '../model/types.ts'
import { startEventSubProcess } from './catching.ts'
import { endProcess } from './endings.ts'
import { Fault } from './fault.ts'
import type { Json, Token, Variables } from './instance.ts'
import { machineOf } from './machines.ts'
import { boundaryEvent, go } from './moves.ts'
import { listeningStarts } from './scopes.ts'
import { ask, note, say, tell, type Work } from './work.ts'

export interface Thrown {
  type: 'error' | 'escalation'
  code?: string
  message?: string
  variables?: Variables
}

/** An event that catches, where it would do so. */
export type Handler = { event: FlowNode; trigger: Trigger } & (
  | { type: 'boundary'; host: Token }
  | { type: 'subProcess'; scope: string }
)

/**
 * Throw from a token. `own`: the activity the token stands at may catch it itself (a failing job), as opposed to an end
 * or throw event. An uncaught error is a fault, in a called process the caller's affair; an uncaught escalation is
 * nothing but a note.
 */
export function propagate(work: Work, token: Token, thrown: Thrown, own: boolean): void {
  tell(work, 'throw', token, thrown.code ?? thrown.type)
  const handler = findHandler(work, token, thrown, own)
  if (handler) handle(work, handler, thrown)
  else if (work.before.parent) tellParent(work, thrown)
  else if (thrown.type === 'error') throw uncaught(work, token, thrown)
}

function findHandler(work: Work, token: Token, thrown: Thrown, own: boolean): Handler | null {
  let at: Token | undefined = token
  let hosting = own
  while (at) {
    const handler: Handler | null =
      (hosting ? boundaryOf(work, at, thrown) : null) ?? subProcessOf(work, at, thrown)
    if (handler) return handler
    at = ownerOf(work, at)
    hosting = true
  }
  return null
}

/** A boundary event of the activity the token is in. */
function boundaryOf(work: Work, host: Token, thrown: Thrown): Handler | null {
  const match = best(boundaryEvents(work, host), thrown)
  return match && { ...match, type: 'boundary', host }
}

/** The boundary events of the activity the token is in; the rounds of a loop have none of their own. */
function boundaryEvents(work: Work, host: Token): FlowNode[] {
  const node = work.process.nodes[host.at]
  if (!node || !('boundary' in node)) return []
  const machine = machineOf(work.process, work.scopes.get(host.scope)!.scope)
  return node.boundary
    .filter(id => machine.knows(host.at, boundaryEvent(id)))
    .map(id => work.process.nodes[id]!)
}

/** An event sub-process of the scope the token is in, unless the throw comes out of an event sub-process itself. */
function subProcessOf(work: Work, token: Token, thrown: Thrown): Handler | null {
  if (work.process.nodes[token.at]?.type === 'eventSubProcess') return null
  const instance = work.scopes.get(token.scope)!
  const starts = listeningStarts(work, work.process.scopes[instance.scope]!)
  const match = best(starts, thrown)
  return match && { ...match, type: 'subProcess', scope: instance.id }
}

/** The handler that names the code before the one that catches all; the order in the drawing does not matter. */
function best(events: FlowNode[], thrown: Thrown): { event: FlowNode; trigger: Trigger } | null {
  let all: { event: FlowNode; trigger: Trigger } | null = null
  for (const event of events)
    for (const trigger of 'triggers' in event ? event.triggers : []) {
      if (trigger.type !== thrown.type) continue
      if (trigger.code !== undefined && trigger.code === thrown.code) return { event, trigger }
      if (trigger.code === undefined) all ??= { event, trigger }
    }
  return all
}

/** Every error event around a token, from the inside outwards, whatever code it was drawn for. */
export function errorHandlers(work: Work, token: Token): Handler[] {
  const found: Handler[] = []
  for (let at: Token | undefined = token; at; at = ownerOf(work, at)) {
    const host = at
    const instance = work.scopes.get(host.scope)!
    found.push(
      ...boundaryEvents(work, host).flatMap(event =>
        errorsOf(event).map(each => ({ ...each, type: 'boundary' as const, host })),
      ),
    )
    if (work.process.nodes[host.at]?.type === 'eventSubProcess') continue
    const starts = listeningStarts(work, work.process.scopes[instance.scope]!)
    found.push(
      ...starts.flatMap(event =>
        errorsOf(event).map(each => ({ ...each, type: 'subProcess' as const, scope: instance.id })),
      ),
    )
  }
  return found
}

function errorsOf(event: FlowNode): { event: FlowNode; trigger: Trigger }[] {
  const trigger = 'triggers' in event ? event.triggers.find(({ type }) => type === 'error') : undefined
  return trigger ? [{ event, trigger }] : []
}

function ownerOf(work: Work, token: Token): Token | undefined {
  const { owner } = work.scopes.get(token.scope)!
  return owner === undefined ? undefined : work.tokens.get(owner)
}

/** Let the handler take what was thrown. */
export function handle(work: Work, handler: Handler, thrown: Thrown): void {
  const caught = caughtBy(handler.trigger, thrown)
  say(work, 'catch', { node: handler.event.id, note: thrown.code ?? thrown.type })
  if (handler.type === 'boundary') {
    const { host } = handler
    go(work, note(work, host, { caught }), boundaryEvent(handler.event.id))
  } else startEventSubProcess(work, handler.scope, handler.event, caught)
}

function caughtBy(trigger: Trigger, thrown: Thrown): Record<string, Json> {
  const variable = 'variable' in trigger ? trigger.variable : undefined
  return { ...thrown.variables, ...(variable && { [variable]: thrown.code ?? null }) }
}

function tellParent(work: Work, thrown: Thrown): void {
  const { parent } = work.before
  const { code = '', message, variables = {} } = thrown
  if (thrown.type === 'escalation')
    ask(work, { type: 'tellParent', parent: parent!, ended: { type: 'escalation', code, variables } })
  else
    endProcess(work, 'failed', { type: 'error', code, variables, ...(message !== undefined && { message }) })
}

function uncaught(work: Work, token: Token, thrown: Thrown): Fault {
  const name = work.process.nodes[token.at]?.name || token.at
  const { code, message, variables } = thrown
  const detail = message ? `: ${message}` : ''
  return new Fault(
    'uncaughtError',
    `"${name}" threw the error "${code ?? 'without code'}"${detail}, and nothing around it catches it.`,
    'Let an error event around it take it, pass over the step, or try again; in a new version, add an error boundary event.',
    { ...(code !== undefined && { code }), ...(message && { message }), ...(variables && { variables }) },
  )
}
