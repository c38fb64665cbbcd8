import type { Problem, ProcessModel } from '../model/types.ts'
import { rules } from './rules/index.ts'

/** Names that exist outside the drawing; rules about them are silent when a list is absent. */
export interface Known {
  connectors?: string[]
  /** Inputs that a connector cannot do without, by its type: name and what people call it. */
  connectorInputs?: Record<string, { name: string; title: string }[]>
  templates?: string[]
  processes?: string[]
  fields?: string[]
  /** Versions in which a decision is there by itself, by its id or name. */
  decisions?: Record<string, number[]>
  /** What a field with a fixed list of values can be, by its path (`deal.source`). */
  choices?: Record<string, string[]>
}

const rank = { error: 0, warning: 1, info: 2 }

/** Everything wrong or doubtful in one process, errors first; errors forbid publishing. */
export function validate(model: ProcessModel, known: Known = {}): Problem[] {
  const found = Object.entries(rules).flatMap(([rule, check]) =>
    check(model, known).map((finding): Problem => ({ rule, ...finding })),
  )
  return found.sort((a, b) => rank[a.severity] - rank[b.severity])
}
