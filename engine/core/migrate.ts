import type { MigrationPlan, Refused } from './commands.ts'
import type { DefinitionRef } from './instance.ts'
import type { Work } from './work.ts'

/** Carry a running instance over to another version of its process. */
export function migrate(work: Work, to: DefinitionRef, plan: MigrationPlan): Refused | null {
  void work
  void to
  void plan
  return { code: 'notAllowed', reason: 'Migration is not available yet.' }
}
