import type { ProcessModel } from '../../model/types.ts'
import { called, type Finding, info, type Rule, warning } from '../rule.ts'
import { soundness, type Unsound } from '../soundness.ts'

/** Every run can come to its end: nothing gets stuck, piles up, or goes round for ever. */
export const sound: Rule = model => soundness(model).map(unsound => describe(model, unsound))

function describe(model: ProcessModel, unsound: Unsound): Finding {
  if (unsound.type === 'tooBig')
    return info(
      unsound.scope,
      `The drawing has more than ${unsound.states} states, so it was not proved that every run ends.`,
    )
  const node = model.nodes[unsound.node]
  const name = node ? called(node) : `"${model.name}"`
  if (unsound.type === 'dead')
    return warning(unsound.node, `No run ever gets past ${name}. Check the gateways before it, or delete it.`)
  const run = unsound.run.map(id => called(model.nodes[id]!)).join(', ')
  const after = run === '' ? '' : ` after ${run}`
  if (unsound.type === 'deadlock') {
    const missing = unsound.missing.map(flow => called(model.nodes[model.flows[flow]!.source]!)).join(' and ')
    return warning(
      unsound.node,
      `The process can get stuck at ${name}${after}: nothing comes any more from ${missing || 'anywhere'}. Join with the kind of gateway that split.`,
    )
  }
  if (unsound.type === 'unbounded')
    return warning(
      unsound.node,
      `Work can pile up without end at ${name}${after}. Join the branches before going round again.`,
    )
  return warning(
    unsound.node,
    `From ${name} on there is no way to an end${after}. Add a way out of the loop.`,
  )
}
