import { expect, it } from 'vitest'
import { underFire } from './fire.ts'

it('loses nothing and does nothing twice while servers and database are killed', {
  timeout: 180_000,
}, async () => {
  const report = await underFire({ seconds: 8, pace: 700, load: 30 })
  expect(report).toMatchObject({ lost: 0, duplicated: 0, stuck: 0, notes: [] })
  expect(report.databaseKills).toBeGreaterThan(0)
  expect(report.instances).toBeGreaterThan(10)
})
