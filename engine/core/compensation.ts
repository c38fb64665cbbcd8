/**
 * Compensation (§10.7, §13.5.5): completed activities are remembered by their scope in the order of completion, and
 * undone in strictly reverse order, one handler after another.
 */
import { encode } from '../elements/encode.ts'
import { triggersOf } from './ears.ts'
import type { Json, ScopeInstance, Token, Variables } from './instance.ts'
import { boundaryEvent, go } from './moves.ts'
import { cancelScope, cancelToken, listeningStarts, whenEmptied } from './scopes.ts'
import { addToken, keep, nextId, note, plan, putScope, removeScope, removeToken, type Work } from './work.ts'

/** A completed activity, and what was completed inside it. */
interface Completed {
  seq: number
  node: string
  variables?: Variables
  inside?: { completed: Completed[]; variables: Variables; rounds?: boolean }
}

/** One handler to run, inside scopes that are opened anew for it with the variables they had. */
interface Undo {
  /** The handler, or the compensation event sub-process. */
  run: string
  variables?: Variables
  within: { scope: string; variables: Variables; completed?: Completed[] }[]
}

/** Whether a sub-process has a compensation event sub-process. */
export function hasCompensation(work: Work, scope: string): boolean {
  return compensatingSubProcess(work, scope) !== undefined
}

function compensatingSubProcess(work: Work, scope: string): string | undefined {
  const compiled = work.process.scopes[scope]
  const starts = compiled ? listeningStarts(work, compiled) : []
  return starts.find(start => triggersOf(start).some(trigger => trigger.type === 'compensation'))?.scope
}

/** Note in the scope that the activity has completed. */
export function rememberCompleted(work: Work, token: Token, node: string): void {
  const now = work.tokens.get(token.id)!
  const inside = now.context?.inside as unknown as Completed['inside']
  if (inside) note(work, token, { inside: undefined })
  const element = work.process.nodes[node]!
  const handled = 'compensation' in element && element.compensation !== undefined
  const scope = work.scopes.get(token.scope)!
  if (!handled && !inside) return
  const round = work.process.scopes[scope.scope]!.round === true
  const entry: Completed = {
    seq: Number(nextId(work)),
    node,
    ...(round && { variables: scope.variables ?? {} }),
    ...(inside && { inside }),
  }
  keep(work, scope.id, {
    completed: [...((scope.data?.completed ?? []) as Json[]), entry as unknown as Json],
  })
}

/** Undo what a scope has completed, or one of its activities; `thrower` waits for it. */
export function startCompensation(work: Work, thrower: Token, scope: ScopeInstance, activity?: string): void {
  const completed = (scope.data?.completed ?? []) as unknown as Completed[]
  const chosen = completed.filter(entry => activity === undefined || entry.node === activity)
  const rest = completed.filter(entry => !chosen.includes(entry))
  keep(work, scope.id, { completed: rest.length ? (rest as unknown as Json) : undefined })
  note(work, thrower, { undo: undoing(work, chosen, []) as unknown as Json, undoIn: scope.id })
  undoNext(work, work.tokens.get(thrower.id)!)
}

/** The handlers for completed activities, last completed first. */
function undoing(work: Work, completed: Completed[], within: Undo['within']): Undo[] {
  const latestFirst = [...completed].sort((a, b) => b.seq - a.seq)
  return latestFirst.flatMap(({ node, variables, inside }): Undo[] => {
    const element = work.process.nodes[node]!
    const handler = 'compensation' in element ? element.compensation : undefined
    if (inside?.rounds) return undoing(work, inside.completed, within)
    const outer: Undo[] =
      handler === undefined ? [] : [{ run: handler, within, ...(variables && { variables }) }]
    if (!inside) return outer
    const subProcess = compensatingSubProcess(work, node)
    if (subProcess === undefined)
      return handler !== undefined
        ? outer
        : undoing(work, inside.completed, [...within, { scope: node, variables: inside.variables }])
    // What is drawn inside comes first, as with every event that is handled both inside and at the border.
    const { completed: inner } = inside
    return [
      {
        run: subProcess,
        within: [...within, { scope: node, variables: inside.variables, completed: inner }],
      },
      ...outer,
    ]
  })
}

function undoNext(work: Work, thrower: Token): void {
  const { undo, undoIn } = thrower.context as { undo?: Json[]; undoIn?: string }
  const [next, ...rest] = (undo ?? []) as unknown as Undo[]
  if (next === undefined) {
    note(work, thrower, { undo: undefined, undoIn: undefined })
    finished(work, work.tokens.get(thrower.id)!)
    return
  }
  note(work, thrower, { undo: rest as unknown as Json })
  let scope = undoIn!
  for (const { scope: id, variables, completed } of next.within) {
    const data = { compensating: thrower.id, ...(completed && { completed: completed as unknown as Json }) }
    scope = putScope(work, {
      id: nextId(work),
      scope: id,
      parent: scope,
      owner: thrower.id,
      variables,
      data,
    }).id
  }
  const token = addToken(work, scope, {
    context: { compensates: thrower.id, ...(next.within.length > 0 && { reopened: next.within.length }) },
    ...(next.variables && { variables: next.variables }),
  })
  plan(work, token, `at:${encode(next.run)}`)
}

/** A handler has run: close what was opened for it, take the next. */
export function afterHandler(work: Work, scope: string, throwerId: string): void {
  let opened = work.scopes.get(scope)
  const thrower = work.tokens.get(throwerId)
  while (opened && opened.data?.compensating === throwerId && opened.id !== thrower?.context?.undoIn) {
    removeScope(work, opened.id)
    opened = opened.parent === undefined ? undefined : work.scopes.get(opened.parent)
  }
  if (thrower) undoNext(work, thrower)
}

/** All is undone: the throw event goes on, a cancelled transaction is left by its cancel boundary event. */
function finished(work: Work, thrower: Token): void {
  const how = thrower.context?.afterwards
  if (how === undefined) plan(work, thrower, 'done')
  else if (how === 'vanish') {
    removeToken(work, thrower)
    whenEmptied(work, thrower.scope)
  } else if (how === 'leave') {
    note(work, thrower, { afterwards: undefined })
    for (const scope of [...work.scopes.values()]) if (scope.owner === thrower.id) cancelScope(work, scope.id)
    plan(work, thrower, 'done')
  } else {
    note(work, thrower, { afterwards: undefined })
    go(work, work.tokens.get(thrower.id)!, boundaryEvent(String(how)))
  }
}

/** The thrower is taken away before all is undone: its handlers stop too. */
export function stopHandlers(work: Work, thrower: string): void {
  for (const token of [...work.tokens.values()])
    if (token.context?.compensates === thrower) cancelToken(work, token)
  for (const scope of [...work.scopes.values()])
    if (scope.owner === thrower && scope.data?.compensating === thrower) removeScope(work, scope.id)
}
