/** Which incoming flows of a gateway can be reached from where, without passing the gateway itself. */
import type { FlowNode, ProcessModel } from '../model/types.ts'

/** Nodes and flows, of a model or of a compiled process. */
export type Graph = Pick<ProcessModel, 'nodes' | 'flows'>

export interface Reach {
  /** The flows on which a token at the node may go on, also by way of boundary events. */
  waysOut(node: string): readonly string[]
  /** The gateway's incoming flows at which a path along this flow can end. */
  ends(flow: string): readonly string[]
}

const known = new WeakMap<Graph, Map<string, Reach>>()

/** Reachability to one gateway; worked out once per compiled process. */
export function reachOf(process: Graph, gateway: string): Reach {
  let reaches = known.get(process)
  if (!reaches) {
    reaches = new Map()
    known.set(process, reaches)
  }
  let reach = reaches.get(gateway)
  if (!reach) {
    reach = measure(process, gateway)
    reaches.set(gateway, reach)
  }
  return reach
}

function measure(process: Graph, gateway: string): Reach {
  const ends = new Map<string, string[]>()
  for (const end of process.nodes[gateway]!.incoming) {
    const seen = new Set<string>()
    const queue = [end]
    for (let flow = queue.pop(); flow !== undefined; flow = queue.pop()) {
      if (seen.has(flow)) continue
      seen.add(flow)
      ends.set(flow, [...(ends.get(flow) ?? []), end])
      const { source } = process.flows[flow]!
      if (source !== gateway) queue.push(...waysInto(process, source))
    }
  }
  const out = new Map<string, readonly string[]>()
  return {
    ends: flow => ends.get(flow) ?? [],
    waysOut(node) {
      let ways = out.get(node)
      if (!ways) {
        ways = waysOutOf(process, node)
        out.set(node, ways)
      }
      return ways
    },
  }
}

/** Flows into a node, also into the activity a boundary event sits on, or into the throwing half of a link. */
function waysInto(process: Graph, id: string): string[] {
  const node = process.nodes[id]!
  if (node.type === 'boundaryEvent') return waysInto(process, node.host)
  const name = node.type === 'catchEvent' ? linkOf(node.triggers) : undefined
  if (name === undefined) return node.incoming
  return Object.values(process.nodes)
    .filter(
      other => other.type === 'throwEvent' && other.scope === node.scope && linkOf(other.triggers) === name,
    )
    .flatMap(other => other.incoming)
}

function waysOutOf(process: Graph, id: string): string[] {
  const node = process.nodes[id]
  if (!node) return []
  const boundary = 'boundary' in node ? node.boundary.flatMap(event => process.nodes[event]!.outgoing) : []
  return [...node.outgoing, ...boundary, ...linkedWays(process, node)]
}

/** From the throwing half of a link the way goes on at its catching half. */
function linkedWays(process: Graph, node: FlowNode): string[] {
  const name = node.type === 'throwEvent' ? linkOf(node.triggers) : undefined
  if (name === undefined) return []
  return Object.values(process.nodes)
    .filter(
      other => other.type === 'catchEvent' && other.scope === node.scope && linkOf(other.triggers) === name,
    )
    .flatMap(other => other.outgoing)
}

function linkOf(triggers: { type: string; name?: unknown }[]): unknown {
  return triggers.find(trigger => trigger.type === 'link')?.name
}
