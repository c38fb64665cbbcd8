import { closeEars, openEars, triggersOf } from '../ears.ts'
import { Fault } from '../fault.ts'
import { change, note, plan, tell } from '../work.ts'
import type { Heed } from './index.ts'

/** Boundary events listen as long as the token is in the activity. */
export const attach: Heed<'attach'> = (work, token, { node }) => {
  const element = work.process.nodes[node]!
  if (!('boundary' in element)) return
  for (const event of element.boundary) openEars(work, work.tokens.get(token.id)!, work.process.nodes[event]!)
}

/** The event or receive task waits for its own triggers, unless an event-based gateway has waited for it. */
export const listen: Heed<'listen'> = (work, token, { node }) => {
  const now = work.tokens.get(token.id)!
  if (now.context?.caught !== undefined) {
    plan(work, token, 'done')
    return
  }
  if (!openEars(work, now, work.process.nodes[node]!))
    throw new Fault(
      'noEvent',
      `"${work.process.nodes[node]!.name || node}" waits for an event that cannot be waited for.`,
      'Move the token on, and use another kind of event in a new version.',
    )
  tell(work, 'wait', change(work, token, { state: 'waiting' }))
}

/** The first trigger of a parallel multiple start event has started the process; the others are still to come. */
export const awaitRest: Heed<'awaitRest'> = (work, token, { node }) => {
  const now = work.tokens.get(token.id)!
  openEars(work, now, work.process.nodes[node]!, 1)
  tell(work, 'wait', change(work, token, { state: 'waiting' }))
}

/** An event-based gateway listens for all events behind it. */
export const offer: Heed<'offer'> = (work, token, { node }) => {
  const gateway = work.process.nodes[node]!
  const now = work.tokens.get(token.id)!
  for (const flow of gateway.outgoing) {
    const target = work.process.nodes[work.process.flows[flow]!.target]!
    if (triggersOf(target).length > 0) openEars(work, now, target)
  }
  note(work, token, { caught: undefined })
  tell(work, 'wait', change(work, token, { state: 'waiting' }))
}

/** Close every ear the token holds. */
export const silence: Heed<'silence'> = (work, token) => {
  closeEars(work, token.id)
}
