/** Listens to a test file: every instance that it plays leaves its history in a folder, one line each. */
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, inject } from 'vitest'
import type { ProcessInstance } from '#engine/core/instance.ts'
import { step } from '#engine/core/step.ts'
import { type Play, World } from '#tests/support/play.ts'
import { delivered, markOf } from './history.ts'
import type {} from './write.ts'

/** Longer ones say nothing that shorter ones do not. */
const mostSteps = 40

const played = new Set<Play>()
const { command } = World.prototype
World.prototype.command = function (play, ...rest) {
  played.add(play)
  return command.call(this, play, ...rest)
}

afterEach(() => {
  const story = expect.getState()
  const file = story.testPath!.split('/').at(-1)!.replace('.test.ts', '')
  for (const play of played) {
    const { recorded } = play
    if (recorded.length === 0 || recorded.length > mostSteps) continue
    const marks: string[] = []
    let current: ProcessInstance | null = null
    for (const { process, command: told } of recorded) {
      const result = step(process, current, told)
      if (!result.ok) break
      current = JSON.parse(JSON.stringify(delivered(result.instance)))
      marks.push(markOf(current!))
    }
    if (marks.length < recorded.length) continue
    const line = { name: `${file} > ${story.currentTestName} > ${play.id}`, recorded, marks }
    appendFileSync(join(inject('recordings'), `${process.pid}.ndjson`), `${JSON.stringify(line)}\n`)
  }
  played.clear()
})
