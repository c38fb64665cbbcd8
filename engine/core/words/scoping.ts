import { openAdHocActivities } from '../adhoc.ts'
import type { Token } from '../instance.ts'
import { openAllRounds } from '../rounds.ts'
import { cancelScope, openScopeAt, scopesOf, whenEmptied } from '../scopes.ts'
import { change, note, tell, type Work } from '../work.ts'
import type { Heed } from './index.ts'

/** The inside of a sub-process begins; the token waits here until it is over. */
export const openScope: Heed<'openScope'> = (work, token, { node }) => {
  const held = change(work, token, { state: 'active' })
  const caught = held.context?.caught
  if (held.context?.adopts === true) {
    // A migration brings the tokens that are to stand inside.
    openScopeAt(work, note(work, held, { adopts: undefined }), node, { starts: [] })
    return
  }
  const scope = openScopeAt(work, held, node, { path: takePath(work, held) })
  if (work.members.get(scope.id)!.size === 0) whenEmptied(work, scope.id)
  if (caught === undefined) return
  // What started an event sub-process is what its start event catches.
  note(work, held, { caught: undefined })
  for (const id of work.members.get(scope.id) ?? []) note(work, work.tokens.get(id)!, { caught })
}

/** The nodes still to be entered on the way to where a token was put by hand. */
export function takePath(work: Work, token: Token): string[] {
  const path = (token.context?.path ?? []) as string[]
  if (path.length > 0) note(work, token, { path: undefined })
  return path
}

/** Everything the token opened is given up. */
export const closeScope: Heed<'closeScope'> = (work, token) => {
  for (const scope of scopesOf(work, token.id).reverse())
    if (work.scopes.has(scope.id)) cancelScope(work, scope.id)
}

export const openAdHoc: Heed<'openAdHoc'> = (work, token, { node }) => {
  const held = change(work, token, { state: 'active' })
  tell(work, 'wait', held)
  openAdHocActivities(work, held, node)
}

export const openRounds: Heed<'openRounds'> = (work, token, { node }) => {
  openAllRounds(work, change(work, token, { state: 'active' }), node)
}
