/**
 * Two servers want the same: five hundred commands for one instance at once, and ten thousand timers that are due at one
 * instant. Everything takes place once, one after the other. What it costs, as attempts in vain, is printed.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { Connection } from 'mongoose'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import type { ProcessInstance } from '#engine/core/instance.ts'
import { boundary, createHour, createWorld, drawing, end, start, task } from '../engine/runtime/world.ts'
import { freshDatabase } from '../support/database.ts'
import { until } from '../support/product.ts'
import type { Answer, Figures, Request } from './contender.ts'
import { type Plant, prepareField } from './plant.ts'
import { replay, wholeHistory } from './verify.ts'

const commands = 500
const due = 10_000

const told = boundary(
  'told',
  'ask',
  '<extensionElements><baton:subscription correlationKey="=order"/></extensionElements><messageEventDefinition messageRef="paid"/>',
  false,
)
const count =
  '<scriptTask id="count" scriptFormat="feel"><extensionElements><baton:decision expression="=count + 1" result="count"/></extensionElements></scriptTask>'
const hot = drawing(
  'hot',
  `${start}${task('ask')}${end}${told}${count}<endEvent id="counted"/>`,
  'start -> ask -> end',
  'told -> count -> counted',
)

let connection: Connection
let store: ReturnType<typeof createMongoStore>
let plant: Plant
const contenders: Awaited<ReturnType<typeof openContender>>[] = []

beforeAll(async () => {
  const database = await freshDatabase()
  connection = database.connection
  store = createMongoStore({ connection })
  plant = await prepareField(connection)
  const { engine, deploy } = createWorld(store, createHour())
  await deploy(hot)
  await engine.start({ key: 'hot', instance: 'hot', variables: { order: 'hot', count: 0 } })
  contenders.push(...(await Promise.all(['one', 'other'].map(name => openContender(database.uri, name)))))
}, 120_000)

afterAll(() => {
  for (const contender of contenders) contender.kill()
})

it('Five hundred commands that reach one instance through two servers at once take place one after the other', {
  timeout: 240_000,
}, async () => {
  const before = await figuresOfBoth()
  const half = Array.from({ length: commands / 2 }, (_, n) => n)
  await Promise.all(
    half.flatMap(n => [
      contenders[n % 2]!.ask({ type: 'set', instance: 'hot', name: `v${n}` }),
      contenders[(n + 1) % 2]!.ask({ type: 'message', order: 'hot', id: `m${n}` }),
    ]),
  )
  const after = await figuresOfBoth()

  const { instance } = (await store.instances.load(['hot']))[0]!
  expect(instance.variables).toMatchObject({
    count: half.length,
    ...Object.fromEntries(half.map(n => [`v${n}`, true])),
  })
  const history = await wholeHistory(store, instance)
  expect(history.map(({ revision }) => revision)).toEqual(
    Array.from({ length: instance.revision }, (_, n) => n + 1),
  )
  const ids = history.map(({ command: { id } }) => id.split('/')[0]!)
  expect(ids.slice(1).sort()).toEqual(half.flatMap(n => [`v${n}`, `m${n}`]).sort())
  await expectSameWhenPlayedAgain(instance)
  print(`${commands} commands for one instance`, before, after)
})

it('Ten thousand timers that are due at one instant fire once each', { timeout: 280_000 }, async () => {
  const before = await figuresOfBoth()
  const instant = Date.now() + 8000
  await plant('burst', due, () => instant)
  const instances = connection.collection<{ _id: string; revision: number }>('instances')
  const mine = { _id: { $regex: '^burst' } }
  await until(
    'all to fire',
    async () => (await instances.countDocuments({ ...mine, status: 'completed' })) === due,
    250_000,
  )
  expect(await instances.countDocuments({ ...mine, revision: 2 })).toBe(due)
  const history = connection.collection<{ _id: string }>('history')
  await until('history to be filed', async () => (await history.countDocuments(mine)) === due)
  const after = await figuresOfBoth()
  print(`${due} timers at one instant`, before, after)
})

async function expectSameWhenPlayedAgain(instance: ProcessInstance): Promise<void> {
  const { process } = (await store.definitions.get('hot'))!
  const notes: string[] = []
  replay(process, instance, await wholeHistory(store, instance), (_kind, text) => notes.push(text))
  expect(notes).toEqual([])
}

async function figuresOfBoth(): Promise<Figures> {
  const answers = await Promise.all(contenders.map(contender => contender.ask({ type: 'figures' })))
  const sum = (of: keyof Figures) => answers.reduce((total, { figures }) => total + figures![of], 0)
  return { commits: sum('commits'), conflicts: sum('conflicts') }
}

function print(what: string, before: Figures, after: Figures): void {
  const commits = after.commits - before.commits
  const conflicts = after.conflicts - before.conflicts
  const share = Math.round((1000 * conflicts) / commits) / 10
  console.log(`${what}: ${commits} commits, of which ${conflicts} came too late (${share} %)`)
}

type Asked<R> = R extends { n: number } ? Omit<R, 'n'> : never

/** A server in a process of its own, ready to be asked. */
function openContender(uri: string, name: string) {
  const child: ChildProcess = fork(join(import.meta.dirname, 'contender.ts'), [uri, name], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const waiting = new Map<number, { done(answer: Answer): void; fail(error: Error): void }>()
  let numbers = 0
  const contender = {
    ask(request: Asked<Request>): Promise<Answer> {
      const n = numbers++
      return new Promise((done, fail) => {
        waiting.set(n, { done, fail })
        child.send({ ...request, n })
      })
    },
    kill: () => child.kill('SIGKILL'),
  }
  return new Promise<typeof contender>((ready, fail) => {
    child.once('exit', code => fail(new Error(`A server ended with code ${code}`)))
    child.on('message', (message: { ready: true } | Answer) => {
      if ('ready' in message) return ready(contender)
      const { error } = message
      if (error) waiting.get(message.n)?.fail(new Error(error))
      else waiting.get(message.n)?.done(message)
      waiting.delete(message.n)
    })
  })
}
