/** A recorded history: what an instance was told, and a mark of what it looked like after each step. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { CompiledProcess } from '#engine/compiler/types.ts'
import type { Command } from '#engine/core/commands.ts'
import type { ProcessInstance } from '#engine/core/instance.ts'
import { step } from '#engine/core/step.ts'

export interface History {
  /** The story it was recorded from. */
  name: string
  /** One for each command: the number of its process (an instance may be moved to another), the command, the mark. */
  steps: [process: number, command: Command, mark: string][]
}

/** The file: as a database of that build kept it, compiled processes included. */
export interface Recording {
  processes: CompiledProcess[]
  histories: History[]
}

export const recordingFile = join(import.meta.dirname, 'histories.json.gz')

export function readRecording(): Recording {
  return JSON.parse(gunzipSync(readFileSync(recordingFile)).toString())
}

/** Plays the commands again, each twice, on instances that cannot be changed; answers the marks. */
export function replay({ processes }: Recording, { steps }: History): string[] {
  const marks: string[] = []
  let current: ProcessInstance | null = null
  for (const [process, command] of steps) {
    const before: ProcessInstance | null = freeze(current)
    const [once, twice] = [0, 1].map(() => step(processes[process]!, before, freeze(command)))
    if (!once!.ok) return [...marks, `refused: ${once!.refused.reason}`]
    if (JSON.stringify(once) !== JSON.stringify(twice)) return [...marks, 'not the same twice']
    current = JSON.parse(JSON.stringify(delivered(once!.instance)))
    marks.push(markOf(current!))
  }
  return marks
}

/** What has no answer to wait for has left the outbox before the next command comes. */
export function delivered(instance: ProcessInstance): ProcessInstance {
  return { ...instance, outbox: instance.outbox.filter(({ type }) => type === 'runJob') }
}

/** Eight characters that change with anything in the instance, whatever the order of its fields. */
export function markOf(instance: ProcessInstance): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(instance)))
    .digest('hex')
    .slice(0, 8)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  )
}

function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const part of Object.values(value)) freeze(part)
  return Object.freeze(value)
}
