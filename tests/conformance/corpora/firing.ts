/** Makes an event happen by hand, whatever kind it is. */

import { timerProblem } from '#engine/model/durations.ts'
import { compileExpression } from '#engine/model/expressions.ts'
import type { FlowNode, ProcessModel } from '#engine/pure.ts'
import { feel, type Stubs } from './stubs.ts'
import type { World } from './world.ts'

/** The variable that conditional events look at: it names the event that should happen. */
const HAPPENING = 'happening'

/** The condition of a conditional event, by hand. */
function conditionByHand(node: string) {
  return feel(`${HAPPENING} = ${JSON.stringify(node)}`)
}

/** Fires the timer or subscription that waits at a node; false when none does. */
export function fire(world: World, node: string, instance?: string): boolean {
  for (const { _id: id, timers, subscriptions } of world.instances) {
    if (instance !== undefined && id !== instance) continue
    const timer = timers.find(timer => timer.node === node)
    if (timer) return world.send(id, { type: 'fireTimer', timer: timer.id }) === null
    const ear = subscriptions.find(ear => ear.node === node)
    if (ear) return hear(world, id, ear)
  }
  return false
}

/** Lets one subscription hear what it waits for. */
export function hear(world: World, id: string, ear: { id: string; kind: string; node: string }): boolean {
  if (ear.kind === 'message') return world.send(id, { type: 'deliverMessage', subscription: ear.id }) === null
  if (ear.kind === 'signal') return world.send(id, { type: 'deliverSignal', subscription: ear.id }) === null
  world.send(id, { type: 'setVariables', variables: { [HAPPENING]: ear.node } })
  if (world.instance(id).status === 'running')
    world.send(id, { type: 'setVariables', variables: { [HAPPENING]: null } })
  return true
}

/** Makes the error or escalation happen that a boundary event waits for. */
export function throwAt(
  world: World,
  model: ProcessModel,
  boundary: FlowNode & { type: 'boundaryEvent' },
): boolean {
  const trigger = boundary.triggers[0]
  if (trigger?.type !== 'error' && trigger?.type !== 'escalation') return false
  const code = trigger.code ?? 'any'
  const work = world.work().find(({ effect }) => effect.node === boundary.host)
  if (work?.effect.type === 'startProcess') {
    world.endCall(work.effect, { type: trigger.type, code, variables: {} })
    world.settle()
    return true
  }
  for (const { _id: id, tokens } of world.instances) {
    const token = tokens.find(token => model.nodes[token.at]?.id === boundary.host)
    if (!token) continue
    const type = trigger.type === 'error' ? 'throwError' : 'throwEscalation'
    return world.send(id, { type, token: token.id, code }) === null
  }
  return false
}

/** Conditional events are made to wait for us; what is left out or cannot be read gets something usual. */
export function handsOn(model: ProcessModel): ProcessModel {
  for (const node of Object.values(model.nodes)) {
    if ('loop' in node && node.loop?.type === 'multi' && !node.loop.cardinality && !node.loop.collection) {
      node.loop.cardinality = { type: 'literal', value: 2 }
    }
    if (node.type === 'callActivity' && !node.called) node.called = { type: 'literal', value: 'stub' }
    if (!('triggers' in node)) continue
    for (const trigger of node.triggers) {
      if (trigger.type === 'conditional') trigger.condition = conditionByHand(node.id)
      if (trigger.type === 'timer') {
        const text = trigger.value.type === 'literal' ? String(trigger.value.value) : ''
        if (timerProblem(trigger.kind, text)) {
          Object.assign(trigger, { kind: 'duration', value: { type: 'literal', value: 'PT1H' } })
        }
      }
    }
  }
  return model
}

/**
 * Events are drawn without triggers, times and names: timers get any time, as nothing but a hand fires them (a non-interrupting
 * one as often as it likes), nameless signals and messages one name.
 */
export function eventsByHand(model: ProcessModel): ProcessModel {
  for (const node of Object.values(model.nodes)) {
    if (!('triggers' in node)) continue
    const again = 'interrupting' in node && !node.interrupting
    if (node.type === 'boundaryEvent' && node.triggers.length === 0)
      node.triggers.push({ type: 'message', name: { type: 'literal', value: `by hand ${node.id}` } })
    for (const trigger of node.triggers) {
      if (trigger.type === 'timer') {
        trigger.kind = again ? 'cycle' : 'duration'
        trigger.value = { type: 'literal', value: again ? 'R/PT1H' : 'PT1H' }
      }
      if (trigger.type === 'signal' || trigger.type === 'message') {
        if (trigger.name.type !== 'literal' || !trigger.name.value)
          trigger.name = { type: 'literal', value: 'unnamed' }
      }
    }
  }
  return model
}

/** Expressions nobody here can run, by what is usual for their place. */
export const plainStubs: Stubs = {
  scripts: true,
  expression(expression, where) {
    const readable =
      expression.type === 'literal' || (expression.type === 'feel' && compileExpression(expression.text).ok)
    if (readable && !(expression.type === 'feel' && OPEN.has(where))) return undefined
    return DEFAULTS[where] ?? { type: 'literal', value: null }
  },
}

/** Places where even a readable expression would need data that nobody gives. */
const OPEN = new Set([
  'collection',
  'cardinality',
  'completion',
  'maximum',
  'correlationKey',
  'called',
  'triggers',
])

const DEFAULTS: Record<string, { type: 'literal'; value: never }> = Object.fromEntries(
  Object.entries({
    collection: [1, 2],
    cardinality: 2,
    completion: false,
    condition: true,
    maximum: 2,
    triggers: 'PT1H',
    name: 'stub',
    called: 'stub',
    activation: true,
    correlationKey: 'stub',
  }).map(([where, value]) => [where, { type: 'literal', value: value as never }]),
)
