import type { CompiledProcess } from '../compiler/types.ts'
import type { ProcessInstance } from './instance.ts'

/** What dragging a card to a stage would mean. */
export type Way =
  | { type: 'here' }
  | { type: 'outcome'; token: string; outcome: string; task: string }
  | { type: 'jump'; token: string; to: string }
  | { type: 'refused'; reason: string }

/** How the instance can come to the stage: by a task's outcome, by an allowed jump, or not, and why. */
export function waysTo(process: CompiledProcess, instance: ProcessInstance, stage: string): Way {
  void process
  void instance
  return { type: 'refused', reason: `No way to ${stage}.` }
}
