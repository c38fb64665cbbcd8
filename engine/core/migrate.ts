/**
 * Carrying a running instance over to another version of its process. `step` is called with the *new* version: what the
 * instance holds of the old one (where tokens stand, what listens, what could be undone) gets its new names, or the
 * whole migration is refused and nothing changes. A dry run is a step that is not stored, a way back the reverse plan.
 */
import { decode } from '../elements/encode.ts'
import { roundScope } from '../elements/loop.ts'
import type { FlowNode } from '../model/types.ts'
import type { MigrationPlan, Refused } from './commands.ts'
import { type Crossing, cannotEnter, cross, scopesAround } from './crossing.ts'
import { closeEars, openEars, putSubscription, putTimer, triggersOf } from './ears.ts'
import type { DefinitionRef, Json, ScopeInstance, Subscription, Timer, Token } from './instance.ts'
import { machineOf } from './machines.ts'
import { boundaryEvent } from './moves.ts'
import { listeningStarts } from './scopes.ts'
import { changeUserTask } from './words/tasks.ts'
import { keep, putScope, putToken, say, tokensIn, type Work } from './work.ts'

export function migrate(work: Work, to: DefinitionRef, plan: MigrationPlan): Refused | null {
  if (work.agenda.length > 0)
    return { code: 'notAllowed', reason: 'The instance is on the move. Migrate it when it waits.' }
  if (to.hash !== work.process.hash)
    return {
      code: 'invalid',
      reason: `The plan is for version ${to.version}, but another one was brought. Load that version.`,
    }
  const found = [...work.tokens.values()].map(token => placeOf(work, token, plan))
  const faults = [
    ...[...work.scopes.values()].flatMap(scope => scopeFaults(work, scope, plan)),
    ...found.flatMap(({ faults = [] }) => faults),
  ]
  if (faults.length > 0)
    return {
      code: 'notAllowed',
      reason: `The instance cannot be migrated: ${[...new Set(faults)].join(' ')}`,
    }
  work.definition = to
  const dissolved = new Set(
    [...work.scopes.values()].filter(scope => !counterpart(work, scope, plan)).map(s => s.id),
  )
  for (const scope of [...work.scopes.values()]) if (!dissolved.has(scope.id)) moveScope(work, scope, plan)
  for (const token of [...work.tokens.values()]) movePlace(work, token, plan)
  const crossings = found.flatMap(({ crossing = [] }) => crossing)
  const refused = cross(work, crossings, scope => !dissolved.has(scope.id))
  if (refused) return refused
  for (const timer of [...work.timers.values()])
    moveEar(work, timer, plan, () => work.timers.delete(timer.id), putTimer)
  for (const ear of [...work.subscriptions.values()])
    moveEar(work, ear, plan, () => work.subscriptions.delete(ear.id), putSubscription)
  for (const incident of work.incidents.values())
    work.incidents.set(incident.id, { ...incident, node: renamed(plan, incident.node) })
  work.touched.add('incidents').add('timers').add('subscriptions')
  for (const token of [...work.tokens.values()]) {
    openNewEars(work, token, plan)
    changeUserTask(work, token)
  }
  for (const scope of [...work.scopes.values()]) openNewScopeEars(work, scope, plan)
  work.changed = true
  work.parked.clear()
  for (const scope of work.scopes.keys()) work.stirred.add(scope)
  say(work, 'set', { note: `version ${to.version}` })
  return null
}

const renamed = (plan: MigrationPlan, id: string): string => plan.nodes[id] ?? id

/** The new name of a scope: of the process itself, of a sub-process, or of the rounds of a loop. */
function renamedScope(plan: MigrationPlan, id: string): string {
  return id.endsWith('#round') ? roundScope(renamed(plan, id.slice(0, -'#round'.length))) : renamed(plan, id)
}

/** The scope's new name, if the new version still has it. */
function counterpart(work: Work, scope: ScopeInstance, plan: MigrationPlan): string | undefined {
  const to = renamedScope(plan, scope.scope)
  return work.process.scopes[to] ? to : undefined
}

