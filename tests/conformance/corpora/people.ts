/** Who does the work in the world of `world.ts`, and who looks on. */
import type { Effect, Json, Trace } from '#engine/pure.ts'
import type { World } from './world.ts'

export interface WorldOptions {
  /** What a job gives; absent: it succeeds with nothing. `wait` leaves it open. */
  job?: (effect: JobEffect, world: World, instance: string) => JobAnswer
  /** Whether user tasks are completed as soon as they appear. */
  completeTasks?: (effect: TaskEffect, world: World, instance: string) => boolean
  /** CRM data that each command brings, asked anew for every command. */
  data?: (world: World) => Record<string, Json>
  /** What happens to a call of a process that is not deployed: it completes at once, or waits to be finished. */
  calls?: 'complete' | 'wait'
  /** Looks on after each step; may send commands of its own. */
  after?: (world: World, seen: Seen[]) => void
  /** Messages are carried by somebody else. */
  silent?: boolean
  maximum?: number
}

export type JobEffect = Effect & { type: 'runJob' }
export type TaskEffect = Effect & { type: 'createTask' }
export type CallEffect = Effect & { type: 'startProcess' }
/** Something that somebody has to do before the process goes on. */
export interface Work {
  instance: string
  effect: JobEffect | TaskEffect | CallEffect
}
export type JobAnswer =
  | { type: 'done'; output?: Json }
  | { type: 'error'; code: string }
  | { type: 'wait'; milliseconds?: number }

/** One trace entry, with the instance it belongs to and the scope of the drawing it happened in. */
export type Seen = Trace & { instance: string; inside: string }
