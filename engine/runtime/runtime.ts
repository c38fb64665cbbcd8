/** The parts of a running engine, as one value; each part finds the others here when it is called. */
import type { Alarm } from '../adapters/alarm.ts'
import type { Store } from '../adapters/store.ts'
import type { Clock } from './clock.ts'
import type { Correlation } from './correlate.ts'
import type { Definitions } from './definitions.ts'
import type { Desk } from './desk.ts'
import type { Jobs } from './jobs.ts'
import type { Lanes } from './lanes.ts'
import type { Outbox } from './outbox.ts'
import type { Perform } from './perform.ts'
import type { Ports, Stepped } from './ports.ts'

export interface Runtime {
  store: Store
  ports: Ports
  alarm: Alarm | undefined
  clock: Clock
  settings: Settings
  desk: Desk
  lanes: Lanes
  definitions: Definitions
  perform: Perform
  outbox: Outbox
  correlation: Correlation
  jobs: Jobs
  /** Called after each commit made here. */
  listeners: Set<(stepped: Stepped) => void>
  /**
   * Until then (by `performance.now()`) nothing is taken over from other servers: the database was away, and they could
   * not extend their leases either.
   */
  calmUntil: number
  /** Set once, when the engine is asked to stop. */
  stopping: boolean
}

/** What was taken away with a process. */
export interface Removed {
  versions: number[]
  /** Instances that were running. */
  cancelled: number
  /** Instances taken away with their history. */
  removed: number
}

export interface Settings {
  /** Milliseconds for which a server has an effect to itself; a dead server's effects wait so long. */
  lease: number
  /** Milliseconds between two looks for what is due. */
  poll: number
  /** Instances kept at hand. */
  room: number
  /** Connector jobs at once in this process. */
  jobs: number
  /** Attempts of a step against others who change the same instance. */
  tries: number
  /** A place to stop in tests, between step and commit. */
  beforeCommit?(instance: string, command: string): Promise<void>
}

export const defaults: Settings = { lease: 15_000, poll: 150, room: 2000, jobs: 32, tries: 20 }
