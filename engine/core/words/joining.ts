import { arriveAtComplex, arriveAtParallel, noteParked } from '../joins.ts'
import { change, note, plan, removeToken, tell, tokensIn } from '../work.ts'
import type { Heed } from './index.ts'

/** Park at a join; a token that was put there by hand, along no flow, passes. */
export const arrive: Heed<'arrive'> = (work, token, { node, rule }) => {
  if (token.via === undefined) {
    plan(work, token, 'done')
    return
  }
  const parked = change(work, token, { state: 'arriving' })
  noteParked(work, parked)
  tell(work, 'arrive', parked)
  if (rule === 'parallel') arriveAtParallel(work, parked, node)
  if (rule === 'complex') arriveAtComplex(work, parked, node)
  // An inclusive join is looked at when all is quiet.
}

/** startQuantity: the last of so many tokens goes on for all. */
export const gather: Heed<'gather'> = (work, token, { node, quantity }) => {
  if (token.context?.gathered === true) return
  const waiting = tokensIn(work, token.scope).filter(
    other => other.at === node && other.state === 'arriving' && other.id !== token.id,
  )
  if (waiting.length + 1 < quantity) {
    tell(work, 'arrive', change(work, token, { state: 'arriving' }))
    return 'hold'
  }
  for (const other of waiting.slice(0, quantity - 1)) removeToken(work, other)
  note(work, token, { gathered: true })
}
