/** What an instance waits for, in words a person reads. */
import type { CompiledProcess } from '../compiler/types.ts'
import { triggersOf } from './ears.ts'
import type { Incident, Instant, ProcessInstance, Subscription, Timer, Token } from './instance.ts'
import { connectorOf } from './words/jobs.ts'

export interface Wait {
  token: string
  node: string
  name: string
  kind:
    | 'task'
    | 'timer'
    | 'message'
    | 'signal'
    | 'job'
    | 'worker'
    | 'join'
    | 'child'
    | 'condition'
    | 'incident'
  since: Instant
  until?: Instant
  /** Plain English: who or what it waits for. */
  for: string
  /** Name of the message it waits for. */
  message?: string
  /** What may interrupt or accompany the step `host`, beside what the step itself waits for. */
  boundary?: true
  host?: string
}

/** Everything the instance waits for just now, oldest first; after each step the events attached to it. */
export function describeWaits(process: CompiledProcess, instance: ProcessInstance): Wait[] {
  const tokens = [...instance.tokens].sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))
  return tokens.flatMap(token => [
    ...waitsOf(process, instance, token),
    ...attachedTo(process, instance, token),
  ])
}

/** Boundary events of the activity the token is in. */
function attachedTo(process: CompiledProcess, instance: ProcessInstance, token: Token): Wait[] {
  return earsOf(instance, token)
    .filter(ear => process.nodes[ear.node]?.type === 'boundaryEvent')
    .map(ear => ({
      token: token.id,
      node: ear.node,
      name: process.nodes[ear.node]!.name || ear.node,
      since: token.since,
      ...forEar(process, ear),
      boundary: true,
      host: token.at,
    }))
}

function earsOf(instance: ProcessInstance, token: Token): (Timer | Subscription)[] {
  return [...instance.timers, ...instance.subscriptions].filter(ear => ear.token === token.id)
}

function waitsOf(process: CompiledProcess, instance: ProcessInstance, token: Token): Wait[] {
  const node = process.nodes[token.at]
  if (!node || token.state === 'active' || token.state === 'moving') return []
  const base = { token: token.id, node: token.at, name: node.name || token.at, since: token.since }
  const incident = instance.incidents.find(entry => entry.token === token.id)
  if (incident) return [{ ...base, kind: 'incident', for: forIncident(incident) }]
  if (token.state === 'arriving') return [{ ...base, kind: 'join', for: forJoin(process, instance, token) }]
  if (token.context?.task !== undefined)
    return [{ ...base, kind: 'task', for: 'somebody to do it', ...untilDue(instance, token) }]
  if (token.context?.child !== undefined)
    return [{ ...base, kind: 'child', for: 'the process it called to end' }]
  if (token.context?.effect !== undefined) return [{ ...base, ...forJob(process, token) }]
  const ears = earsOf(instance, token).filter(ear => process.nodes[ear.node]?.type !== 'boundaryEvent')
  return ears.map(ear => ({
    ...base,
    name: process.nodes[ear.node]?.name || base.name,
    ...forEar(process, ear),
  }))
}

function forIncident({ message, cure }: Incident): string {
  return cure === undefined ? message : `${message} ${cure}`
}

/** The branches that have not come yet. */
function forJoin(process: CompiledProcess, instance: ProcessInstance, token: Token): string {
  const here = instance.tokens.filter(other => other.at === token.at && other.scope === token.scope)
  const come = new Set(here.map(other => other.via))
  const missing = process.nodes[token.at]!.incoming.filter(flow => !come.has(flow))
  const names = missing.map(flow => {
    const source = process.nodes[process.flows[flow]!.source]!
    return `"${process.flows[flow]!.name ?? (source.name || source.id)}"`
  })
  return names.length === 0 ? 'other branches that may still come' : `the branch after ${names.join(' and ')}`
}

function forJob(process: CompiledProcess, token: Token): Pick<Wait, 'kind' | 'for'> {
  const connector = connectorOf(process.nodes[token.at]!)
  if (connector?.external) return { kind: 'worker', for: 'a worker outside to do it' }
  return { kind: 'job', for: connector ? `the connector "${connector.type}" to answer` : 'an answer' }
}

/** A boundary timer of a task is the moment at which something happens if nobody acts. */
function untilDue(instance: ProcessInstance, token: Token): { until?: Instant } {
  const due = instance.timers.filter(timer => timer.token === token.id).map(timer => timer.due)
  return due.length > 0 ? { until: due.sort()[0]! } : {}
}

function forEar(
  process: CompiledProcess,
  ear: Timer | Subscription,
): Pick<Wait, 'kind' | 'for' | 'until' | 'message'> {
  if ('due' in ear)
    return { kind: 'timer', for: `${ear.due.slice(0, 16).replace('T', ' ')} UTC`, until: ear.due }
  const key =
    ear.key === undefined ? '' : ear.key === '' ? ', by a key that has no value yet' : ` for ${ear.key}`
  if (ear.kind === 'message')
    return { kind: 'message', for: `the message "${ear.name}"${key}`, message: ear.name }
  if (ear.kind === 'signal') return { kind: 'signal', for: `the signal "${ear.name}"` }
  const trigger = triggersOf(process.nodes[ear.node]!)[ear.trigger]
  const text =
    trigger?.type === 'conditional' && trigger.condition.type === 'feel' ? trigger.condition.text : ear.name
  return { kind: 'condition', for: `the moment when ${text}` }
}
