/**
 * Ways out of an incident besides trying again: an error event takes it as if it had caught it, or the step counts as
 * done and the token goes on.
 */
import type { CompiledProcess } from '../compiler/types.ts'
import { encode } from '../elements/encode.ts'
import type { FlowNode, SequenceFlow } from '../model/types.ts'
import type { Refused } from './commands.ts'
import { dropIncidents } from './incidents.ts'
import type { Incident, ProcessInstance, Token, Variables } from './instance.ts'
import { go } from './moves.ts'
import { choicesOf } from './outcomes.ts'
import { errorHandlers, handle } from './propagation.ts'
import { assign } from './variables.ts'
import { change, note, open, plan, say, type Work } from './work.ts'

/** What a person can do about an incident, besides trying again. */
export interface WaysOut {
  /** Error events around the step that may take it. */
  events: { id: string; name: string }[]
  /** The flows to choose from when the step is passed over; empty when there is nothing to choose. */
  flows: { id: string; name: string }[]
}

/** The ways out of an incident of this instance. */
export function waysOut(process: CompiledProcess, instance: ProcessInstance, incident: Incident): WaysOut {
  const token = instance.tokens.find(({ id }) => id === incident.token)
  const node = token && process.nodes[token.at]
  if (!token || !node) return { events: [], flows: [] }
  const looking = open(process, instance, { id: '', at: incident.at, type: 'continue' })
  return {
    events: errorHandlers(looking, token).map(({ event }) => ({
      id: event.id,
      name: event.name || event.id,
    })),
    flows: flowsToChoose(process, node, incident).map(flow => ({
      id: flow.id,
      name: flow.name ?? (process.nodes[flow.target]?.name || flow.target),
    })),
  }
}

/** An error event around the step takes it, whatever code it was drawn for. */
export function catchIncident(
  work: Work,
  incident: Incident,
  token: Token | undefined,
  event: string,
  variables: Variables,
): Refused | null {
  const handlers = token ? errorHandlers(work, token) : []
  const handler = handlers.find(each => each.event.id === event)
  if (!handler)
    return {
      code: 'notAllowed',
      reason: `"${nameOf(work, event)}" is no error event around "${nameOf(work, incident.node)}". ${
        handlers.length > 0
          ? `These can take it: ${handlers.map(each => `"${each.event.name || each.event.id}"`).join(', ')}.`
          : 'There is none; pass over the step, or move the token.'
      }`,
    }
  resolve(work, incident, `handled by ${event}`)
  const { code, message } = { ...incident, ...incident.thrown }
  const given = { ...incident.thrown?.variables, ...variables }
  handle(work, handler, { type: 'error', code, message, variables: given })
  return null
}

/** The step counts as done. What could not be delivered is forgotten. */
export function skipIncident(
  work: Work,
  incident: Incident,
  token: Token | undefined,
  flow: string | undefined,
  variables: Variables,
): Refused | null {
  if (!token) {
    resolve(work, incident, 'passed over')
    return null
  }
  const node = work.process.nodes[token.at]!
  const choices = flowsToChoose(work.process, node, incident)
  const refused = unfit(work, node, choices, flow)
  if (refused) return refused
  if (Object.keys(variables).length > 0) assign(work, { scope: token.scope }, variables)
  resolve(work, incident, 'passed over')
  const way = flow ?? (choices.length === 1 ? choices[0]!.id : undefined)
  const chosen = way !== undefined && node.type === 'userTask'
  // Rounds of a loop that stuck are given up with it.
  const now = note(work, token, { rounds: undefined, ...(chosen && { outcome: way, completed: true }) })
  if (way !== undefined && !chosen) takeByHand(work, now, way)
  else plan(work, now, incident.retry === 'done' ? 'leave' : 'done')
  return null
}

/** Where nobody but a person can say how it goes on. */
function flowsToChoose(process: CompiledProcess, node: FlowNode, incident: Incident): SequenceFlow[] {
  const choices = choicesOf(process, node)
  if (choices.length > 0) return choices
  const open = incident.retry === 'leave' || node.type === 'eventBasedGateway'
  return open ? node.outgoing.map(id => process.flows[id]!) : []
}

function unfit(
  work: Work,
  node: FlowNode,
  choices: SequenceFlow[],
  flow: string | undefined,
): Refused | null {
  if (flow === undefined ? choices.length <= 1 : choices.some(({ id }) => id === flow)) return null
  const names = choices.map(({ id, name, target }) => `"${name ?? nameOf(work, target)}" (${id})`).join(', ')
  const said = flow === undefined ? 'no way was chosen' : `"${flow}" is none of them`
  return {
    code: 'invalid',
    reason: choices.length
      ? `From "${node.name || node.id}" it can go on by ${names}, but ${said}.`
      : `"${node.name || node.id}" is simply passed over; there is no way to choose.`,
  }
}

/** The token leaves its node by a flow, whatever the conditions say; what the node had begun is undone. */
function takeByHand(work: Work, token: Token, flow: string): void {
  go(work, token, 'cancel')
  const left = work.tokens.get(token.id)
  if (!left) return
  const entering = change(work, left, { at: '$enter', state: 'moving', variables: undefined } as never)
  plan(work, entering, `take:${encode(flow)}`)
}

function resolve(work: Work, incident: Incident, how: string): void {
  work.incidents.delete(incident.id)
  work.touched.add('incidents')
  if (incident.token !== undefined) dropIncidents(work, incident.token)
  const { node, token } = incident
  say(work, 'resolve', { node, ...(token !== undefined && { token }), note: how })
}

function nameOf(work: Work, node: string): string {
  return work.process.nodes[node]?.name || node
}
