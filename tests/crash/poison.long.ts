/**
 * Work that harms whoever does it: throws for ever, kills its server, blocks it, answers with twenty megabytes, runs in
 * circles. Each ends as an incident after counted attempts; the good work beside it comes to its end.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import { createHour, createWorld, drawing, end, start } from '../engine/runtime/world.ts'
import { freshDatabase } from '../support/database.ts'
import { until } from '../support/product.ts'
import { buildWorker } from './fire.ts'
import { createSupervisor, type Supervisor } from './supervisor.ts'

const folder = mkdtempSync(join(tmpdir(), 'baton-poison-'))
const lease = 3000
/** Seconds without movement after which a server's watchdog ends it: less than the lease, so that one is stuck at a time. */
const watchdog = 2
const good = 20
/** The incident each ends in; what shares its server with a worse one may have been stopped by that one's crashes. */
const poisons = {
  throw: /attemptsExhausted|deliveryFailed/,
  kill: /deliveryFailed/,
  block: /deliveryFailed/,
  flood: /answerRefused|deliveryFailed/,
}

let supervisor: Supervisor
let store: ReturnType<typeof createMongoStore>

beforeAll(async () => {
  const { uri, connection } = await freshDatabase()
  store = createMongoStore({ connection })
  await store.open()
  const { deploy } = createWorld(store, createHour())
  for (const poison of ['none', ...Object.keys(poisons)])
    await deploy(drawing(poison, start + poisonous(poison) + end, 'start -> work -> end'))
  await deploy(circle)
  const script = await buildWorker(folder)
  const args = [uri, join(folder, 'sink'), String(lease), String(watchdog)]
  supervisor = createSupervisor(script, [{ args }, { args }])
  await supervisor.start()
}, 60_000)

afterAll(async () => {
  await supervisor?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe('Poison', () => {
  it('is stopped after counted attempts, and the work beside it is done', { timeout: 200_000 }, async () => {
    for (const key of [...Object.keys(poisons), 'circle'])
      await supervisor.insist({ type: 'start', key, order: key })
    for (let n = 0; n < good; n++) await supervisor.insist({ type: 'start', key: 'none', order: `good${n}` })

    await until('the good work to be done', async () => {
      const done = await store.instances.count({ key: 'none', status: 'completed' })
      return done === good
    })
    for (const [key, code] of Object.entries({ ...poisons, circle: /./ })) {
      const incident = await until(
        `the incident of ${key}`,
        async () => {
          const [found] = await store.instances.load([key])
          return found?.instance.incidents[0]
        },
        120_000,
      )
      expect(incident.code).toMatch(code)
    }
    const told = readFileSync(join(folder, 'sink'), 'utf8').split('\n')
    for (const key of Object.keys(poisons))
      expect(
        told.filter(line => line.includes(`"${key}/1/`) && line.includes('runJob')).length,
      ).toBeLessThanOrEqual(3)
    // One for each attempt at what kills, and at what blocks.
    expect(supervisor.falls).toBeLessThanOrEqual(6)
  })
})

function poisonous(poison: string): string {
  const parameter = poison === 'none' ? '' : `<baton:parameter name="poison" value="${poison}"/>`
  return `<serviceTask id="work"><extensionElements><baton:connector type="work" retries="${poison === 'none' ? 8 : 3}" backoff="PT1S">${parameter}</baton:connector></extensionElements></serviceTask>`
}

const circle = drawing(
  'circle',
  `${start}<exclusiveGateway id="again"/><scriptTask id="count" scriptFormat="feel"><extensionElements><baton:decision expression="=1" result="n"/></extensionElements></scriptTask><exclusiveGateway id="enough" default="enough_again"/>${end}
  <sequenceFlow id="done" sourceRef="enough" targetRef="end"><conditionExpression>=n &gt; 1</conditionExpression></sequenceFlow>`,
  'start -> again -> count -> enough -> again',
)
