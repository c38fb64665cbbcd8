/**
 * Carrying a running instance over to another version of its process. `step` is called with the *new* version: what the
 * instance holds of the old one (where tokens stand, what listens, what could be undone) gets its new names, or the
 * whole migration is refused and nothing changes. A dry run is a step that is not stored, a way back the reverse plan.
 */
import { decode } from '../elements/encode.ts'
import { roundScope } from '../elements/loop.ts'
import type { MigrationPlan, Refused } from './commands.ts'
import { closeEars, openEars, putSubscription, putTimer, triggersOf } from './ears.ts'
import type { DefinitionRef, Json, ScopeInstance, Subscription, Timer, Token } from './instance.ts'
import { machineOf } from './machines.ts'
import { boundaryEvent } from './moves.ts'
import { keep, putScope, putToken, say, type Work } from './work.ts'

export function migrate(work: Work, to: DefinitionRef, plan: MigrationPlan): Refused | null {
  if (work.agenda.length > 0)
    return { code: 'notAllowed', reason: 'The instance is on the move. Migrate it when it waits.' }
  if (to.hash !== work.process.hash)
    return {
      code: 'invalid',
      reason: `The plan is for version ${to.version}, but another one was brought. Load that version.`,
    }
  const faults = faultsOf(work, plan)
  if (faults.length > 0)
    return { code: 'notAllowed', reason: `The instance cannot be migrated: ${faults.join(' ')}` }
  work.definition = to
  for (const scope of [...work.scopes.values()]) moveScope(work, scope, plan)
  for (const token of [...work.tokens.values()]) movePlace(work, token, plan)
  for (const timer of [...work.timers.values()])
    moveEar(work, timer, plan, () => work.timers.delete(timer.id), putTimer)
  for (const ear of [...work.subscriptions.values()])
    moveEar(work, ear, plan, () => work.subscriptions.delete(ear.id), putSubscription)
  for (const incident of work.incidents.values())
    work.incidents.set(incident.id, { ...incident, node: renamed(plan, incident.node) })
  work.touched.add('incidents').add('timers').add('subscriptions')
  for (const token of work.tokens.values()) openNewEars(work, token)
  work.changed = true
  for (const scope of work.scopes.keys()) work.stirred.add(scope)
  say(work, 'set', { note: `version ${to.version}` })
  return null
}

const renamed = (plan: MigrationPlan, id: string): string => plan.nodes[id] ?? id

/** The new name of a scope: of the process itself, of a sub-process, or of the rounds of a loop. */
function renamedScope(plan: MigrationPlan, id: string): string {
  return id.endsWith('#round') ? roundScope(renamed(plan, id.slice(0, -'#round'.length))) : renamed(plan, id)
}

/** Everything that stands in the way, in sentences. */
function faultsOf(work: Work, plan: MigrationPlan): string[] {
  return [
    ...[...work.scopes.values()].flatMap(scope => scopeFaults(work, scope, plan)),
    ...[...work.tokens.values()].flatMap(token => tokenFaults(work, token, plan)),
  ]
}

function scopeFaults(work: Work, scope: ScopeInstance, plan: MigrationPlan): string[] {
  const to = renamedScope(plan, scope.scope)
  if (!work.process.scopes[to])
    return [`"${decode(scope.scope)}" is open, but the plan gives it no counterpart.`]
  const completed = (scope.data?.completed ?? []) as { node: string }[]
  return completed
    .filter(({ node }) => !work.process.nodes[renamed(plan, node)])
    .map(({ node }) => `"${node}" has completed and could be undone, but the plan gives it no counterpart.`)
}

function tokenFaults(work: Work, token: Token, plan: MigrationPlan): string[] {
  const to = renamed(plan, token.at)
  const node = work.process.nodes[to]
  if (!node) return [`A token stands at "${token.at}", which is not mapped.`]
  const scope = work.scopes.get(token.scope)!
  const machine = work.process.scopes[renamedScope(plan, scope.scope)]?.machine
  if (machine && !machineHas(work, renamedScope(plan, scope.scope), to))
    return [`"${token.at}" and "${to}" lie in different scopes; move the token after migrating.`]
  if (token.state === 'waiting' && needs(token) !== undefined && !fits(token, node.type))
    return [`"${token.at}" waits as a task or call, but "${to}" is a ${node.type}.`]
  if (
    token.state === 'arriving' &&
    token.via !== undefined &&
    !node.incoming.includes(plan.flows?.[token.via] ?? token.via)
  )
    return [`A token has come to the join "${token.at}" by the flow "${token.via}", which is not mapped.`]
  return []
}

function machineHas(work: Work, scope: string, node: string): boolean {
  return machineOf(work.process, scope).knows(node, 'again')
}

function needs(token: Token): Json | undefined {
  return token.context?.task ?? token.context?.child ?? token.context?.effect
}

function fits(token: Token, type: string): boolean {
  if (token.context?.task !== undefined) return type === 'userTask'
  if (token.context?.child !== undefined) return type === 'callActivity'
  return ['serviceTask', 'sendTask', 'businessRuleTask', 'throwEvent', 'endEvent'].includes(type)
}

function moveScope(work: Work, scope: ScopeInstance, plan: MigrationPlan): void {
  putScope(work, { ...scope, scope: renamedScope(plan, scope.scope) })
  const completed = scope.data?.completed as { node: string }[] | undefined
  if (completed)
    keep(work, scope.id, {
      completed: completed.map(entry => ({ ...entry, node: renamed(plan, entry.node) })) as Json,
    })
}

function movePlace(work: Work, token: Token, plan: MigrationPlan): void {
  const via = token.via === undefined ? undefined : (plan.flows?.[token.via] ?? token.via)
  putToken(work, { ...token, at: renamed(plan, token.at), ...(via !== undefined && { via }) })
}

/** A timer or subscription keeps its due instant and key, unless its event is gone or is to be renewed. */
function moveEar<T extends Timer | Subscription>(
  work: Work,
  ear: T,
  plan: MigrationPlan,
  close: () => void,
  put: (work: Work, ear: T) => void,
): void {
  const to = renamed(plan, ear.node)
  const node = work.process.nodes[to]
  const trigger = node && triggersOf(node)[ear.trigger]
  if (!node || !trigger || plan.renew?.includes(to)) close()
  else put(work, { ...ear, node: to })
}

/** Events that the new version added, or that are to be renewed, begin to listen now. */
function openNewEars(work: Work, token: Token): void {
  const ears = [...work.timers.values(), ...work.subscriptions.values()].filter(ear => ear.token === token.id)
  const node = work.process.nodes[token.at]!
  const machine = machineOf(work.process, work.scopes.get(token.scope)!.scope)
  const boundary =
    'boundary' in node ? node.boundary.filter(id => machine.knows(token.at, boundaryEvent(id))) : []
  for (const id of boundary) {
    if (ears.some(ear => ear.node === id)) continue
    closeEars(work, token.id, id)
    openEars(work, token, work.process.nodes[id]!)
  }
  const itself = node.type === 'catchEvent' || node.type === 'receiveTask'
  if (itself && token.state === 'waiting' && !ears.some(ear => ear.node === node.id))
    openEars(work, token, node)
}
