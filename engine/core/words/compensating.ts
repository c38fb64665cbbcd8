import { rememberCompleted, startCompensation, stopHandlers } from '../compensation.ts'
import type { ScopeInstance, Token } from '../instance.ts'
import { addToken, change, note, plan, tell, type Work } from '../work.ts'
import type { Heed } from './index.ts'

/** Note that the activity has completed and could be undone. */
export const remember: Heed<'remember'> = (work, token, { node }) => {
  rememberCompleted(work, token, node)
}

/** A compensation throw event: undo the named activity, or all that its scope has completed. */
export const compensate: Heed<'compensate'> = (work, token, { node, trigger }) => {
  const element = work.process.nodes[node]!
  const thrown = 'triggers' in element ? element.triggers[trigger] : undefined
  if (thrown?.type !== 'compensation') return
  tell(work, 'throw', token, 'compensation')
  const scope = scopeToUndo(work, token, thrown.activity)
  if (!scope) {
    plan(work, token, 'done')
    return
  }
  if (thrown.wait) {
    startCompensation(work, change(work, token, { state: 'active' }), scope, thrown.activity)
    return
  }
  const runner = addToken(work, token.scope, { at: node, state: 'active' })
  startCompensation(work, note(work, runner, { afterwards: 'vanish' }), scope, thrown.activity)
  plan(work, token, 'done')
}

/** The named activity's scope; else the throw event's own, or for an event sub-process the one it belongs to. */
function scopeToUndo(work: Work, token: Token, activity: string | undefined): ScopeInstance | undefined {
  const wanted = activity === undefined ? undefined : work.process.nodes[activity]?.scope
  let scope = work.scopes.get(token.scope)
  while (scope) {
    const owner = work.process.nodes[work.process.scopes[scope.scope]!.node ?? '']
    if (wanted === undefined ? owner?.type !== 'eventSubProcess' : scope.scope === wanted) return scope
    scope = scope.parent === undefined ? undefined : work.scopes.get(scope.parent)
  }
  return undefined
}

export const stopCompensation: Heed<'stopCompensation'> = (work, token) => {
  stopHandlers(work, token.id)
}
