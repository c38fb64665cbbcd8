import type { CompiledProcess } from '../compiler/types.ts'
import { encode } from '../elements/encode.ts'
import type { Command, Refused, StartCommand } from './commands.ts'
import { converse } from './conversation.ts'
import type { ProcessInstance, Variables } from './instance.ts'
import { cannotPlace, place } from './placing.ts'
import { begin, declareData } from './scopes.ts'
import { addToken, nextId, note, plan, putScope, say, type Work } from './work.ts'

/** The document of an instance that has not begun. */
export function blank(command: Command & StartCommand): ProcessInstance {
  const { instance, definition, variables = {}, businessKey, subject, parent } = command
  return {
    _id: instance,
    definition,
    revision: 0,
    status: 'running',
    ...(businessKey !== undefined && { businessKey }),
    ...(subject && { subject }),
    ...(parent && { parent }),
    startedAt: command.at,
    variables,
    scopes: [],
    tokens: [],
    subscriptions: [],
    timers: [],
    incidents: [],
    outbox: [],
    counter: 0,
    recentCommands: [],
  }
}

/** Open the process's own scope and put the first token, or tokens, in. */
export function start(work: Work, command: StartCommand): Refused | null {
  const { process } = work
  const root = process.scopes[process.key]!
  const chosen = command.startAt === undefined ? chooseStart(process, command.startEvent) : { nodes: [] }
  if ('refused' in chosen) return chosen.refused
  if (command.startAt !== undefined) {
    const refused = cannotPlace(work, command.startAt)
    if (refused) return refused
  }
  say(work, 'start', { note: process.key })
  const scope = putScope(work, { id: nextId(work), scope: root.id })
  work.changed = true
  declareData(work, scope, root)
  for (const node of chosen.nodes) converseAtStart(work, node, command)
  begin(work, scope.id, root, [])
  if (command.startAt !== undefined) place(work, scope, command.startAt)
  const caught = payloadOf(command)
  const others = chosen.nodes.flatMap(node => awaitedWith(process, node))
  // The other events of the gateway are found by keys that the first one has brought.
  if (others.length > 0 && caught) work.variables = { ...work.variables, ...caught }
  for (const node of chosen.nodes) {
    const token = addToken(work, scope.id)
    if (caught) note(work, token, { caught })
    else if (command.payload !== undefined) note(work, token, { answer: command.payload })
    plan(work, token, `at:${encode(node)}`)
  }
  const beside = chosen.nodes.length > 0 ? (root.beside ?? []) : []
  for (const node of [...others, ...beside]) plan(work, addToken(work, scope.id), `at:${encode(node)}`)
  return null
}

/** The message that starts the process is the first of its conversation. */
function converseAtStart(work: Work, node: string, { payload }: StartCommand): void {
  if (payload === undefined) return
  for (const trigger of work.process.triggers)
    if (trigger.node === node && trigger.type === 'message') converse(work, trigger.name, payload)
}

/** A parallel event-based gateway that starts the process waits for all its other events as well (§13.4.4). */
function awaitedWith(process: CompiledProcess, node: string): string[] {
  const [flow] = process.nodes[node]!.incoming
  const gateway = flow === undefined ? undefined : process.nodes[process.flows[flow]!.source]
  if (gateway?.type !== 'eventBasedGateway' || !gateway.instantiate || !gateway.parallel) return []
  return gateway.outgoing.map(id => process.flows[id]!.target).filter(id => id !== node)
}

function payloadOf({ payload }: StartCommand): Variables | undefined {
  return payload !== null && typeof payload === 'object' && !Array.isArray(payload) ? payload : undefined
}

/** §13.5.1: the start that is named, the only one, or every node no flow leads to when there is no start event. */
function chooseStart(
  process: CompiledProcess,
  named: string | undefined,
): { nodes: string[] } | { refused: Refused } {
  const root = process.scopes[process.key]!
  const isStart = (id: string) =>
    process.nodes[id]?.type === 'startEvent' && process.nodes[id]!.scope === process.key
  if (named !== undefined) {
    if (
      isStart(named) ||
      root.starts.includes(named) ||
      process.triggers.some(trigger => trigger.node === named)
    )
      return { nodes: [named] }
    return refuse('unknownNode', `"${named}" is no start of "${process.name}".`)
  }
  const none = root.starts.filter(isStart)
  if (none.length === 1) return { nodes: none }
  if (none.length > 1)
    return refuse(
      'invalid',
      `"${process.name}" can start at ${none.map(id => `"${id}"`).join(' or ')}. Say which.`,
    )
  if (root.starts.length > 0) return { nodes: root.starts }
  const triggers = [...new Set(process.triggers.map(trigger => trigger.node))]
  if (triggers.length === 1) return { nodes: triggers }
  if (triggers.length === 0) return { nodes: [] }
  return refuse(
    'invalid',
    `"${process.name}" starts by events: ${triggers.map(id => `"${id}"`).join(', ')}. Say which occurred.`,
  )
}

function refuse(code: Refused['code'], reason: string): { refused: Refused } {
  return { refused: { code, reason } }
}
