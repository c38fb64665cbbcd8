import type { CompiledProcess } from '../compiler/types.ts'
import type { Instant, ProcessInstance } from './instance.ts'

/** What one token waits for, in words a person reads. */
export interface Wait {
  token: string
  node: string
  name: string
  kind: 'task' | 'timer' | 'message' | 'signal' | 'job' | 'join' | 'child' | 'condition' | 'incident'
  since: Instant
  until?: Instant
  /** Plain English: who or what it waits for. */
  for: string
}

/** Everything the instance waits for just now, oldest first. */
export function describeWaits(process: CompiledProcess, instance: ProcessInstance): Wait[] {
  void process
  void instance
  return []
}
