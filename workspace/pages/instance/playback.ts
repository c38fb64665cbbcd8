/** History played again: where the tokens stood after a step, what had been passed by then. */
import type { HistoryStep, Trace } from '../../api/types.ts'

export interface Moment {
  tokens: { node: string }[]
  visited: Record<string, number>
  flows: Record<string, number>
  /** The node that the last step is about, to be highlighted. */
  about?: string
}

/** The picture after the first `count` steps; `steps` are in order, oldest first. */
export function momentAfter(steps: HistoryStep[], count: number): Moment {
  const standing = new Map<string, string>()
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
    tokens: [...standing.values()].map(node => ({ node })),
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

const stands = new Set(['enter', 'arrive', 'wait', 'jump', 'incident'])
const goes = new Set(['leave', 'end', 'cancel'])

function walk(standing: Map<string, string>, { verb, token, node }: Trace) {
  const key = token ?? node
  if (!key) return
  if (stands.has(verb) && node) standing.set(key, node)
  if (goes.has(verb)) standing.delete(key)
}
