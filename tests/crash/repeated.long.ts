/**
 * Whoever has no answer asks again. Each command, message and start is sent five times under one id, to both servers in
 * turn, while servers are killed in between: each has its effect once.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import { boundary, createHour, createWorld, drawing, end, job, start, task } from '../engine/runtime/world.ts'
import { freshDatabase } from '../support/database.ts'
import { until } from '../support/product.ts'
import type { Ask } from './asks.ts'
import { buildWorker, readLines } from './fire.ts'
import { pause } from './scene.ts'
import { createSupervisor, type Supervisor } from './supervisor.ts'
import { wholeHistory } from './verify.ts'

const orders = 20
const messages = 10
const times = 5
/** After so many acknowledgements a server is killed. */
const between = 60

const going = { status: ['running' as const, 'suspended' as const] }

const folder = mkdtempSync(join(tmpdir(), 'baton-repeated-'))
const sink = join(folder, 'sink')
let store: ReturnType<typeof createMongoStore>
let supervisor: Supervisor

const note = job('note', 'retries="8" backoff="PT1S"')
const told = boundary(
  'told',
  'ask',
  '<extensionElements><baton:subscription correlationKey="=order"/></extensionElements><messageEventDefinition messageRef="paid"/>',
  false,
)
/** Each message that comes brings one more job, and the instance waits for the next. */
const asking = drawing(
  'asking',
  `${start}${task('ask')}${note}${end}<endEvent id="noted"/>${told}`,
  'start -> ask -> end',
  'told -> note -> noted',
)
const begun = drawing(
  'begun',
  // While one with the same key is running, no other begins.
  `<startEvent id="start"><messageEventDefinition messageRef="paid"/></startEvent>${note}${end}`,
  'start -> note -> end',
)

beforeAll(async () => {
  const { uri, connection } = await freshDatabase()
  store = createMongoStore({ connection })
  await store.open()
  const { deploy } = createWorld(store, createHour())
  await deploy(asking)
  await deploy(begun)
  const args = [uri, sink, '4000']
  supervisor = createSupervisor(await buildWorker(folder), [{ args }, { args }])
  await supervisor.start()
}, 60_000)

afterAll(async () => {
  await supervisor?.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('What is sent five times to two servers, of which one dies in between, has its effect once', {
  timeout: 280_000,
}, async () => {
  let acknowledged = 0
  const ask = async (what: Ask, place: number) => {
    const done = await supervisor.ask(what, place)
    if (done && ++acknowledged % between === 0) void supervisor.kill((acknowledged / between) % 2)
    return done
  }
  const send = async (what: Ask) => {
    for (let n = 0, tries = 0; n < times; tries++)
      if (await ask(what, tries % 2)) n++
      else await pause(50)
  }
  const begin = async (n: number) => {
    const order = `order${n}`
    await send({ type: 'start', key: 'asking', order })
    const [stored] = await store.instances.load([order])
    const token = stored!.instance.tokens.find(({ at }) => at === 'ask')!.id
    await Promise.all([
      send({ type: 'message', order: `new${n}`, id: `new-${n}` }),
      ...Array.from({ length: messages }, (_, m) => send({ type: 'message', order, id: `m-${n}-${m}` })),
    ])
    await send({ type: 'complete', instance: order, token, id: `complete-${n}` })
  }
  for (let n = 0; n < orders; n += 4) await Promise.all([n, n + 1, n + 2, n + 3].map(begin))
  await until('everything to come to its end', async () => (await store.instances.count(going)) === 0)

  expect(await store.instances.count({ key: 'asking', status: 'completed' })).toBe(orders)
  for (let n = 0; n < orders; n++) {
    const [stored] = await store.instances.load([`order${n}`])
    const history = await wholeHistory(store, stored!.instance)
    expect(await store.instances.count({ key: 'begun', businessKey: `new${n}` })).toBe(1)
    const commands = history.map(({ command: { type, id } }) => `${type} ${id.split('/')[0]}`)
    const wanted = Array.from({ length: messages }, (_, m) => `deliverMessage m-${n}-${m}`)
    expect(commands.filter(command => command.startsWith('deliverMessage')).sort()).toEqual(wanted.sort())
    expect(commands.filter(command => command === `completeTask complete-${n}`)).toHaveLength(1)
  }
  const jobs = readLines(sink).told.filter(({ type }) => type === 'runJob')
  const wanted = orders * messages + (await store.instances.count({ key: 'begun' }))
  expect(new Set(jobs.map(({ id }) => id)).size).toBe(wanted)
  console.log(
    `${orders * (messages + 3)} ids, each acknowledged ${times} times; ${supervisor.falls} kills; ` +
      `${jobs.length - wanted} of ${wanted} jobs done again under the same key`,
  )
})
