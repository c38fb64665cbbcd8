/** What dragging a card to a stage means: an answer to an open task, an allowed jump, or nothing at all, and why. */
import type { CompiledProcess, StageInfo } from '../compiler/types.ts'
import type { FlowNode } from '../model/types.ts'
import type { ProcessInstance, Token } from './instance.ts'
import { outcomesOf } from './outcomes.ts'

export type Way =
  | { type: 'here' }
  | { type: 'outcome'; token: string; outcome: string; task: string }
  | { type: 'jump'; token: string; to: string }
  | { type: 'refused'; reason: string }

/** How the instance can come to the stage: by a task's outcome, else by an allowed jump, else not. */
export function waysTo(process: CompiledProcess, instance: ProcessInstance, stage: string): Way {
  const wanted = process.stages.find(info => info.key === stage)
  if (!wanted) return { type: 'refused', reason: `"${process.name}" has no stage "${stage}".` }
  if (instance.status !== 'running')
    return { type: 'refused', reason: `The process is ${instance.status}, so it moves no more.` }
  if (instance.stage === stage) return { type: 'here' }
  return (
    byOutcome(process, instance, wanted) ??
    byJump(process, instance, wanted) ??
    refusal(process, instance, wanted)
  )
}

/** An open task one of whose answers leads straight to the stage. */
function byOutcome(process: CompiledProcess, instance: ProcessInstance, wanted: StageInfo): Way | null {
  for (const token of instance.tokens) {
    const task = token.context?.task
    if (typeof task !== 'string') continue
    const outcome = outcomeTo(process, process.nodes[token.at]!, wanted.key)
    if (outcome !== null) return { type: 'outcome', token: token.id, outcome, task }
  }
  return null
}

/** The answer to a task after which the process is certain to enter the stage before anybody is asked again. */
function outcomeTo(process: CompiledProcess, node: FlowNode, stage: string): string | null {
  for (const { id } of outcomesOf(process, node)) {
    const flows = id === 'complete' ? node.outgoing : [id]
    if (flows.length > 0 && flows.some(flow => leadsTo(process, flow, stage))) return id
  }
  return null
}

/** Along flows nobody has to decide about and through steps nobody has to do, into a node of the stage. */
function leadsTo(process: CompiledProcess, flow: string, stage: string): boolean {
  const queue = [flow]
  const seen = new Set<string>()
  for (let id = queue.shift(); id !== undefined; id = queue.shift()) {
    if (seen.has(id)) continue
    seen.add(id)
    const node = process.nodes[process.flows[id]!.target]!
    if (stageOf(process, node)?.key === stage) return true
    if (stageOf(process, node) !== undefined || !passesByItself(node)) continue
    const free = node.outgoing.filter(next => !process.flows[next]!.condition)
    if (node.outgoing.length === 1 || node.type === 'parallelGateway') queue.push(...free)
  }
  return false
}

/** The stage a node carries itself, or by the first thing inside it. */
function stageOf(process: CompiledProcess, node: FlowNode): { key: string } | undefined {
  if (node.stage) return node.stage
  const [first] = process.scopes[node.id]?.starts ?? []
  return first === undefined ? undefined : stageOf(process, process.nodes[first]!)
}

const waiting = new Set<FlowNode['type']>([
  'userTask',
  'receiveTask',
  'catchEvent',
  'callActivity',
  'subProcess',
  'adHocSubProcess',
  'eventBasedGateway',
  'endEvent',
])

function passesByItself(node: FlowNode): boolean {
  return !waiting.has(node.type)
}

/** A jump the stage allows from where the instance is. */
function byJump(process: CompiledProcess, instance: ProcessInstance, wanted: StageInfo): Way | null {
  const from = instance.stage
  const allowed = wanted.jumpFrom === '*' || (from !== undefined && wanted.jumpFrom.includes(from))
  const token = allowed ? holderOf(process, instance) : undefined
  return token ? { type: 'jump', token: token.id, to: wanted.node } : null
}

/** The token that stands for the record: the one in the present stage, else the only one of the process itself. */
function holderOf(process: CompiledProcess, instance: ProcessInstance): Token | undefined {
  const tokens = instance.tokens.filter(token => process.nodes[token.at] !== undefined)
  const here = tokens.find(token => process.nodes[token.at]!.stage?.key === instance.stage)
  if (here) return here
  const root = instance.scopes.find(scope => scope.parent === undefined)?.id
  const outer = tokens.filter(token => token.scope === root)
  return outer.length === 1 ? outer[0] : undefined
}

function refusal(process: CompiledProcess, instance: ProcessInstance, wanted: StageInfo): Way {
  const from = process.stages.find(info => info.key === instance.stage)
  const leading = Object.values(process.nodes).filter(
    node => node.type === 'userTask' && outcomeTo(process, node, wanted.key) !== null,
  )
  const steps = leading.map(node => `"${node.name || node.id}"`).join(' or ')
  const start = from ? `From "${from.name}" no` : 'No'
  return {
    type: 'refused',
    reason:
      steps === ''
        ? `${start} step leads to "${wanted.name}", and it cannot be jumped to from there.`
        : `${start} card can be moved to "${wanted.name}" by hand: it gets there through ${steps}, which is not open now.`,
  }
}
