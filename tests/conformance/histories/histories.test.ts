/**
 * Histories that an earlier build recorded, played by this one: the same instances must come out, step by step. One that
 * differs means that instances which run today would go on differently after an upgrade. Where that is meant, make the
 * stored form readable again (a default where it is read), and only then record anew, in the same commit:
 *
 *   npx vitest run --config tests/conformance/histories/record.config.ts
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type History, readRecording, replay } from './history.ts'

const recording = readRecording()
const groups = new Map<string, History[]>()
for (const history of recording.histories) {
  const group = history.name.split(' > ')[0]!
  groups.set(group, [...(groups.get(group) ?? []), history])
}

const [now, random] = [Date.now, Math.random]
const forbidden = () => {
  throw new Error('A step looks at a clock or throws dice')
}

describe('Recorded histories', () => {
  beforeAll(() => {
    Date.now = forbidden
    Math.random = forbidden
  })
  afterAll(() => {
    Date.now = now
    Math.random = random
  })

  it('are many, of every sort', () => {
    expect(recording.histories.length).toBeGreaterThanOrEqual(200)
    const commands = new Set(recording.histories.flatMap(({ steps }) => steps.map(([, { type }]) => type)))
    expect(commands.size).toBeGreaterThanOrEqual(12)
  })

  it.each([...groups])('of "%s" come out the same', (_group, histories) => {
    for (const history of histories)
      expect(replay(recording, history), history.name).toEqual(history.steps.map(([, , mark]) => mark))
  })
})
