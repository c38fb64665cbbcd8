import type { Straight } from './workloads.ts'

/** One piece of work to be measured; everything it needs is prepared. */
export type Work = () => Promise<void>

/** An engine under measurement: a small adapter each, so that the same harness serves all. */
export interface Subject {
  name: string
  /** Whether a finished step is on disk, so that nothing need stay in memory for it. */
  durable: boolean
  open(): Promise<void>
  /** One instance from its start to its end; undefined when it cannot do this. */
  straight?(workload: Straight): Promise<Work> | Work | undefined
  /** An instance has just come to wait at a user task; the work completes it. */
  task?(): Promise<Work>
  /** An instance has just come to wait for a message; the work sends it. */
  message?(): Promise<Work>
  /** The same with members of a crowd that has been waiting for long. */
  taskOf?(member: string): Promise<Work>
  messageOf?(member: string): Promise<Work>
  /** Puts so many waiting instances of its own beside those that are worked on, in the quickest way there is. */
  crowd?(count: number): Promise<void>
  /** Waits for what goes on behind the last answer; answers when (`performance.now()`) that came to its end. */
  quiet?(): Promise<number>
  close(): Promise<void>
}

/** One repetition. Times in milliseconds; `rate` is per second of wall time, `cpu` for each piece of work. */
export interface Round {
  rate: number
  cpu: number
  p50: number
  p99: number
}

/** What one subject made of one task: rounds in the order in which all subjects took turns. */
export interface Figure {
  what: string
  subject: string
  rounds: Round[]
}
