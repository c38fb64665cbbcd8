import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Positions } from './corpora/positions.ts'
import { playTrace } from './tracePlayer.ts'

const folder = join(import.meta.dirname, 'positions')
const names = readdirSync(folder)
  .filter(file => file.endsWith('.bpmn'))
  .map(file => file.replace('.bpmn', ''))

const read = (file: string) => readFileSync(join(folder, file), 'utf8')

describe('Every place an event may have', () => {
  it('has a drawing of its own', () => {
    expect(names.map(name => name.replace('-', ' ')).sort()).toEqual(Positions.all().sort())
  })

  it.each(names)('%s happens as its trace tells', async name => {
    const played = await playTrace(read(`${name}.bpmn`), read(`${name}.trace`))
    expect(played.errors).toEqual([])
    expect(played.text).toBe(read(`${name}.trace`))
    expect(played.world.plays.map(({ state }) => state)).toEqual(played.world.plays.map(() => 'completed'))
    const positions = new Positions()
    positions.add(played.models, played.trace)
    expect([...positions.seen.keys()]).toContain(name.replace('-', ' '))
  })
})
