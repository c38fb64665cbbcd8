import type { Workload } from './workloads.ts'

/** An engine under measurement: a small adapter each, so that the same harness serves all. */
export interface Subject {
  name: string
  /** Whether a finished step is on disk. */
  durable: boolean
  open(): Promise<void>
  /** Runs one instance from its start to its end. */
  straight?(workload: Workload): Promise<void>
  /** Starts an instance that waits at a user task; answers how to complete it. */
  waiting?(n: number): Promise<() => Promise<void>>
  /** Starts an instance that waits for a message with key `n`; answers how to send it. */
  listening?(n: number): Promise<() => Promise<void>>
  /** Puts so many waiting instances there in the quickest way it has. */
  crowd?(count: number): Promise<void>
  close(): Promise<void>
}

/** One figure: the median of several repetitions, with the least and the greatest. */
export interface Figure {
  what: string
  subject: string
  /** Per second of wall time. */
  rate: number
  least: number
  greatest: number
  /** Milliseconds of this process's CPU for each. */
  cpu: number
  p50?: number
  p99?: number
}
