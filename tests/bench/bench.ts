/** What every section of the bench works with. */
import type { Crowd } from './crowd.ts'
import type { Contest, Pace } from './measure.ts'
import type { Subject } from './subject.ts'
import type { BatonSubject } from './subjects/baton.ts'
import type { Ceiling } from './subjects/ceiling.ts'

export interface Bench {
  /** How thoroughly, and up to how many waiting instances. */
  size: Size
  /** The database's address. */
  uri: string
  /** Baton in memory, empty. */
  freshMemory(): Promise<BatonSubject>
  baton: BatonSubject
  ceiling: Ceiling
  rivals: Subject[]
  crowd: Crowd
  /** Holds the contest and shows what came out. */
  compare(contest: Contest): Promise<void>
  /** Says something that is no figure. */
  remark(text: string): void
}

export interface Size extends Pace {
  crowds: number[]
}

/** Peers walk through all that wait; beyond this it only takes time. */
export const mostForPeers = 10_000