function scopeFaults(work: Work, scope: ScopeInstance, plan: MigrationPlan): string[] {
  const completed = (scope.data?.completed ?? []) as { node: string }[]
  const name = decode(scope.scope)
  if (!counterpart(work, scope, plan)) {
    if (scope.data?.adHoc !== undefined || scope.scope.endsWith('#round'))
      return [`"${name}" is open, but the plan gives it no counterpart.`]
    return completed.length > 0
      ? [`What has completed in "${name}" could be undone there, but the plan gives it no counterpart.`]
      : []
  }
  return completed
    .filter(({ node }) => !work.process.nodes[renamed(plan, node)])
    .map(({ node }) => `"${node}" has completed and could be undone, but the plan gives it no counterpart.`)
}

interface Placed {
  faults?: string[]
  crossing?: Crossing[]
}

/** Where the token will be, or what stands in its way, in sentences. */
function placeOf(work: Work, token: Token, plan: MigrationPlan): Placed {
  const to = renamed(plan, token.at)
  const node = work.process.nodes[to]
  if (!node)
    return dissolves(work, token, plan)
      ? {}
      : { faults: [`A token stands at "${token.at}", which is not mapped.`] }
  const faults = tokenFaults(work, token, node, plan)
  if (faults.length > 0) return { faults }
  const scope = work.scopes.get(token.scope)!
  const here = counterpart(work, scope, plan)
  if (here !== undefined && machineHas(work, here, to)) return {}
  return crossingOf(work, token, scope, node, plan)
}

/** The token holds a sub-process open that the new version has no more: it goes when the last one inside has gone. */
function dissolves(work: Work, token: Token, plan: MigrationPlan): boolean {
  const held = [...work.scopes.values()].filter(scope => scope.owner === token.id)
  return token.state === 'active' && held.length > 0 && held.every(scope => !counterpart(work, scope, plan))
}

function crossingOf(
  work: Work,
  token: Token,
  from: ScopeInstance,
  node: FlowNode,
  plan: MigrationPlan,
): Placed {
  const why = (reason: string): Placed => ({
    faults: [`"${token.at}" would go to "${node.id}", which lies in another scope: ${reason}`],
  })
  if (token.context?.compensates !== undefined)
    return why('it is undoing something; migrate when that is done.')
  const around = scopesAround(work.process, node.id)
  let base = from
  while (!around.includes(counterpart(work, base, plan) ?? '')) {
    if (base.scope.endsWith('#round')) return why('it is one round of a loop; let the loop end first.')
    if (base.data?.compensating !== undefined)
      return why('it is undoing something; migrate when that is done.')
    const parent = base.parent === undefined ? undefined : work.scopes.get(base.parent)
    if (!parent) return why('no open scope holds it.')
    base = parent
  }
  const path = around.slice(0, around.indexOf(counterpart(work, base, plan)!)).reverse()
  const closed = path.map(scope => cannotEnter(work.process, scope)).find(Boolean)
  if (closed) return why(closed)
  return { crossing: [{ token: token.id, from: from.id, base: base.id, path }] }
}

function tokenFaults(work: Work, token: Token, node: FlowNode, plan: MigrationPlan): string[] {
  if (token.state === 'waiting' && !fits(work, token, node, plan))
    return [
      `"${token.at}" waits as ${waitsAs(work, token, plan)}, but "${node.name || node.id}" is a ${node.type}. Choose a step of the same kind, or move the token before.`,
    ]
  if (token.state === 'active' && !holdsOpen(work, token, node, plan))
    return [`"${token.at}" is open, but "${node.name || node.id}" is no such sub-process or loop.`]
  if (
    token.state === 'arriving' &&
    token.via !== undefined &&
    !node.incoming.includes(plan.flows?.[token.via] ?? token.via)
  )
    return [`A token has come to the join "${token.at}" by the flow "${token.via}", which is not mapped.`]
  return []
}

/** What the token holds open is the inside of its new node. */
function holdsOpen(work: Work, token: Token, node: FlowNode, plan: MigrationPlan): boolean {
  const held = [...work.scopes.values()].filter(
    scope => scope.owner === token.id && scope.data?.compensating === undefined,
  )
  return held.every(scope => work.process.scopes[renamedScope(plan, scope.scope)]?.node === node.id)
}

function machineHas(work: Work, scope: string, node: string): boolean {
  return machineOf(work.process, scope).knows(node, 'again')
}

