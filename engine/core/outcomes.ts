/** The answers a person can give to a user task: its outgoing flows, or those of the gateway right behind it. */
import type { CompiledProcess } from '../compiler/types.ts'
import { choosesByOutcome } from '../elements/kind.ts'
import type { FlowNode, SequenceFlow } from '../model/types.ts'
import type { TaskOutcome } from './effects.ts'

/** The flows a person chooses among; empty when there is nothing to choose. */
export function choicesOf(process: CompiledProcess, node: FlowNode): SequenceFlow[] {
  if (node.type !== 'userTask') return []
  if (choosesByOutcome(node, process)) return flowsOf(process, node)
  const [only, ...more] = flowsOf(process, node)
  if (!only || more.length > 0 || only.condition) return []
  const gateway = process.nodes[only.target]!
  if (gateway.type !== 'exclusiveGateway' || gateway.outgoing.length < 2) return []
  const flows = flowsOf(process, gateway)
  return flows.every(flow => !flow.condition) ? flows : []
}

function flowsOf(process: CompiledProcess, node: FlowNode): SequenceFlow[] {
  return node.outgoing.map(id => process.flows[id]!)
}

/** The buttons of a task. */
export function outcomesOf(process: CompiledProcess, node: FlowNode): TaskOutcome[] {
  const choices = choicesOf(process, node)
  if (choices.length === 0)
    return [
      { id: 'complete', name: 'Complete', requires: [], after: stepsAfter(process, flowsOf(process, node)) },
    ]
  return choices.map(flow => ({
    id: flow.id,
    name: flow.name ?? process.nodes[flow.target]?.name ?? flow.id,
    ...(flow.outcome?.tone && { tone: flow.outcome.tone }),
    requires: flow.outcome?.requires ?? [],
    after: stepsAfter(process, [flow]),
  }))
}

/** Names of the steps that follow for certain: along single flows, until something decides or the process ends. */
function stepsAfter(process: CompiledProcess, flows: SequenceFlow[]): string[] {
  const names: string[] = []
  const seen = new Set<string>()
  let next = flows.length === 1 ? flows[0] : undefined
  while (next && !seen.has(next.id)) {
    seen.add(next.id)
    const node = process.nodes[next.target]!
    if (node.name && !node.type.endsWith('Gateway')) names.push(node.name)
    const out = flowsOf(process, node)
    next = out.length === 1 && !out[0]!.condition ? out[0] : undefined
  }
  return names
}
