import type { Activity, ProcessModel } from '../model/types.ts'
import { boundaries, leaving, type StateJson } from './kind.ts'
import { word } from './vocabulary.ts'

/**
 * An activity with a loop marker (§10.3.7), standard or multi-instance, as its surroundings see it: boundary events and
 * flows belong to the whole; the activity proper is the only state of the rounds' own scope (`roundScope`).
 */
export function looped(node: Activity, model: ProcessModel): StateJson {
  const { id } = node
  const gather = node.startQuantity > 1 ? [word('gather', { node: id, quantity: node.startQuantity })] : []
  const stage = node.stage ? [word('enterStage', { node: id })] : []
  const attach = node.boundary.length ? [word('attach', { node: id })] : []
  return {
    entry: [...gather, ...stage, ...attach, word('openRounds', { node: id })],
    exit: [word('closeScope', { node: id }), word('silence', { node: id })],
    on: {
      done: [
        {
          actions: [
            word('mapOutputs', { node: id }),
            word('remember', { node: id }),
            word('leave', { node: id }),
          ],
        },
      ],
      leave: leaving(node, model),
      ...boundaries(node, model),
    },
  }
}

/** The activity as one round of its loop: without the marker, the boundary events and the flows. */
export function oneRound(node: Activity): Activity {
  const { loop, default: _, stage, ...rest } = node
  void loop
  void stage
  return {
    ...rest,
    boundary: [],
    incoming: [],
    outgoing: [],
    startQuantity: 1,
    completionQuantity: 1,
  } as Activity
}

/** Name of the scope in which the rounds of a looped activity run. */
export function roundScope(id: string): string {
  return `${id}#round`
}
