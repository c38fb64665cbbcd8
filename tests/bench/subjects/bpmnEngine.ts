/** bpmn-engine, which keeps everything in memory and can hand out its state. */
import { loadPeer } from '../peers.ts'
import type { Subject } from '../subject.ts'
import { draw, type Workload } from '../workloads.ts'

interface Api {
  waitFor(event: string): Promise<unknown>
}
interface Engine {
  execute(options: object): Promise<{ stop(): Promise<void>; getPostponed(): { signal(): void }[] } & Api>
  waitFor(event: string): Promise<unknown>
}

export function createBpmnEngine(): Subject {
  let make: (options: object) => Engine
  const extension = (activity: { behaviour: { Service?: unknown } }) => {
    activity.behaviour.Service ??= () => ({
      execute: (_: unknown, done: (error: null, value: number) => void) => done(null, 1),
    })
  }
  const engineFor = (workload: Workload) =>
    make({ name: workload, source: draw(workload, 'bpmn-engine'), extensions: { extension } })
  return {
    name: 'bpmn-engine',
    durable: false,
    async open() {
      const { Engine } = loadPeer('bpmn-engine')
      make = options => new Engine(options)
    },
    async straight(workload) {
      const engine = engineFor(workload)
      const ended = engine.waitFor('end')
      await engine.execute({ services: { echo: (_: unknown, done: (e: null) => void) => done(null) } })
      await ended
    },
    async waiting() {
      const engine = engineFor('task')
      const ended = engine.waitFor('end')
      const execution = await engine.execute({})
      return async () => {
        for (const postponed of execution.getPostponed()) postponed.signal()
        await ended
      }
    },
    async close() {},
  }
}
