/** History played again: where the tokens stood after a step, what had been passed by then. */
import type { HistoryStep, Trace } from '../../api/types.ts'

export interface Moment {
  tokens: { node: string }[]
  visited: Record<string, number>
  flows: Record<string, number>
  /** The node that the last step is about, to be highlighted. */
  about?: string
}

/**
 * The picture after the first `count` steps; `steps` are in order, oldest first. A token inside a step that holds
 * others (`holds`) is shown where it stands within.
 */
export function momentAfter(steps: HistoryStep[], count: number, holds: (node: string) => boolean): Moment {
  const standing = new Map<string, Place>()
  const visited: Record<string, number> = {}
  const flows: Record<string, number> = {}
  for (const step of steps.slice(0, count)) {
    for (const trace of step.trace) {
      if (trace.verb === 'enter' && trace.node) visited[trace.node] = (visited[trace.node] ?? 0) + 1
      if (trace.verb === 'take' && trace.flow) flows[trace.flow] = (flows[trace.flow] ?? 0) + 1
      walk(standing, trace)
    }
  }
  return {
    tokens: [...standing.values()].filter(({ node }) => !holds(node)).map(({ node }) => ({ node })),
    visited,
    flows,
    about: nodeOf(steps[count - 1]),
  }
}

/** The node a step is about: the first one its trace speaks of. */
export function nodeOf(step: HistoryStep | undefined): string | undefined {
  const telling = step?.trace.find(trace => trace.node && trace.verb !== 'start')
  return telling?.node ?? step?.trace.find(trace => trace.node)?.node
}

interface Place {
  node: string
  /** Parked at a join until the others have come. */
  arrived?: boolean
}

const stands = new Set(['enter', 'arrive', 'wait', 'jump', 'incident'])
const goes = new Set(['leave', 'end', 'cancel'])

function walk(standing: Map<string, Place>, { verb, token, node }: Trace) {
  const key = token ?? node
  if (!key) return
  if (stands.has(verb) && node) standing.set(key, { node, arrived: verb === 'arrive' })
  if (!goes.has(verb)) return
  standing.delete(key)
  // One token leaves a join for all that had arrived there.
  for (const [other, place] of standing) if (place.arrived && place.node === node) standing.delete(other)
}
