/** The names a FEEL tree reads from outside itself. */
import { builtin } from './builtins.ts'
import { partsOf } from './code.ts'
import type { Node } from './tree.ts'

/** Root names in the order of first use; `now` and `today` for the functions of that name too. */
export function namesReadBy(root: Node): string[] {
  const found = new Set<string>()
  collect(root, new Set(), found)
  return [...found]
}

function collect(node: Node, bound: Set<string>, found: Set<string>): void {
  const visit = rows[node.name]
  if (visit) visit(node, bound, found)
  else for (const child of node.children) collect(child, bound, found)
}

const rows: Record<string, (node: Node, bound: Set<string>, found: Set<string>) => void> = {
  VariableName(node, bound, found) {
    const name = textOf(node)
    if (!bound.has(name)) found.add(name)
  },
  FunctionInvocation(node, bound, found) {
    const [callee, given] = partsOf(node)
    const name = textOf(callee!)
    const isBuiltin = callee!.name === 'VariableName' && builtin(name)
    if (!isBuiltin || name === 'now' || name === 'today') collect(callee!, bound, found)
    if (given) collect(given, bound, found)
  },
  PathExpression(node, bound, found) {
    collect(partsOf(node)[0]!, bound, found)
  },
  FilterExpression(node, bound, found) {
    const [list, filter] = partsOf(node)
    collect(list!, bound, found)
    collect(filter!, new Set([...bound, 'item']), found)
  },
  ForExpression: (node, bound, found) => rounds(node, new Set([...bound, 'partial']), found),
  QuantifiedExpression: (node, bound, found) => rounds(node, new Set(bound), found),
  Context(node, bound, found) {
    const inside = new Set(bound)
    for (const entry of partsOf(node)) {
      const [key, value] = partsOf(entry)
      collect(value!, inside, found)
      inside.add(textOf(key!).replace(/^"|"$/g, ''))
    }
  },
  FunctionDefinition(node, bound, found) {
    const inside = new Set(bound)
    for (const name of named(node, 'ParameterName')) inside.add(textOf(name))
    for (const body of node.children.filter(child => child.name === 'FunctionBody'))
      collect(body, inside, found)
  },
  NamedParameter(node, bound, found) {
    collect(partsOf(node)[1]!, bound, found)
  },
  InstanceOfExpression(node, bound, found) {
    collect(partsOf(node)[0]!, bound, found)
  },
}

function rounds(node: Node, bound: Set<string>, found: Set<string>): void {
  const [sources, body] = partsOf(node)
  for (const source of partsOf(sources!)) {
    const [name, context] = partsOf(source)
    collect(context!, bound, found)
    bound.add(textOf(name!))
  }
  collect(body!, bound, found)
}

function named(node: Node, name: string): Node[] {
  return node.children.flatMap(child =>
    child.name === name ? [child] : child.name === 'FunctionBody' ? [] : named(child, name),
  )
}

function textOf(node: Node): string {
  return node.text.trim().replace(/\s+/g, ' ')
}
