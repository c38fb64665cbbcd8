import { closeScopeEars } from './ears.ts'
import type { ChildEnd } from './effects.ts'
import { cancelTokens } from './scopes.ts'
import { ask, removeScope, rootOf, say, type Work } from './work.ts'

/** The instance is over. Whoever called it is told. */
export function endProcess(
  work: Work,
  status: 'completed' | 'cancelled' | 'failed',
  ended: ChildEnd = status === 'completed'
    ? { type: 'completed', variables: work.variables }
    : { type: 'cancelled' },
): void {
  const root = rootOf(work)
  closeScopeEars(work, root.id)
  cancelTokens(work, root.id)
  removeScope(work, root.id)
  work.incidents.clear()
  work.touched.add('incidents')
  work.agenda = []
  work.later = []
  work.status = status
  work.endedAt = work.command.at
  say(work, 'end', { scope: root.id, note: status })
  const { parent } = work.before
  if (parent) ask(work, { type: 'tellParent', parent, ended })
  ask(work, { type: 'endProcess', status })
}
