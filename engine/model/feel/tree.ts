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
const MAX_BRACKETS = 40
const TOP = { expression: 'Expression', unaryTests: 'UnaryTests' } as const

/**
 * Reads a text. `names` are needed only where a name holds an operator's character (`deal-size`); names with
 * spaces are read without. The parser is strict: its recovery from mistakes can take seconds on a text made for it.
 */
export function parse(text: string, dialect: Dialect, names: Record<string, unknown>): Parsed {
  const excess = nestedTooDeeply(text)
  if (excess !== undefined) return fault('The expression is nested too deeply.', excess, text.length)
  const strict = parser.configure({ top: TOP[dialect], contextTracker: trackVariables(names), strict: true })
  try {
    return nodesOf(strict.parse(text), text)
  } catch (cause) {
    return faultAt(text, Number(/\d+$/.exec(cause instanceof Error ? cause.message : '')?.[0] ?? 0))
  }
}

function nodesOf(tree: ReturnType<typeof parser.parse>, text: string): Parsed {
  const top: Node = { name: '', text, from: 0, to: text.length, children: [] }
  const path = [top]
  let failed: Parsed | undefined
  tree.iterate({
    enter({ name, from, to, type }) {
      if (failed) return false
      if (type.isError) failed = faultAt(text, from)
      if (type.isError || type.isSkipped) return false
      const node: Node = { name, text: text.slice(from, to), from, to, children: [] }
      path[path.length - 1]!.children.push(node)
      path.push(node)
      if (path.length > MAX_DEPTH) failed = fault('The expression is nested too deeply.', from, to)
      return
    },
    leave(ref) {
      if (!ref.type.isSkipped && !ref.type.isError) path.pop()
    },
  })
  const root = top.children[0]
  return failed ?? (root ? { ok: true, root } : faultAt(text, text.length))
}

/** Where brackets open too often, counted without parsing. */
function nestedTooDeeply(text: string): number | undefined {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const letter = text[i]!
    if ('([{'.includes(letter) && ++depth > MAX_BRACKETS) return i
    if (')]}'.includes(letter)) depth--
  }
  return undefined
}

function faultAt(text: string, from: number): Parsed {
  const found = /^\s*("[^"]*"?|[\p{L}\p{N}_]+|\S)/u.exec(text.slice(from))?.[1]
  if (found === undefined)
    return fault(`Something is missing at the end of "${text.trim().slice(-60)}".`, from, text.length)
  const at = text.indexOf(found, from)
  return fault(`Unexpected "${found.slice(0, 40)}" at character ${at + 1}.`, at, at + found.length)
}

function fault(message: string, from: number, to: number): Parsed {
  return { ok: false, message, from, to }
}
