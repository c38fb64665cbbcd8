import type { FlowNode, ProcessModel } from '../../model/types.ts'
import { called, type Finding, info, type Rule, warning } from '../rule.ts'
import { type Passed, soundness, type Unsound } from '../soundness.ts'

/** Every run can come to its end: nothing gets stuck, piles up, goes round for ever, or is never come to. */
export const sound: Rule = model => {
  const found = soundness(model)
  const stuck = new Set(found.flatMap(one => (one.type === 'deadlock' ? [one.node] : [])))
  return found
    .filter(one => one.type !== 'dead' || !stuck.has(one.node))
    .map(one => ({ ...describe(model, one), ...('run' in one && { run: one.run.map(({ node }) => node) }) }))
}

function describe(model: ProcessModel, unsound: Unsound): Finding {
  const node = model.nodes[unsound.node]
  const name = node ? called(node) : `"${model.name}"`
  if (unsound.type === 'undecided') return info(unsound.node, undecided(name, unsound))
  if (unsound.type === 'dead') {
    const uncalled = node?.type === 'boundaryEvent' || node?.type === 'eventSubProcess'
    return warning(unsound.node, dead(model, node, name), uncalled ? { fix: 'removeElement' } : {})
  }
  const run = after(model, unsound.run)
  if (unsound.type === 'deadlock') return warning(unsound.node, stuck(model, unsound, name, run))
  if (unsound.type === 'unbounded')
    return warning(
      unsound.node,
      `Work can pile up without end at ${name}${run}. Join the branches before going round again.`,
    )
  return warning(
    unsound.node,
    `No way leads to an end any more from ${name}${run}. Add a way out of the loop.`,
  )
}

function undecided(name: string, { why, states }: Extract<Unsound, { type: 'undecided' }>): string {
  if (why === 'states')
    return `${name} can be in more states than could be looked at: in the first ${states} nothing else is wrong, but it was not proved that every run ends. Fewer branches at once, or sub-processes of their own, make it provable.`
  if (why === 'data')
    return `When ${name} goes on depends on data, so it was not proved that every run ends. A condition over activationCount alone can be proved.`
  if (why === 'ways')
    return `${name} has too many flows to look at every combination, so it was not proved that every run ends.`
  return `What happens inside ${name} could not be worked out, so it was not proved that every run around it ends.`
}

function dead(model: ProcessModel, node: FlowNode | undefined, name: string): string {
  if (node?.type === 'boundaryEvent')
    return `Nothing inside ${called(model.nodes[node.host]!)} throws what ${name} catches, so no run comes to it. Throw it there, or delete the event.`
  if (node?.type === 'eventSubProcess')
    return `Nothing throws what starts ${name}, so no run comes to it. Throw it, or delete it.`
  return `No run ever gets past ${name}. Check the gateways before it, or delete it.`
}

function stuck(
  model: ProcessModel,
  { missing }: Extract<Unsound, { type: 'deadlock' }>,
  name: string,
  run: string,
): string {
  const sources = new Set(missing.map(flow => called(model.nodes[model.flows[flow]!.source]!)))
  if (sources.size === 0)
    return `The process can get stuck at ${name}${run}: no flow that leads on can be taken. Give it one.`
  return `The process can get stuck at ${name}${run}: nothing comes any more from ${[...sources].join(' and ')}. Join with the kind of gateway that split.`
}

/** ` after "Qualify", "Check" (→ "Refuse")`: what was passed, and where it could have gone otherwise, which way. */
function after(model: ProcessModel, run: Passed[]): string {
  const steps = run.map(({ node, flows }) => {
    const at = model.nodes[node]!
    const way = flows.length < at.outgoing.length ? flows.map(flow => wayOf(model, flow)) : []
    return `${called(at)}${way.length > 0 ? ` (→ ${way.join(', ')})` : ''}`
  })
  if (steps.length === 0) return ''
  const shown =
    steps.length > mostShown
      ? [...steps.slice(0, 3), `${steps.length - mostShown + 1} more`, ...steps.slice(4 - mostShown)]
      : steps
  return ` after ${shown.join(', ')}`
}

const mostShown = 12

function wayOf(model: ProcessModel, id: string): string {
  const flow = model.flows[id]!
  return flow.name ? `"${flow.name}"` : called(model.nodes[flow.target]!)
}
