import type { CompiledProcess } from '../compiler/types.ts'
import type { Command, Refused } from './commands.ts'
import type { Effect } from './effects.ts'
import { Fault } from './fault.ts'
import { handlers, whileSuspended } from './handlers.ts'
import type { ProcessInstance } from './instance.ts'
import { run } from './moves.ts'
import { whenEmptied } from './scopes.ts'
import { blank } from './start.ts'
import type { Trace } from './traces.ts'
import { close, effectsOf, open, type Work } from './work.ts'

/** What a command led to: a new instance with effects and trace, or a refusal that changed nothing. */
export type StepResult =
  | { ok: true; instance: ProcessInstance; effects: Effect[]; trace: Trace[] }
  | { ok: false; refused: Refused }

/**
 * One command, one step: pure, bounded, the same answer every time. `instance` is null for `start`.
 *
 * The command is handled, which mostly puts a token on the move; then everything moves until all tokens wait again.
 */
export function step(
  process: CompiledProcess,
  instance: ProcessInstance | null,
  command: Command,
): StepResult {
  const before = instance ?? (command.type === 'start' ? blank(command) : null)
  const refused = before ? mayRun(process, instance, before, command) : missing(command)
  if (refused || !before) return { ok: false, refused: refused ?? missing(command) }
  const work = open(process, before, command)
  const declined = handle(work, command)
  if (declined) return { ok: false, refused: declined }
  run(work)
  if (work.status === 'running') closeIfEmpty(work)
  return { ok: true, instance: close(work), effects: effectsOf(work), trace: work.trace }
}

function handle(work: Work, command: Command): Refused | null {
  work.momentum = command.type === 'continue' ? work.momentum : 0
  if (command.data || command.type === 'continue') work.changed = true
  try {
    return (handlers[command.type] as (work: Work, command: Command) => Refused | null)(work, command)
  } catch (fault) {
    if (fault instanceof Fault) return { code: 'invalid', reason: fault.message }
    throw fault
  }
}

function missing(command: Command): Refused {
  return { code: 'notFound', reason: `There is no instance for ${command.type}. Start one first.` }
}

function mayRun(
  process: CompiledProcess,
  instance: ProcessInstance | null,
  before: ProcessInstance,
  command: Command,
): Refused | null {
  if (instance && command.type === 'start')
    return { code: 'invalid', reason: `The instance ${before._id} has been started already.` }
  if (before.recentCommands.includes(command.id))
    return { code: 'duplicate', reason: `The command ${command.id} has been carried out already.` }
  const version = command.type === 'migrate' ? command.to : before.definition
  if (version.key !== process.key)
    return {
      code: 'invalid',
      reason: `The instance belongs to process "${version.key}", not to "${process.key}".`,
    }
  if (before.status === 'suspended' && whileSuspended.has(command.type)) return null
  if (before.status === 'suspended')
    return { code: 'notRunning', reason: `The process is suspended. Resume it, then try again.` }
  if (before.status !== 'running')
    return {
      code: 'notRunning',
      reason: `The process is ${before.status} since ${before.endedAt ?? 'a while'}. Reload.`,
    }
  return null
}

/** A process without any node to begin at is over at once. */
function closeIfEmpty(work: Work): void {
  if (work.agenda.length > 0 || work.tokens.size > 0) return
  for (const scope of work.scopes.values()) if (scope.parent === undefined) whenEmptied(work, scope.id)
}
