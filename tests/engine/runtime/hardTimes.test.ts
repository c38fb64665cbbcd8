/** Servers that share a database under hard conditions: it is slow, or the clock of one of them is wrong. */
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import type { Effect } from '#engine/core/effects.ts'
import { createEngine } from '#engine/runtime/createEngine.ts'
import type { Engine } from '#engine/runtime/engine.ts'
import { freshDatabase } from '#tests/support/database.ts'
import { openSlowWay } from '#tests/support/slowWay.ts'
import { drawing, end, job, start, timer } from './world.ts'

const long = process.env.BATON_TESTS === 'long'
const late = long ? 200 : 60
const many = long ? 100 : 30

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  vi.restoreAllMocks()
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})

let servers = 0
const jobs: string[] = []

/** A server with the database's clock, as in production. */
async function startServer(uri: string): Promise<Engine> {
  const me = `server${servers++}`
  let ids = 0
  const tell = async (_effect: Effect) => {}
  const engine = createEngine({
    store: createMongoStore({ uri }),
    settings: { lease: 5000 },
    ports: {
      readData: async () => ({}),
      createTask: tell,
      closeTask: tell,
      enterStage: tell,
      raiseIncident: tell,
      endProcess: tell,
      runJob: async ({ id }) => {
        jobs.push(id)
        return { type: 'done' }
      },
      log: { info() {}, warn() {}, error() {} },
      newId: () => `${me}-${ids++}`,
    },
  })
  await engine.run()
  cleanUps.push(() => engine.stop())
  return engine
}

async function deploy(engine: Engine, xml: string): Promise<void> {
  const deployed = await engine.deploy(xml, { by: 'ann' })
  if (!deployed.ok) throw new Error(JSON.stringify(deployed.problems))
}

const completed = (engine: Engine, count: number) =>
  vi.waitFor(async () => expect(await engine.instances.count({ status: 'completed' })).toBe(count), {
    timeout: 100_000,
    interval: 200,
  })

describe(`When every answer of the database comes ${late} ms late`, () => {
  it('no server takes another’s work, and nothing is done twice', { timeout: 150_000 }, async () => {
    const { uri } = await freshDatabase()
    const way = await openSlowWay(uri, late)
    cleanUps.push(() => way.close())
    const [left, right] = (await Promise.all([startServer(way.uri), startServer(way.uri)])) as [
      Engine,
      Engine,
    ]
    await deploy(left, drawing('work', start + job('a') + job('b') + end, 'start -> a -> b -> end'))
    jobs.length = 0
    await Promise.all(
      Array.from({ length: many }, (_, n) =>
        (n % 2 ? left : right).start({ key: 'work', instance: `slow${n}`, commandId: `start${n}` }),
      ),
    )
    await completed(left, many)
    expect(jobs).toHaveLength(2 * many)
    expect(new Set(jobs).size).toBe(2 * many)
    for (let n = 0; n < many; n++) {
      const history = await left.instances.history(`slow${n}`)
      expect(history.map(({ revision }) => revision)).toEqual([1, 2, 3])
    }
  })
})

describe('When the clock of one server is wrong', () => {
  it.each([
    ['an hour ahead', 3_600_000],
    ['an hour behind', -3_600_000],
  ])('(%s), timers are due and fire by the database’s time, once', async (_what, wrong) => {
    const { uri } = await freshDatabase()
    const right = await startServer(uri)
    await deploy(right, drawing('wait', start + timer('pause', 'PT2S') + end, 'start -> pause -> end'))
    const now = Date.now
    vi.spyOn(Date, 'now').mockImplementation(() => now() + wrong)
    const skewed = await startServer(uri)
    const { instance } = await skewed.start({ key: 'wait', instance: 'one' })
    await right.start({ key: 'wait', instance: 'other' })
    const due = Date.parse(instance.timers[0]!.due)
    expect(Math.abs(due - now())).toBeLessThan(1_800_000)
    await completed(right, 2)
    for (const id of ['one', 'other']) {
      const [started, fired, ...more] = await right.instances.history(id)
      expect(more).toEqual([])
      expect(Date.parse(fired!.at) - Date.parse(started!.at)).toBeGreaterThanOrEqual(1000)
    }
  })
})
