import type { CompiledProcess } from '../compiler/types.ts'
import type { Command, Refused } from './commands.ts'
import type { Effect } from './effects.ts'
import type { ProcessInstance } from './instance.ts'
import type { Trace } from './traces.ts'

/** What a command led to: a new instance with effects and trace, or a refusal that changed nothing. */
export type StepResult =
  | { ok: true; instance: ProcessInstance; effects: Effect[]; trace: Trace[] }
  | { ok: false; refused: Refused }

/** One command, one step: pure, bounded, the same answer every time. `instance` is null for `start`. */
export function step(
  process: CompiledProcess,
  instance: ProcessInstance | null,
  command: Command,
): StepResult {
  void process
  void instance
  return { ok: false, refused: { code: 'invalid', reason: `No step for ${command.type} yet.` } }
}
