/** bpmn-engine, which keeps everything in memory. What it reads from the drawing is read once, as Baton compiles once. */
import { loadPeer } from '../peers.ts'
import type { Subject } from '../subject.ts'
import { draw, type Workload, workloads } from '../workloads.ts'

interface Engine {
  execute(options: object): Promise<Execution>
  waitFor(event: string): Promise<unknown>
  _serializeSource(source: string): Promise<object>
}
interface Execution {
  getPostponed(): { signal(): void }[]
  signal(message: { id: string }): void
}

export function createBpmnEngine(): Subject {
  const sources = new Map<Workload, object>()
  let make: (options: object) => Engine
  const extension = (activity: { behaviour: { Service?: unknown } }) => {
    activity.behaviour.Service ??= () => ({
      execute: (_: unknown, done: (error: null, value: number) => void) => done(null, 1),
    })
  }
  async function begin(workload: Workload): Promise<{ execution: Execution; ended: Promise<unknown> }> {
    const engine = make({ name: workload, sourceContext: sources.get(workload), extensions: { extension } })
    const ended = engine.waitFor('end')
    return {
      ended,
      execution: await engine.execute({
        services: { echo: (_: unknown, done: (e: null) => void) => done(null) },
      }),
    }
  }
  return {
    name: 'bpmn-engine',
    durable: false,
    async open() {
      const { Engine } = loadPeer('bpmn-engine')
      make = options => new Engine(options)
      for (const workload of workloads)
        sources.set(workload, await make({})._serializeSource(draw(workload, 'bpmn-engine')))
    },
    straight: workload => async () => void (await (await begin(workload)).ended),
    async task() {
      const { execution, ended } = await begin('task')
      return async () => {
        for (const postponed of execution.getPostponed()) postponed.signal()
        await ended
      }
    },
    // It leaves to its user which instance a message is for; here that costs nothing.
    async message() {
      const { execution, ended } = await begin('message')
      return async () => {
        execution.signal({ id: 'paid' })
        await ended
      }
    },
    async close() {},
  }
}
