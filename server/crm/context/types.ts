/** The data that expressions and templates read about a record. */
import type { Json, Subject } from '#engine'

/** Roots of a deal: deal, company, contact, owner, manager, products, settings, today, now; all of them always exist. */
export interface Context {
  /** Plain JSON, read without scope (a process sees what its own record holds). `roots` limits the work; all when unset. */
  read(subject: Subject | undefined, roots?: string[]): Promise<Record<string, Json>>
}
