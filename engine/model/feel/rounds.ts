/** What goes round: `for`, `some`, `every` and filters. Every round is charged, so none can run away. */
import { type Compile, code, type Evaluate, partsOf, type Row } from './code.ts'
import { includes, makeRange, rangeItems, type Test } from './operators.ts'
import type { Scope } from './scope.ts'
import type { Node } from './tree.ts'
import { charge, FeelRange, isTruthy } from './values.ts'

/** `for a in …, b in … return …`; the results so far are called `partial`. */
export const compileFor: Row = (_, parts, compile) => {
  const sources = sourcesOf(parts[0]!, compile)
  const body = compile(parts[1]!).evaluate
  return code(scope => {
    const rounds = roundsOf(scope, sources)
    if (!rounds) return null
    const partial: unknown[] = []
    for (const round of rounds) {
      const inside = { run: round.run, vars: { partial }, outer: round }
      partial.push(body(inside))
    }
    return partial
  })
}

/** `some … satisfies …` and `every … satisfies …`. */
export const compileQuantified: Row = (node, parts, compile) => {
  const every = node.children[0]!.name === 'every'
  const sources = sourcesOf(parts[0]!, compile)
  const test = compile(parts[1]!).evaluate
  return code(scope => {
    const rounds = roundsOf(scope, sources)
    if (!rounds) return null
    const holds = (round: Scope) => isTruthy(test(round))
    return every ? rounds.every(holds) : rounds.some(holds)
  }, 'test')
}

interface Source {
  name: string
  evaluate: Evaluate
}

function sourcesOf(node: Node, compile: Compile): Source[] {
  return partsOf(node).map(row => {
    const [name, context] = partsOf(row)
    const [start, end] = partsOf(context!).map(part => compile(part).evaluate)
    return {
      name: name!.text.replace(/\s{2,}/g, ' '),
      evaluate: end ? scope => makeRange(start!(scope), end(scope), true, true) : start!,
    }
  })
}

/** Every combination of the sources' items, a later source seeing the earlier names; null if one is no list. */
function roundsOf(scope: Scope, sources: Source[]): Scope[] | null {
  let rounds = [scope]
  for (const { name, evaluate } of sources) {
    const next: Scope[] = []
    for (const round of rounds) {
      const items = itemsOf(round, evaluate(round))
      if (!items) return null
      charge(scope.run, items.length)
      for (const item of items) next.push({ run: scope.run, vars: { [name]: item }, outer: round })
    }
    rounds = next
  }
  return rounds
}

function itemsOf(scope: Scope, source: unknown): unknown[] | null {
  if (Array.isArray(source)) return source
  return source instanceof FeelRange ? rangeItems(scope.run, source) : null
}

/**
 * `list[filter]`: a position, or a test of each element. What the filter is shows in its kind, as in feelin; only
 * where feelin finds neither number nor boolean and gives nothing, the filter is tried on each element
 * (`deals[open]`, `names[contains(item, "a")]`).
 */
export const compileFilter: Row = (_, parts, compile) => {
  const list = compile(parts[0]!)
  const { kind, evaluate } = compile(parts[1]!)
  return code(scope => {
    const target = list.evaluate(scope)
    if (target === null || target === undefined) return null
    const items: unknown[] = Array.isArray(target) ? target : [target]
    if (kind === 'test') return each(scope, items, evaluate)
    if (kind === 'string') {
      const wanted = evaluate(scope)
      return items.filter(item => item === wanted)
    }
    if (kind !== 'number' && kind !== 'boolean' && kind !== 'any') return null
    return byPosition(scope, target, items, evaluate)
  }, 'any')
}

function byPosition(scope: Scope, target: unknown, items: unknown[], evaluate: Evaluate): unknown {
  const warnings = scope.run.warnings.length
  const position = evaluate(scope)
  if (position === true) return target
  if (position === false) return []
  if (typeof position === 'number')
    return items[position < 0 ? items.length + position : position - 1] ?? null
  if (position !== null) return []
  scope.run.warnings.length = warnings
  return each(scope, items, evaluate).filter(item => item !== false)
}

function each(scope: Scope, items: unknown[], test: Evaluate): unknown[] {
  charge(scope.run, items.length)
  return items.filter(item => {
    if (!isTruthy(item)) return false
    const vars = typeof item === 'object' && item !== null ? { item, ...item } : { item }
    let result = test({ run: scope.run, vars, outer: scope })
    if (typeof result === 'function') result = (result as Test)(item)
    if (result instanceof FeelRange) result = includes(result, item)
    return result === true
  })
}
