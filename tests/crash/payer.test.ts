import { type ChildProcess, fork } from 'node:child_process'
import { afterEach, beforeAll, expect, it, vi } from 'vitest'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import { freshDatabase } from '#tests/support/database.ts'
import { createWorld, drawing, end, start, type World } from '../engine/runtime/world.ts'

type Told = { ready: true } | { started: string } | { done: string }

const pay =
  '<serviceTask id="pay" name="Pay"><extensionElements><baton:connector type="external"><baton:parameter name="topic" value="pay"/></baton:connector></extensionElements></serviceTask>'

let uri: string
let world: World
const children: ChildProcess[] = []
beforeAll(async () => {
  uri = (await freshDatabase()).uri
  const store = createMongoStore({ uri })
  await store.open()
  world = createWorld(store, { now: new Date() })
  await world.deploy(drawing('paying', start + pay + end, 'start -> pay -> end'))
})
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL')
  await world.engine.stop()
})

/** A server of its own; `hear` gets what it tells. */
function serve(name: string, hear: (told: Told, child: ChildProcess) => void): Promise<ChildProcess> {
  const child = fork(`${import.meta.dirname}/payer.ts`, [uri, name], {
    execArgv: ['--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  children.push(child)
  return new Promise(ready => {
    child.on('message', (told: Told) => ('ready' in told ? ready(child) : hear(told, child)))
  })
}

it('TSK-06 every job is done once, though the servers that offer and the workers that do them are killed', {
  timeout: 120_000,
}, async () => {
  const acknowledged = new Set<string>()
  const starter = await serve('starter', (told, child) => {
    if ('started' in told) acknowledged.add(told.started)
    // In the midst of offering what it has just begun.
    if (acknowledged.size === 15) child.kill('SIGKILL')
  })
  const dead = new Promise(done => starter.once('exit', done))
  for (let n = 0; n < 30; n++) starter.send({ start: `order-${n}` })
  await dead

  let paid = 0
  const hasty = await serve('hasty', (_told, child) => {
    if (++paid === 5) child.kill('SIGKILL')
  })
  const gone = new Promise(done => hasty.once('exit', done))
  hasty.send({ work: true })
  await gone

  const steady = await serve('steady', () => {})
  steady.send({ work: true })
  for (const id of acknowledged)
    await vi.waitFor(async () => expect((await world.get(id)).status).toBe('completed'), {
      timeout: 60_000,
      interval: 50,
    })
  for (const id of acknowledged) {
    const steps = await world.engine.instances.history(id)
    expect(steps.filter(({ command }) => command.type === 'completeJob')).toHaveLength(1)
  }
})
