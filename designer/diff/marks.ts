import type { Change, ChangeKind } from './compare.ts'

/** Changes by element id, as a picture marks them; `side` leaves out what that drawing does not have. */
export function marksOf(changes: Change[], side: 'before' | 'after'): Record<string, ChangeKind> {
  const shown = changes.filter(one => one.kind !== (side === 'before' ? 'added' : 'removed'))
  return Object.fromEntries(shown.map(one => [one.id, one.kind]))
}
