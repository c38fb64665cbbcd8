/** Baton itself, in memory and on the database. */
import { createMemoryStore } from '#engine/adapters/memory/memoryStore.ts'
import { createMongoStore } from '#engine/adapters/mongo/mongoStore.ts'
import type { Store } from '#engine/adapters/store.ts'
import { createEngine } from '#engine/runtime/createEngine.ts'
import type { Engine } from '#engine/runtime/engine.ts'
import type { Subject } from '../subject.ts'
import { draw, type Workload } from '../workloads.ts'

export interface BatonSubject extends Subject {
  store: Store
  engine: Engine
}

/** `uri` unset: in memory. */
export function createBaton(uri?: string): BatonSubject {
  const store = uri ? createMongoStore({ uri }) : createMemoryStore()
  const ends = new Map<string, () => void>()
  let ids = 0
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
      newId: () => `b${process.pid}-${ids++}`,
    },
  })
  engine.onStep(({ instance }) => {
    if (instance.status !== 'completed') return
    ends.get(instance._id)?.()
    ends.delete(instance._id)
  })

  async function toEnd(workload: Workload): Promise<void> {
    const instance = `s${process.pid}-${ids++}`
    const ended = new Promise<void>(done => ends.set(instance, done))
    await engine.start({ key: workload, instance })
    await ended
  }

  return {
    name: uri ? 'Baton' : 'Baton in memory',
    durable: uri !== undefined,
    store,
    engine,
    async open() {
      await engine.run()
      for (const workload of ['sequence', 'loop', 'fork', 'jobs', 'task', 'message'] as const) {
        const deployed = await engine.deploy(draw(workload, 'baton'), { by: 'bench' })
        if (!deployed.ok) throw new Error(JSON.stringify(deployed.problems))
      }
    },
    straight: toEnd,
    async waiting() {
      const { instance } = await engine.start({ key: 'task' })
      const [token] = instance.tokens
      return async () => void (await engine.command(instance._id, { type: 'completeTask', token: token!.id }))
    },
    async listening(n) {
      const correlationKey = `O-${process.pid}-${n}`
      await engine.start({ key: 'message', variables: { order: correlationKey } })
      return async () =>
        void (await engine.correlate({ id: `m-${correlationKey}`, name: 'paid', correlationKey }))
    },
    async crowd(count) {
      const { instance } = await engine.start({ key: 'task', variables: { note: 'x'.repeat(200) } })
      const { instance: listener } = await engine.start({ key: 'message', variables: { order: 'nobody' } })
      for (let n = 0; n < count; n += 500) {
        const group = Array.from({ length: Math.min(500, count - n) }, (_, k) => {
          const like = k % 2 ? instance : listener
          const { wakeAt: __, ...rest } = like
          const _id = `c${process.pid}-${ids++}`
          const next = {
            ...rest,
            _id,
            outbox: [],
            subscriptions: like.subscriptions.map(one => ({ ...one, key: _id })),
          }
          return { previous: null, next, journal: [], delivered: [] }
        })
        await store.instances.commit(group)
      }
    },
    close: () => engine.stop(),
  }
}
