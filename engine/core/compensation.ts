/**
 * Compensation (§10.7, §13.5.5): completed activities are remembered by their scope in the order of completion, and
 * undone in strictly reverse order, one handler after another.
 */
import { encode } from '../elements/encode.ts'
import { triggersOf } from './ears.ts'
import type { Json, ScopeInstance, Token, Variables } from './instance.ts'
import { boundaryEvent, go } from './moves.ts'
import { cancelScope, cancelToken, listeningStarts, scopesOf, whenEmptied } from './scopes.ts'
import {
  addToken,
  keep,
  nextId,
  note,
  plan,
  putScope,
  removeScope,
  removeToken,
  tokensIn,
  type Work,
} from './work.ts'

/** A completed activity, and what was completed inside it. */
interface Completed {
  seq: number
  node: string
  variables?: Variables
  inside?: { completed: Completed[]; variables: Variables; rounds?: boolean }
  /** It was given up before its end: what it had completed is undone, it has nothing to undo itself. */
  givenUp?: true
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

/** What the activities under way in a scope have completed so far; a cancelled transaction undoes that too (§13.5.5). */
export function rememberUnfinished(work: Work, scope: string): void {
  const unfinished = unfinishedIn(work, scope)
  if (unfinished.length === 0) return
  const completed = (work.scopes.get(scope)!.data?.completed ?? []) as Json[]
  keep(work, scope, { completed: [...completed, ...(unfinished as unknown as Json[])] })
}

function unfinishedIn(work: Work, outer: string): Completed[] {
  return tokensIn(work, outer).flatMap(token => {
    const rounds = (token.context?.inside as unknown as Completed['inside'])?.completed ?? []
    const open = scopesOf(work, token.id).filter(({ data }) => data?.compensating === undefined)
    return [...rounds, ...open.flatMap(scope => unfinishedOf(work, token, scope))]
  })
}

function unfinishedOf(
  work: Work,
  owner: Token,
  { id, scope, parent, variables, data }: ScopeInstance,
): Completed[] {
  const completed = [...((data?.completed ?? []) as unknown as Completed[]), ...unfinishedIn(work, id)]
  if (completed.length === 0 || work.process.scopes[scope]!.round) return completed
  const around = work.scopes.get(parent!)!
  const inRound = work.process.scopes[around.scope]!.round === true
  const inside = { completed, variables: { ...owner.variables, ...variables } }
  const seq = Number(nextId(work))
  return [{ seq, node: scope, inside, givenUp: true, ...(inRound && { variables: around.variables ?? {} }) }]
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
  return latestFirst.flatMap(({ node, variables, inside, givenUp }): Undo[] => {
    const element = work.process.nodes[node]!
    const handler = 'compensation' in element && !givenUp ? element.compensation : undefined
    if (inside?.rounds) return undoing(work, inside.completed, within)
    const outer: Undo[] =
      handler === undefined ? [] : [{ run: handler, within, ...(variables && { variables }) }]
    if (!inside) return outer
    // In a loop, what its round had for variables is seen inside as well.
    const seen = { ...variables, ...inside.variables }
    const subProcess = givenUp ? undefined : compensatingSubProcess(work, node)
    if (subProcess === undefined)
      return handler !== undefined
        ? outer
        : undoing(work, inside.completed, [...within, { scope: node, variables: seen }])
    // What is drawn inside comes first, as with every event that is handled both inside and at the border.
    const { completed: inner } = inside
    return [
      {
        run: subProcess,
        within: [...within, { scope: node, variables: seen, completed: inner }],
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
    go(work, hostOf(work, thrower), boundaryEvent(String(how)))
  }
}

/** Boundary events belong to a looping activity as a whole, not to its rounds. */
function hostOf(work: Work, token: Token): Token {
  const scope = work.scopes.get(token.scope)!
  const inRound = work.process.scopes[scope.scope]!.round === true
  return work.tokens.get(inRound ? scope.owner! : token.id)!
}

/** The thrower is taken away before all is undone: its handlers stop too. */
export function stopHandlers(work: Work, thrower: string): void {
  for (const token of [...work.tokens.values()])
    if (token.context?.compensates === thrower) cancelToken(work, token)
  for (const scope of [...work.scopes.values()])
    if (scope.owner === thrower && scope.data?.compensating === thrower) removeScope(work, scope.id)
}
