/** A FEEL text as a plain tree: the names of lezer-feel's grammar, without its comments and its cursor. */
import { parser, trackVariables } from 'lezer-feel'

export interface Node {
  name: string
  text: string
  from: number
  to: number
  children: Node[]
}

export type Dialect = 'expression' | 'unaryTests'

export type Parsed = { ok: true; root: Node } | { ok: false; message: string; from: number; to: number }

const MAX_DEPTH = 250
const TOP = { expression: 'Expression', unaryTests: 'UnaryTests' } as const

/**
 * Reads a text. `names` are needed only where a name holds an operator's character (`deal-size`); names with
 * spaces are read without.
 */
export function parse(text: string, dialect: Dialect, names: Record<string, unknown>): Parsed {
  const tree = parser.configure({ top: TOP[dialect], contextTracker: trackVariables(names) }).parse(text)
  const top: Node = { name: '', text, from: 0, to: text.length, children: [] }
  const path = [top]
  let fault: { message: string; from: number; to: number } | undefined
  tree.iterate({
    enter(ref) {
      if (fault) return false
      if (ref.type.isError) {
        fault = { message: faultAt(text, ref.from, ref.to), from: ref.from, to: ref.to }
        return false
      }
      if (ref.type.isSkipped) return false
      const node: Node = {
        name: ref.name,
        text: text.slice(ref.from, ref.to),
        from: ref.from,
        to: ref.to,
        children: [],
      }
      path[path.length - 1]!.children.push(node)
      path.push(node)
      if (path.length > MAX_DEPTH)
        fault = { message: 'The expression is nested too deeply.', from: ref.from, to: ref.to }
      return
    },
    leave(ref) {
      if (!ref.type.isSkipped && !ref.type.isError) path.pop()
    },
  })
  if (fault) return { ok: false, ...fault }
  const root = top.children[0]
  return root
    ? { ok: true, root }
    : { ok: false, message: 'The expression is empty.', from: 0, to: text.length }
}

function faultAt(text: string, from: number, to: number): string {
  const found = text.slice(from, Math.max(to, from + 1)).trim()
  const where = `at character ${from + 1}`
  if (from >= text.trimEnd().length) return `Something is missing at the end of "${text.trim()}".`
  return found ? `Unexpected "${found}" ${where}.` : `Something is missing ${where} of "${text.trim()}".`
}
