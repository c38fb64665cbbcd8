import type { FlowNode, ProcessModel, Trigger } from '../model/types.ts'
import type { CompiledProcess, StartTrigger } from './types.ts'

/** All ways to start the process: by hand, by a record, a message, a signal, a clock, a condition (§10.5.2). */
export function triggersOf(model: ProcessModel): StartTrigger[] {
  return (model.scopes[model.key]?.nodes ?? []).flatMap(id => startsAt(model.nodes[id]!, model))
}

function startsAt(node: FlowNode, model: ProcessModel): StartTrigger[] {
  if (node.type === 'startEvent') {
    if (node.record) return [{ node: node.id, type: 'record', ...node.record }]
    if (node.triggers.length === 0) return [{ node: node.id, type: 'none' }]
    const starting = node.parallelMultiple ? node.triggers.slice(0, 1) : node.triggers
    return starting.flatMap(trigger => startBy(trigger, node.id))
  }
  if (node.incoming.length > 0) return []
  if (node.type === 'receiveTask' && node.instantiate) return startBy(node.message, node.id)
  if (node.type === 'eventBasedGateway' && node.instantiate)
    return node.outgoing.flatMap(flow => {
      const target = model.nodes[model.flows[flow]!.target]!
      const triggers =
        target.type === 'receiveTask' ? [target.message] : 'triggers' in target ? target.triggers : []
      return triggers.flatMap(trigger => startBy(trigger, target.id))
    })
  return []
}

function startBy(trigger: Trigger, node: string): StartTrigger[] {
  if (trigger.type === 'timer') return [{ node, type: 'timer', timer: trigger }]
  if (trigger.type === 'conditional') return [{ node, type: 'conditional', condition: trigger.condition }]
  // One for its own instance only has none yet that could throw it.
  if (trigger.type === 'signal' && trigger.local) return []
  if (trigger.type === 'signal') return [{ node, type: 'signal', name: literal(trigger.name) }]
  if (trigger.type !== 'message') return []
  const { correlationKey } = trigger
  return [
    {
      node,
      type: 'message',
      name: literal(trigger.name),
      trigger,
      ...(correlationKey && { correlationKey }),
    },
  ]
}

/** Every message a node of the process listens for, where the drawing names it literally. */
export function messagesOf(model: ProcessModel): CompiledProcess['messages'] {
  const starting = new Set(triggersOf(model).map(trigger => trigger.node))
  return Object.values(model.nodes).flatMap(node => {
    if (node.type === 'throwEvent' || node.type === 'endEvent') return []
    const triggers = node.type === 'receiveTask' ? [node.message] : 'triggers' in node ? node.triggers : []
    return triggers.flatMap(trigger => {
      const name = trigger.type === 'message' ? literal(trigger.name) : ''
      return name ? [{ name, node: node.id, starts: starting.has(node.id) }] : []
    })
  })
}

function literal(expression: { type: string; value?: unknown }): string {
  return expression.type === 'literal' ? String(expression.value ?? '') : ''
}
