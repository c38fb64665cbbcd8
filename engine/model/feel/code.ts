/** What compiling gives: a closure, and what is known of its value beforehand. */
import type { Scope } from './scope.ts'
import type { Node } from './tree.ts'
import { emptyRun, library, type Warning } from './values.ts'

export type Evaluate = (scope: Scope) => unknown

/** What is known of a value before it is computed; feelin lets filters and unary tests depend on it. */
export type Kind = 'test' | 'number' | 'string' | 'boolean' | 'date' | 'nil' | 'any' | 'other'

export interface Code {
  evaluate: Evaluate
  kind: Kind
}

/** Compiles a node and everything below it; handed to every row of the table. */
export type Compile = (node: Node) => Code

/** One row of the table: how one kind of node compiles; `parts` are its meaningful children. */
export type Row = (node: Node, parts: Node[], compile: Compile) => Code

/** A node's children without brackets, commas and keywords, all of which the grammar names in small letters. */
export function partsOf(node: Node): Node[] {
  return node.children.filter(({ name }) => /^[A-Z?]/.test(name) || name === 'null')
}

export function code(evaluate: Evaluate, kind: Kind = 'other'): Code {
  return { evaluate, kind }
}

export function constant(value: unknown, kind: Kind): Code {
  return code(() => value, kind)
}

/** Notes what went wrong at a node; the value there is null. */
export function warn(scope: Scope, node: Node, type: Warning['type'], message: string): null {
  scope.run.warnings.push({ type, message, from: node.from, to: node.to })
  return null
}

/** A name in one spelling of its spaces. */
export function spaced(text: string): string {
  return text.trim().replace(/\s+/g, ' ')
}

/** The value of a literal, as feelin reads it; the plain ones without asking. */
export function literalValue({ text }: Node): unknown {
  if (/^-?\d{1,15}(\.\d+)?$/.test(text)) return Number(text)
  if (/^"[^"\\]*"$/.test(text)) return text.slice(1, -1)
  return library([], text)(emptyRun())
}

/** Gives the warnings of a library operation the place of the node that used it. */
export function locate(scope: Scope, node: Node, result: unknown): unknown {
  if (result === null) {
    for (const warning of scope.run.warnings) {
      if (warning.from < 0) Object.assign(warning, { from: node.from, to: node.to })
    }
  }
  return result
}
