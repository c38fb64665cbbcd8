/** Decides where a gateway goes in models whose conditions cannot be run: by the flows that are chosen just now. */
import type { FlowNode, Json, ProcessModel } from '#engine/pure.ts'
import { feel } from './stubs.ts'

/** The variable that holds the ids of the chosen flows. */
export const CHOSEN = 'chosenFlows'

/** A model in which every flow that leaves a choice is taken exactly when it is chosen. */
export function byChoice(model: ProcessModel): ProcessModel {
  for (const { node, flows } of choicesIn(model)) {
    if ('default' in node) delete node.default
    for (const id of flows)
      model.flows[id]!.condition = feel(`list contains(${CHOSEN}, ${JSON.stringify(id)})`)
  }
  return model
}

export interface Choice {
  node: FlowNode
  /** Exactly one flow, or at least one. */
  one: boolean
  flows: string[]
}

/** Every node at which a choice among flows is made. */
export function choicesIn(model: ProcessModel): Choice[] {
  return Object.values(model.nodes).flatMap((node): Choice[] => {
    const conditional = node.outgoing.some(id => model.flows[id]!.condition)
    if (node.type === 'exclusiveGateway')
      return conditional || node.outgoing.length > 1 ? [{ node, one: true, flows: node.outgoing }] : []
    if (node.type === 'inclusiveGateway' || node.type === 'complexGateway') {
      return conditional || node.outgoing.length > 1 ? [{ node, one: false, flows: node.outgoing }] : []
    }
    if (node.type === 'parallelGateway' || node.type === 'eventBasedGateway') return []
    return conditional ? [{ node, one: false, flows: node.outgoing }] : []
  })
}

/** Numbers that look random and are the same for the same seed. */
export function dice(seed: number): (sides: number) => number {
  let state = (seed * 2654435761 + 12345) >>> 0
  return sides => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

/** A choice at every gateway, by dice. */
export function chooseAll(choices: Choice[], roll: (sides: number) => number): Json {
  return choices.flatMap(({ one, flows }) => {
    const sure = flows[roll(flows.length)]!
    return one ? [sure] : flows.filter(flow => flow === sure || roll(2) === 0)
  })
}
