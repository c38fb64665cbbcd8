/** Baton itself, in memory and on the database. */
import type { Connection } from 'mongoose'
import { createMemoryStore } from '#engine/adapters/memory/memoryStore.ts'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import type { Store } from '#engine/adapters/store.ts'
import { createEngine } from '#engine/runtime/createEngine.ts'
import type { Subject, Work } from '../subject.ts'
import { draw, type Straight, workloads } from '../workloads.ts'

export interface BatonSubject extends Subject {
  straight(workload: Straight): Work
  task(): Promise<Work>
  message(): Promise<Work>
  taskOf(member: string): Promise<Work>
  messageOf(member: string): Promise<Work>
  quiet(): Promise<number>
}

/** What the correlation key of a member of the crowd is. */
export const keyOf = (member: string) => `key-of-${member}`

export interface BatonOptions {
  uri?: string
  connection?: Connection
  newId?(): string
}

/** Without a place to keep things: in memory. */
export function createBaton({ newId = ownIds(), ...place }: BatonOptions = {}): BatonSubject {
  const durable = place.uri !== undefined || place.connection !== undefined
  const { store, quiet } = observed(durable ? createMongoStore(place) : createMemoryStore())
  const ends = new Map<string, () => void>()
  let token = ''
  const nothing = async () => {}
  const engine = createEngine({
    store,
    ports: {
      readData: async () => ({}),
      createTask: nothing,
      closeTask: nothing,
      enterStage: nothing,
      raiseIncident: async ({ message }) => console.error(message),
      endProcess: nothing,
      runJob: async () => ({ type: 'done', output: 1 }),
      log: { info() {}, warn: console.warn, error: console.error },
      newId,
    },
  })
  engine.onStep(({ instance }) => {
    if (instance.status !== 'completed') return
    ends.get(instance._id)?.()
    ends.delete(instance._id)
  })

  const complete = (instance: string, token: string) => async () =>
    void (await engine.command(instance, { type: 'completeTask', token }))
  const send = (correlationKey: string) => async () =>
    void (await engine.correlate({ id: newId(), name: 'paid', correlationKey }))

  return {
    name: durable ? 'Baton' : 'Baton in memory',
    durable,
    async open() {
      await engine.run()
      for (const workload of workloads) {
        const deployed = await engine.deploy(draw(workload, 'baton'), { by: 'bench' })
        if (!deployed.ok) throw new Error(JSON.stringify(deployed.problems))
      }
    },
    straight: workload => async () => {
      const instance = newId()
      const ended = new Promise<void>(done => ends.set(instance, done))
      await engine.start({ key: workload, instance })
      await ended
    },
    async task() {
      const { instance } = await engine.start({ key: 'task', variables: { note: 'x'.repeat(200) } })
      token = instance.tokens[0]!.id
      return complete(instance._id, token)
    },
    async message() {
      const instance = newId()
      const order = keyOf(instance)
      await engine.start({ key: 'message', instance, variables: { order, note: 'x'.repeat(200) } })
      return send(order)
    },
    // A crowd's members are copies of what `task` and `message` make, so they stand at the same token.
    taskOf: async member => complete(member, token),
    messageOf: async member => send(keyOf(member)),
    quiet,
    close: () => engine.stop(),
  }
}

function ownIds(): () => string {
  const here = `b${process.pid}${Math.random().toString(36).slice(2, 6)}`
  let ids = 0
  return () => `${here}-${ids++}`
}

/** The store with an eye on it: when did it last write something for an instance? */
function observed(store: Store): { store: Store; quiet(): Promise<number> } {
  let underWay = 0
  let last = performance.now()
  const watch = <Part extends object>(part: Part, ...names: (keyof Part)[]): Part => {
    const watched = { ...part }
    for (const name of names) {
      const method = part[name] as (...args: unknown[]) => Promise<unknown>
      watched[name] = ((...args: unknown[]) => {
        underWay++
        return method(...args).finally(() => {
          underWay--
          last = performance.now()
        })
      }) as never
    }
    return watched
  }
  return {
    store: {
      ...store,
      instances: watch(store.instances, 'commit', 'settle'),
      history: watch(store.history, 'file'),
    },
    async quiet() {
      // Several looks, because a machine that is busy elsewhere may be late with what comes next.
      for (let looks = 0, seen = last; looks < 6; looks++) {
        await new Promise(done => setTimeout(done, 4))
        if (underWay > 0 || seen !== last) looks = 0
        seen = last
      }
      return last
    },
  }
}
