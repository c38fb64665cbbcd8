/** Plans of migration made from two versions: which step becomes which, as far as ids and names tell, and the way back. */
import type { CompiledProcess } from '../compiler/types.ts'
import type { FlowNode } from '../model/types.ts'
import type { MigrationPlan } from './commands.ts'
import type { ProcessInstance } from './instance.ts'

/** One step of the old version and what it becomes. */
export interface Proposed {
  node: string
  name: string
  type: FlowNode['type']
  /** Absent when nothing like it is in the new version. */
  to?: string
  /** What tells so: the same id, or the same name and kind. */
  by?: 'id' | 'name'
}

/** What each step of the old version becomes in the new one: the one of the same id, else of the same name and kind. */
export function proposeSteps(from: CompiledProcess, to: CompiledProcess): Proposed[] {
  const free = Object.values(to.nodes).filter(node => !from.nodes[node.id])
  return Object.values(from.nodes).map(({ id: node, name, type }) => {
    if (to.nodes[node]) return { node, name, type, to: node, by: 'id' }
    const alike = name ? free.filter(other => other.name === name && other.type === type) : []
    return alike.length === 1 ? { node, name, type, to: alike[0]!.id, by: 'name' } : { node, name, type }
  })
}

/** The whole plan for these steps: flows follow their ends, events that were there before do not begin anew. */
export function planFor(
  from: CompiledProcess,
  to: CompiledProcess,
  nodes: Record<string, string>,
  renew: string[] = [],
): MigrationPlan {
  const become = (id: string) => nodes[id] ?? id
  const flows: Record<string, string> = {}
  for (const flow of Object.values(from.flows)) {
    if (to.flows[flow.id]?.target === become(flow.target)) continue
    const [only, ...more] = Object.values(to.flows).filter(
      other => other.source === become(flow.source) && other.target === become(flow.target),
    )
    if (only && more.length === 0) flows[flow.id] = only.id
  }
  const known = Object.values(from.nodes)
    .filter(({ type }) => type === 'boundaryEvent' || type === 'startEvent')
    .map(({ id }) => become(id))
    .filter(id => to.nodes[id])
  return { nodes, flows, known, ...(renew.length > 0 && { renew }) }
}

/**
 * The nodes of the way back. Where several steps became one, an instance goes back to that at which it stood (`before`).
 */
export function backwards(nodes: Record<string, string>, before?: ProcessInstance): Record<string, string> {
  const stood = new Set(before?.tokens.map(token => token.at))
  const back: Record<string, string> = {}
  for (const [from, to] of Object.entries(nodes))
    if (from !== to && (back[to] === undefined || stood.has(from))) back[to] = from
  return back
}
