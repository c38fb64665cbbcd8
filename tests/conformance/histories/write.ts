/** Gathers what the test files recorded into the one file that is kept: each compiled process once, short histories only. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { TestProject } from 'vitest/node'
import type { CompiledProcess } from '#engine/compiler/types.ts'
import type { Command } from '#engine/core/commands.ts'
import { type History, type Recording, recordingFile } from './history.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    recordings: string
  }
}

interface Line {
  name: string
  recorded: { process: CompiledProcess; command: Command }[]
  marks: string[]
}

export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'baton-histories-'))
  project.provide('recordings', folder)
  return () => {
    const lines = readdirSync(folder)
      .flatMap(file => readFileSync(join(folder, file), 'utf8').split('\n').filter(Boolean))
      .map(line => JSON.parse(line) as Line)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    const recording = gather(lines)
    writeFileSync(recordingFile, gzipSync(JSON.stringify(recording), { level: 9 }))
    rmSync(folder, { recursive: true })
    console.log(`${recording.histories.length} histories of ${recording.processes.length} processes recorded`)
  }
}

function gather(lines: Line[]): Recording {
  const processes = new Map<string, { number: number; process: CompiledProcess }>()
  const numberOf = (process: CompiledProcess) => {
    const text = JSON.stringify(process)
    const key = createHash('sha256').update(text).digest('hex')
    if (!processes.has(key)) processes.set(key, { number: processes.size, process })
    return processes.get(key)!.number
  }
  const histories = lines.map(({ name, recorded, marks }): History => {
    const steps = recorded.map(({ process, command }, n) => [numberOf(process), command, marks[n]!])
    return { name, steps: steps as History['steps'] }
  })
  return { processes: [...processes.values()].map(({ process }) => process), histories }
}