/** Whether what the token waits for can be waited for at the new node. */
function fits(work: Work, token: Token, { type, id }: FlowNode, plan: MigrationPlan): boolean {
  const { task, child, effect } = token.context ?? {}
  if (task !== undefined) return type === 'userTask'
  if (child !== undefined) return type === 'callActivity'
  if (effect !== undefined)
    return ['serviceTask', 'sendTask', 'businessRuleTask', 'throwEvent', 'endEvent'].includes(type)
  const listens = ownEars(work, token, plan).map(ear => ear.node === token.at)
  if (listens.includes(false)) return type === 'eventBasedGateway'
  return listens.length === 0 || triggersOf(work.process.nodes[id]!).length > 0
}

function waitsAs(work: Work, token: Token, plan: MigrationPlan): string {
  const { task, child, effect } = token.context ?? {}
  if (task !== undefined) return 'a task'
  if (child !== undefined) return 'a call'
  if (effect !== undefined) return 'a job'
  return ownEars(work, token, plan).some(ear => ear.node !== token.at) ? 'a choice of events' : 'an event'
}

/** What the token itself listens for, beside the events at its edge. */
function ownEars(work: Work, token: Token, plan: MigrationPlan): (Timer | Subscription)[] {
  return [...work.timers.values(), ...work.subscriptions.values()].filter(
    ear => ear.token === token.id && work.process.nodes[renamed(plan, ear.node)]?.type !== 'boundaryEvent',
  )
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
  const at = renamed(plan, token.at)
  putToken(work, { ...token, at, ...(via !== undefined && { via }) })
  if (at !== token.at) say(work, 'jump', { node: at, token: token.id, scope: token.scope, note: 'migrated' })
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
  if (!node || !trigger || plan.renew?.includes(to) || !stillHears(work, ear, node)) close()
  else put(work, { ...ear, node: to })
}

/** Whether the event is still at the edge of its token's step, or within its scope. */
function stillHears(work: Work, ear: Timer | Subscription, node: FlowNode): boolean {
  if (ear.token !== undefined)
    return node.type !== 'boundaryEvent' || work.tokens.get(ear.token)?.at === node.host
  const scope = work.scopes.get(ear.scope)
  return scope !== undefined && work.process.scopes[scope.scope]!.listeners.includes(node.scope)
}

/** Events that the new version added, or that are to be renewed, begin to listen now. */
function openNewEars(work: Work, token: Token, plan: MigrationPlan): void {
  const ears = [...work.timers.values(), ...work.subscriptions.values()].filter(ear => ear.token === token.id)
  const node = work.process.nodes[token.at]!
  const machine = machineOf(work.process, work.scopes.get(token.scope)!.scope)
  const boundary =
    'boundary' in node ? node.boundary.filter(id => machine.knows(token.at, boundaryEvent(id))) : []
  for (const id of boundary) {
    if (!isNew(plan, id) || ears.some(ear => ear.node === id)) continue
    closeEars(work, token.id, id)
    openEars(work, token, work.process.nodes[id]!)
  }
  const itself = node.type === 'catchEvent' || node.type === 'receiveTask'
  if (itself && token.state === 'waiting' && !ears.some(ear => ear.node === node.id))
    openEars(work, token, node)
}

/** The same for the event sub-processes of a scope, unless one of them has taken the scope over. */
function openNewScopeEars(work: Work, scope: ScopeInstance, plan: MigrationPlan): void {
  const compiled = work.process.scopes[scope.scope]!
  if (compiled.listeners.length === 0 || scope.data?.compensating !== undefined) return
  const inside = tokensIn(work, scope.id)
  if (inside.every(token => work.process.nodes[token.at]?.type === 'eventSubProcess')) return
  const ears = [...work.timers.values(), ...work.subscriptions.values()]
  for (const start of listeningStarts(work, compiled)) {
    const listens = ears.some(
      ear => ear.token === undefined && ear.scope === scope.id && ear.node === start.id,
    )
    if (!listens && isNew(plan, start.id)) openEars(work, { scope: scope.id }, start)
  }
}

/** What the old version had as well is quiet for a reason: it has occurred. */
function isNew(plan: MigrationPlan, id: string): boolean {
  return plan.renew?.includes(id) === true || plan.known?.includes(id) !== true
}
