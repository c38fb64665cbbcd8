/** One of two servers has a wrong clock: what happens, and when, is decided by the database's. */
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { HistoryEntry } from '#engine/adapters/store.ts'
import { freshDatabase } from '../support/database.ts'
import { inOrder, openScene, pause } from './scene.ts'

const hour = 3_600_000
const seconds = 15

let scene: Awaited<ReturnType<typeof openScene>> | undefined
afterEach(() => scene?.close())

describe('When the clock of one of two servers', () => {
  it.each<[what: string, plan: number[][]]>([
    ['is an hour ahead', [[0, hour]]],
    ['is an hour behind', [[0, -hour]]],
    ['gains a second in every second', [[0, 0, 1000]]],
    [
      'jumps to and fro',
      [
        [0, 0],
        [4, hour],
        [8, -hour],
        [12, 0],
      ],
    ],
  ])('%s, nothing happens twice, and no timer fires early', { timeout: 120_000 }, async (what, plan) => {
    const { uri, connection } = await freshDatabase()
    const options = ['--import', join(import.meta.dirname, 'skew.mjs')]
    const env = { SKEW: JSON.stringify(plan) }
    scene = await openScene({ uri, servers: [{}, { options, env }], load: 40 })
    const began = Date.now()
    await pause(seconds * 1000)
    const findings = await scene.end()
    const ended = Date.now()
    expect(findings).toMatchObject({ ...inOrder, redelivered: 0 })

    const entries = await connection.collection<HistoryEntry>('history').find().toArray()
    const told = entries.map(({ at }) => Date.parse(at))
    expect(Math.min(...told)).toBeGreaterThan(began - 2000)
    expect(Math.max(...told)).toBeLessThan(ended + 2000)
    const late = entries
      .filter(({ command }) => command.type === 'fireTimer')
      .map(({ at, command }) => Date.parse(at) - Date.parse(command.id.split('@')[1]!))
      .sort((a, b) => a - b)
    expect(late.length).toBeGreaterThan(0)
    expect(late[0]).toBeGreaterThanOrEqual(0)
    const p95 = late[Math.floor(late.length * 0.95)]
    console.log(
      `${what}: ${findings.instances} instances, ${late.length} timers, late p95 ${p95} ms, most ${late.at(-1)} ms`,
    )
  })
})
