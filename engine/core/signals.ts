import type { CompiledProcess } from '../compiler/types.ts'
import { hear } from './catching.ts'
import type { Json, ProcessInstance, ScopeInstance, Subscription } from './instance.ts'
import type { Work } from './work.ts'

/** A signal thrown in this instance reaches everyone in it who listens at that moment. */
export function hearSignal(work: Work, name: string, payload: Json): void {
  const ears = [...work.subscriptions.values()].filter(ear => ear.kind === 'signal' && ear.name === name)
  for (const ear of foremost(work.process, work.scopes, ears))
    if (work.subscriptions.has(ear.id)) hear(work, ear, payload)
}

/** Those of an instance's subscriptions that hear a signal of this name from outside. */
export function signalHearers(
  process: CompiledProcess,
  { scopes, subscriptions }: ProcessInstance,
  name: string,
): Subscription[] {
  const ears = subscriptions.filter(ear => ear.kind === 'signal' && ear.name === name && !ear.local)
  return foremost(process, new Map(scopes.map(scope => [scope.id, scope])), ears)
}

/**
 * An interrupting event sub-process handles the event for the sub-process it is drawn in; the boundary event around it
 * hears it only when it is thrown again (§10.5.7).
 */
function foremost(
  process: CompiledProcess,
  scopes: Map<string, ScopeInstance>,
  ears: Subscription[],
): Subscription[] {
  const handled = new Set(
    ears.flatMap(({ token, scope, node }) => {
      const start = process.nodes[node]
      const handles = token === undefined && start?.type === 'startEvent' && start.interrupting
      return handles ? ownersOf(process, scopes, scope) : []
    }),
  )
  return ears.filter(({ token }) => token === undefined || !handled.has(token))
}

/** The token that holds a scope open, and that of the loop whose round it is. */
function ownersOf(process: CompiledProcess, scopes: Map<string, ScopeInstance>, id: string): string[] {
  const scope = scopes.get(id)
  if (scope?.owner === undefined) return []
  const around = scope.parent === undefined ? undefined : scopes.get(scope.parent)
  const looped = around && process.scopes[around.scope]?.round
  return [scope.owner, ...(looped ? ownersOf(process, scopes, around.id) : [])]
}
